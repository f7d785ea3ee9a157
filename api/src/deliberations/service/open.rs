//! The vote opens: the roll is frozen and hashed, a secret vote gets its key.

use entity::deliberations::{DeliberationVerb, Secrecy, ballot_key, deliberation};
use entity::ids::BallotKeyId;
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;

use super::case::{Case, Step};
use super::roll;
use crate::community::service::bulk;
use crate::deliberations::records::Reach;
use crate::deliberations::roll::digest;
use crate::deliberations::secret::BallotKey;
use crate::error::{Code, Result};
use crate::kernel::db::Tx;

/// Opens the vote on the roll that the records make now.
///
/// # Errors
/// `roll_unsound` when the records have become such that voters would be missing from the roll.
pub async fn open(tx: &Tx<'_>, case: &Case) -> Result<deliberation::Model> {
    let one = &case.deliberation;
    let (Some(electorate), Some(opens_at)) = (one.electorate, one.opens_at) else {
        return Err(Code::Internal.error().cause(anyhow::anyhow!("{} was scheduled without a plan", one.id)));
    };
    // The roll is of one moment: whoever changes the records waits until it is frozen.
    bulk::hold(tx, one.community_id).await?;
    let roll = roll::draw(tx, Reach::of(one), electorate, opens_at).await?;
    if !roll.is_sound() || roll.entries.is_empty() {
        return Err(Code::RollUnsound.into());
    }
    roll::freeze(tx, one.id, &roll).await?;
    if one.secrecy == Some(Secrecy::Secret) {
        make_key(tx, one).await?;
    }
    let weight = roll.weight();
    let change = deliberation::ActiveModel {
        roll_hash: Set(Some(digest(electorate, &roll.entries))),
        roll_heads: Set(i64::try_from(weight.heads).ok()),
        roll_area: Set(i64::try_from(weight.area).ok()),
        frozen_at: Set(Some(tx.now())),
        ..Default::default()
    };
    case.go(tx, DeliberationVerb::Open, Step { change, reason: None }).await
}

async fn make_key(tx: &Tx<'_>, one: &deliberation::Model) -> Result<()> {
    let row = ballot_key::ActiveModel {
        id: Set(BallotKeyId::new()),
        deliberation_id: Set(one.id),
        key_sealed: Set(BallotKey::new()?.stored(tx.vault())?),
    };
    ballot_key::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}
