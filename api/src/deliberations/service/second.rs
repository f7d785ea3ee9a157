//! 附议: once a person, by the primary key; at the threshold the matter moves by itself.

use entity::deliberations::{DeliberationVerb, deliberation, deliberation_second};
use entity::ids::DeliberationId;
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;

use super::case::{Case, SUBJECT, Step};
use crate::auth::Actor;
use crate::deliberations::{state, store};
use crate::error::{Code, OrConflict, Result};
use crate::kernel::db::Tx;
use crate::kernel::event::{self, NewEvent, Subject};

/// Seconds a matter. It changes nothing that others could overwrite, so it needs no version.
pub async fn second(tx: &Tx<'_>, actor: &Actor, id: DeliberationId) -> Result<deliberation::Model> {
    let account = actor.account()?;
    let case = Case::open(tx, actor, id).await?;
    state::next(&case.deliberation, DeliberationVerb::Second, &case.standings)?;
    if case.deliberation.lapses_at <= tx.now() {
        return Err(Code::IllegalTransition.into());
    }
    let row = deliberation_second::ActiveModel {
        deliberation_id: Set(id),
        account_id: Set(account),
        created_at: Set(tx.now()),
    };
    deliberation_second::Entity::insert(row).exec_without_returning(tx).await.or_conflict(Code::AlreadySeconded)?;
    let verb = DeliberationVerb::Second.as_str();
    event::record(tx, NewEvent::new(case.deliberation.community_id, Subject::new(SUBJECT, id), verb)).await?;
    let count = store::seconds(tx, id).await?;
    if count < case.deliberation.second_threshold {
        store::set_seconds(tx, id, count).await?;
        return Ok(deliberation::Model { second_count: count, ..case.deliberation });
    }
    let change = deliberation::ActiveModel { second_count: Set(count), ..Default::default() };
    let reached = Case::by_clock(case.deliberation);
    reached.go(tx, DeliberationVerb::ReachThreshold, Step { change, reason: None }).await
}
