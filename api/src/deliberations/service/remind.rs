//! Reminders: at most one a day, to those only who have not voted (domain.md section 4,
//! "Turnout"). One event is announced; the worker finds out whom it concerns.

use std::collections::BTreeSet;

use chrono::Duration;
use entity::deliberations::{DeliberationVerb, ballot, roll_entry, roll_voter};
use entity::ids::{AccountId, DeliberationId};
use entity::kernel::event as events;
use sea_orm::prelude::*;
use sea_orm::sea_query::SelectStatement;
use sea_orm::{QueryOrder, QuerySelect, QueryTrait};
use serde_json::json;

use super::case::SUBJECT;
use super::voting;
use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::kernel::db::Tx;
use crate::kernel::event;

/// How long after one reminder the next one may follow.
const REST: Duration = Duration::days(1);

/// Reminds everybody who has not voted; how many voters that are.
///
/// # Errors
/// `reminded_already` within a day of the last time.
pub async fn remind(tx: &Tx<'_>, actor: &Actor, id: DeliberationId) -> Result<u64> {
    // One at a time, or two would both find that nobody was reminded today.
    let case = voting::alone(tx, actor, id, DeliberationVerb::Remind).await?;
    let last = events::Entity::find()
        .filter(events::Column::SubjectKind.eq(SUBJECT))
        .filter(events::Column::SubjectId.eq(Uuid::from(id)))
        .filter(events::Column::Verb.eq(DeliberationVerb::Remind.as_str()))
        .order_by_desc(events::Column::At);
    if let Some(last) = last.one(tx).await? {
        let wait = (last.at + REST - tx.now()).num_seconds();
        if wait > 0 {
            return Err(Code::RemindedAlready.error().retry_after(wait.unsigned_abs()));
        }
    }
    let silent = roll_entry::Entity::find()
        .filter(roll_entry::Column::DeliberationId.eq(id))
        .filter(roll_entry::Column::Id.not_in_subquery(voted(id)));
    let voters = silent.count(tx).await?;
    let happened = voting::happened(&case, DeliberationVerb::Remind, json!({ "voters": voters }));
    event::record(tx, happened.announced()).await?;
    Ok(voters)
}

/// The accounts of those who have not voted by now.
pub async fn silent(conn: &impl ConnectionTrait, id: DeliberationId) -> Result<BTreeSet<AccountId>> {
    let accounts: Vec<AccountId> = roll_voter::Entity::find()
        .select_only()
        .column(roll_voter::Column::AccountId)
        .filter(roll_voter::Column::DeliberationId.eq(id))
        .filter(roll_voter::Column::EntryId.not_in_subquery(voted(id)))
        .into_tuple()
        .all(conn)
        .await?;
    Ok(accounts.into_iter().collect())
}

/// The voters whose ballots are there.
pub fn voted(id: DeliberationId) -> SelectStatement {
    let voted = ballot::Entity::find().select_only().column(ballot::Column::EntryId);
    voted.filter(ballot::Column::DeliberationId.eq(id)).into_query()
}
