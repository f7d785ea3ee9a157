//! A frozen roll is wrong: a voter is struck, or an area is set. Hash and figures are made anew
//! from the rows, and the timeline shows both: a roll is never changed in silence.

use entity::deliberations::{
    DeliberationVerb, Electorate, ballot_delivery, ballot_proxy, deliberation, paper_ballot, roll_entry, roll_voter,
};
use entity::ids::{AccountId, DeliberationId, DwellingId, RollEntryId};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::case::Case;
use super::voting;
use crate::auth::Actor;
use crate::deliberations::roll::{Entry, digest};
use crate::deliberations::rule::Weight;
use crate::deliberations::{asked, store};
use crate::error::{Code, Result};
use crate::kernel::db::Tx;
use crate::kernel::event;

/// What is wrong with a voter on the roll.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Correction {
    /// They do not belong on it.
    Strike,
    /// Their parts have this area, in 0.01 m².
    Area(i64),
}

/// 名册的摘要与合计
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RollFigures {
    /// 名册摘要
    pub hash: String,
    /// 人数与面积
    pub weight: Weight,
}

/// 更正前后的名册
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RollChange {
    /// 更正前
    pub before: RollFigures,
    /// 更正后
    pub after: RollFigures,
}

/// Corrects the roll.
///
/// # Errors
/// `already_voted` for a voter whose ballot is there: its receipt and leaf name the weight.
/// `in_use` for one to be struck whose ballot on paper or proxy has been entered, `roll_unsound`
/// when nobody would be left, `invalid` for an area where areas do not count.
pub async fn correct(
    tx: &Tx<'_>,
    actor: &Actor,
    id: DeliberationId,
    version: i32,
    (entry, correction): (RollEntryId, Correction),
    reason: String,
) -> Result<deliberation::Model> {
    let case = voting::alone(tx, actor, id, DeliberationVerb::CorrectRoll).await?;
    case.seen(version)?;
    let one = &case.deliberation;
    let electorate = one.electorate.ok_or_else(|| Code::Internal.error())?;
    let entry = voting::entry(tx, &case, entry).await?;
    if voting::has_ballot(tx, entry.id).await? {
        return Err(Code::AlreadyVoted.into());
    }
    match correction {
        Correction::Strike => strike(tx, entry.id).await?,
        Correction::Area(area) if electorate == Electorate::Owners => set_area(tx, entry.id, area).await?,
        Correction::Area(_) => return Err(Code::Invalid.error().at("/area", Code::InvalidValue)),
    }
    let before = RollFigures { hash: asked::roll(one).hash, weight: asked::roll(one).weight };
    let after = figures(tx, id, electorate).await?;
    let moved = write_down(tx, &case, &after).await?;
    let change = RollChange { before, after };
    let was = asked::weight(Some(entry.heads.into()), Some(entry.area));
    let area = match correction {
        Correction::Strike => None,
        Correction::Area(area) => Some(area),
    };
    let data = json!({ "entryId": entry.id, "subject": entry.subject, "was": was, "area": area, "roll": change });
    let happened = voting::happened(&case, DeliberationVerb::CorrectRoll, data).because(Some(reason));
    event::record(tx, happened.moved(one.status, moved.status)).await?;
    Ok(moved)
}

async fn strike(tx: &Tx<'_>, id: RollEntryId) -> Result<()> {
    let paper = paper_ballot::Entity::find().filter(paper_ballot::Column::EntryId.eq(id)).count(tx).await?;
    let proxies = ballot_proxy::Entity::find().filter(ballot_proxy::Column::EntryId.eq(id)).count(tx).await?;
    if paper + proxies > 0 {
        return Err(Code::InUse.into());
    }
    ballot_delivery::Entity::delete_many().filter(ballot_delivery::Column::EntryId.eq(id)).exec(tx).await?;
    roll_voter::Entity::delete_many().filter(roll_voter::Column::EntryId.eq(id)).exec(tx).await?;
    roll_entry::Entity::delete_by_id(id).exec(tx).await?;
    Ok(())
}

async fn set_area(tx: &Tx<'_>, id: RollEntryId, area: i64) -> Result<()> {
    roll_entry::Entity::update_many()
        .col_expr(roll_entry::Column::Area, Expr::value(area))
        .filter(roll_entry::Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

/// The roll as its rows make it now.
async fn figures(tx: &Tx<'_>, id: DeliberationId, electorate: Electorate) -> Result<RollFigures> {
    let rows = roll_entry::Entity::find().filter(roll_entry::Column::DeliberationId.eq(id)).all(tx).await?;
    if rows.is_empty() {
        return Err(Code::RollUnsound.into());
    }
    let entries = rows.into_iter().map(entry).collect::<Result<Vec<Entry>>>()?;
    let weight = entries.iter().fold(Weight::default(), |sum, entry| sum.plus(entry.weight));
    Ok(RollFigures { hash: digest(electorate, &entries), weight })
}

/// A row as the roll was frozen from; accounts are no part of the hash.
fn entry(row: roll_entry::Model) -> Result<Entry> {
    let parts: Vec<DwellingId> =
        serde_json::from_value(row.parts).map_err(|error| Code::Internal.error().cause(error))?;
    let weight = asked::weight(Some(row.heads.into()), Some(row.area));
    let accounts: Vec<AccountId> = Vec::new();
    Ok(Entry { subject: row.subject, building: row.building_id, weight, parts, accounts })
}

async fn write_down(tx: &Tx<'_>, case: &Case, after: &RollFigures) -> Result<deliberation::Model> {
    let change = deliberation::ActiveModel {
        roll_hash: Set(Some(after.hash.clone())),
        roll_heads: Set(i64::try_from(after.weight.heads).ok()),
        roll_area: Set(i64::try_from(after.weight.area).ok()),
        ..Default::default()
    };
    store::move_to(tx, &case.deliberation, case.deliberation.status, change).await
}
