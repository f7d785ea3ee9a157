//! Receipts of ballots on paper: a voter without a telephone can look for the own ballot among
//! the published ones, too. Staff hand the receipt over; so there is one of an open vote only,
//! where they read the ballot anyway. A receipt names the leaf: of a secret vote, it would let
//! them look up after the count who voted how.

use std::collections::HashMap;

use entity::deliberations::{BallotChannel, PaperState, Secrecy, ballot, deliberation, paper_ballot};
use entity::ids::RollEntryId;
use sea_orm::prelude::*;

use crate::deliberations::receipt::Receipt;
use crate::deliberations::signing::Signer;
use crate::error::Result;

/// Channels of ballots on paper.
pub const ON_PAPER: [BallotChannel; 2] = [BallotChannel::Paper, BallotChannel::DoorToDoor];

/// The receipts of those of these readings that became ballots which count.
pub async fn of(
    conn: &impl ConnectionTrait,
    signer: &Signer,
    one: &deliberation::Model,
    rows: &[paper_ballot::Model],
) -> Result<HashMap<RollEntryId, Receipt>> {
    let agreed = rows.iter().filter(|row| row.state == PaperState::Agreed).map(|row| row.entry_id);
    let agreed: Vec<RollEntryId> = agreed.collect();
    if one.secrecy != Some(Secrecy::Open) || agreed.is_empty() {
        return Ok(HashMap::new());
    }
    let counted = ballot::Entity::find()
        .filter(ballot::Column::DeliberationId.eq(one.id))
        .filter(ballot::Column::EntryId.is_in(agreed))
        .filter(ballot::Column::Channel.is_in(ON_PAPER));
    let signed = counted.all(conn).await?.into_iter().filter_map(|row| {
        let sequence = u32::try_from(row.sequence).unwrap_or(1);
        let receipt = Receipt::sign(signer, one.id, row.leaf?, sequence, row.cast_at);
        Some(receipt.map(|receipt| (row.entry_id, receipt)))
    });
    signed.collect()
}
