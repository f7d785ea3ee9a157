//! More time: asked for with a reason, decided by somebody else.

use chrono::{DateTime, Utc};
use entity::ids::{WishExtensionId, WishId};
use entity::wishes::{ExtensionStatus, WishVerb, wish, wish_extension};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use serde_json::json;

use super::case::{Case, SUBJECT, Step};
use super::deadlines::calendar;
use crate::auth::Actor;
use crate::error::{Code, OrConflict, Result};
use crate::kernel::db::Tx;
use crate::kernel::event::{self, NewEvent, Subject};
use crate::wishes::state::Standing;

/// The verb of the event that a request for more time was decided.
pub const DECIDED: &str = "decide_extension";

/// Working days within which a request is decided.
const DECIDE_DAYS: i32 = 2;

/// Asks for so many more working days.
pub async fn ask(
    tx: &Tx<'_>,
    actor: &Actor,
    id: WishId,
    version: i32,
    days: i32,
    reason: String,
) -> Result<wish::Model> {
    let case = Case::open(tx, actor, id).await?;
    case.seen(version)?;
    let row = wish_extension::ActiveModel {
        id: Set(WishExtensionId::new()),
        community_id: Set(case.wish.community_id),
        wish_id: Set(id),
        asked_by: Set(actor.account()?),
        days: Set(days),
        reason: Set(reason.clone()),
        due_at: Set(due(tx, &case.wish).await?),
        status: Set(ExtensionStatus::Asked),
        decided_by: Set(None),
        decided_at: Set(None),
        created_at: Set(tx.now()),
    };
    let step = Step { reason: Some(reason), ..Step::default() }.with(json!({ "days": days }));
    let wish = case.go(tx, WishVerb::Extend, step).await?;
    wish_extension::Entity::insert(row).exec_without_returning(tx).await.or_conflict(Code::ExtensionOpen)?;
    Ok(wish)
}

/// A request is decided within two working days, and before the deadline that it would move.
async fn due(tx: &Tx<'_>, wish: &wish::Model) -> Result<DateTime<Utc>> {
    let (calendar, zone) = calendar(tx, wish.community_id).await?;
    let latest = calendar.add_working_days(tx.now(), DECIDE_DAYS, zone);
    Ok(wish.solve_due_at.filter(|due| *due > tx.now()).map_or(latest, |due| due.min(latest)))
}

/// Grants or refuses the time; the grid leader or the staff, never the one who asked or who helps.
pub async fn decide(
    tx: &Tx<'_>,
    actor: &Actor,
    id: WishExtensionId,
    granted: bool,
    reason: Option<String>,
) -> Result<wish_extension::Model> {
    let extension = wish_extension::Entity::find_by_id(id).one(tx).await?.ok_or_else(|| Code::NotFound.error())?;
    let case = Case::open(tx, actor, extension.wish_id).await?;
    if !case.is(Standing::Leader) && !case.is(Standing::Staff) {
        return Err(Code::Forbidden.into());
    }
    let helps = case.claim.as_ref().is_some_and(|claim| actor.account_id() == Some(claim.account_id));
    if helps || actor.account_id() == Some(extension.asked_by) {
        return Err(Code::OwnMatter.into());
    }
    let status = if granted { ExtensionStatus::Approved } else { ExtensionStatus::Rejected };
    let decided = wish_extension::ActiveModel {
        status: Set(status),
        decided_by: Set(actor.account_id()),
        decided_at: Set(Some(tx.now())),
        ..Default::default()
    };
    let decided = wish_extension::Entity::update_many()
        .set(decided)
        .filter(wish_extension::Column::Id.eq(id))
        .filter(wish_extension::Column::Status.eq(ExtensionStatus::Asked))
        .exec_with_returning(tx)
        .await?;
    let decided = decided.into_iter().next().ok_or_else(|| Code::AlreadyDecided.error())?;
    if granted {
        prolong(tx, &case.wish, decided.days).await?;
    }
    let happened = NewEvent::new(case.wish.community_id, Subject::new(SUBJECT, case.wish.id), DECIDED)
        .because(reason)
        .with(json!({ "extensionId": decided.id, "granted": granted, "days": decided.days }))
        .announced();
    event::record(tx, happened).await?;
    Ok(decided)
}

/// Moves the deadline on; a claim that would end before lives as long.
async fn prolong(tx: &Tx<'_>, wish: &wish::Model, days: i32) -> Result<()> {
    let (calendar, zone) = calendar(tx, wish.community_id).await?;
    let from = wish.solve_due_at.unwrap_or(tx.now()).max(tx.now());
    // `from` is the end of a working day, so the count begins with the day before.
    let due = calendar.add_working_days(from - chrono::Duration::seconds(1), days, zone);
    let longer = wish::ActiveModel {
        solve_due_at: Set(Some(due)),
        overdue_level: Set(None),
        version: Set(wish.version + 1),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    wish::Entity::update_many().set(longer).filter(wish::Column::Id.eq(wish.id)).exec(tx).await?;
    use entity::wishes::wish_claim;
    wish_claim::Entity::update_many()
        .col_expr(wish_claim::Column::ExpiresAt, Expr::value(due))
        .filter(wish_claim::Column::WishId.eq(wish.id))
        .filter(wish_claim::Column::EndedAt.is_null())
        .filter(wish_claim::Column::ExpiresAt.lt(due))
        .exec(tx)
        .await?;
    Ok(())
}
