//! 送达: that voters were served, with proof. Silent owners who may be counted with the majority
//! are those on this ledger only.

use chrono::{DateTime, Utc};
use entity::deliberations::{DeliberationVerb, DeliveryMethod, ballot_delivery, roll_entry};
use entity::ids::{BallotDeliveryId, DeliberationId, MediaId, RollEntryId};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use serde_json::json;

use super::voting;
use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::kernel::db::{self, Tx};
use crate::kernel::event;
use crate::media;

/// Voters that one entry of the ledger may name.
pub const MOST: usize = 200;

/// How voters were served, and what proves it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Whom.
    pub entries: Vec<RollEntryId>,
    /// How.
    pub method: DeliveryMethod,
    /// When.
    pub delivered_at: DateTime<Utc>,
    /// The picture that proves it.
    pub scan: Option<MediaId>,
    /// What else proves it.
    pub note: Option<String>,
}

/// Enters it for each voter.
///
/// # Errors
/// `invalid` for an instant to come, no proof, nobody, too many, or somebody who is not on this roll.
pub async fn deliver(
    tx: &Tx<'_>,
    actor: &Actor,
    id: DeliberationId,
    delivery: Delivery,
) -> Result<Vec<ballot_delivery::Model>> {
    let case = voting::beside(tx, actor, id, DeliberationVerb::Deliver).await?;
    let by = actor.account()?;
    check(tx, id, &delivery).await?;
    media::service::attach(tx, actor, delivery.scan.as_slice(), "/mediaId").await?;
    let rows = delivery.entries.iter().map(|entry| ballot_delivery::Model {
        id: BallotDeliveryId::new(),
        deliberation_id: id,
        entry_id: *entry,
        method: delivery.method,
        media_id: delivery.scan,
        note: delivery.note.clone(),
        delivered_at: delivery.delivered_at,
        by_account_id: by,
        created_at: tx.now(),
    });
    let rows: Vec<ballot_delivery::Model> = rows.collect();
    for some in db::chunks(rows.iter().map(row).collect()) {
        ballot_delivery::Entity::insert_many(some).exec_without_returning(tx).await?;
    }
    let figures = json!({ "voters": rows.len(), "method": delivery.method, "entryIds": delivery.entries });
    event::record(tx, voting::happened(&case, DeliberationVerb::Deliver, figures)).await?;
    Ok(rows)
}

fn row(one: &ballot_delivery::Model) -> ballot_delivery::ActiveModel {
    ballot_delivery::ActiveModel {
        id: Set(one.id),
        deliberation_id: Set(one.deliberation_id),
        entry_id: Set(one.entry_id),
        method: Set(one.method),
        media_id: Set(one.media_id),
        note: Set(one.note.clone()),
        delivered_at: Set(one.delivered_at),
        by_account_id: Set(one.by_account_id),
        created_at: Set(one.created_at),
    }
}

async fn check(tx: &Tx<'_>, id: DeliberationId, delivery: &Delivery) -> Result<()> {
    let mut named = delivery.entries.clone();
    named.sort();
    named.dedup();
    if named.len() != delivery.entries.len() || !(1..=MOST).contains(&named.len()) {
        return Err(Code::Invalid.error().at("/entryIds", Code::InvalidValue));
    }
    if delivery.delivered_at > tx.now() {
        return Err(Code::Invalid.error().at("/deliveredAt", Code::InvalidValue));
    }
    if delivery.scan.is_none() && delivery.note.is_none() {
        return Err(Code::Invalid.error().at("/mediaId", Code::MissingField));
    }
    let on_roll = roll_entry::Entity::find()
        .filter(roll_entry::Column::DeliberationId.eq(id))
        .filter(roll_entry::Column::Id.is_in(named.iter().copied()));
    match usize::try_from(on_roll.count(tx).await?) == Ok(named.len()) {
        true => Ok(()),
        false => Err(Code::Invalid.error().at("/entryIds", Code::UnknownReference)),
    }
}
