//! What an action carries out: a wish that it answers, a decision that it puts into effect. Whoever
//! starts it must have a say in that; its end is told there, in the same transaction.

use chrono::{DateTime, Utc};
use entity::actions::{ActionStatus, ActionVerb, action};
use entity::deliberations::DeliberationVerb;
use entity::ids::{ActionId, DeliberationId, WishId};
use entity::wishes::WishVerb;
use sea_orm::QueryOrder;
use sea_orm::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use super::draft::Draft;
use crate::actions::store;
use crate::auth::Actor;
use crate::error::{Code, Error, Result};
use crate::kernel::db::Tx;
use crate::{deliberations, wishes};

/// 落实它的行动
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LinkedAction {
    /// 编号
    pub id: ActionId,
    /// 标题
    pub title: String,
    /// 状态
    pub status: ActionStatus,
    /// 第一个班次开始
    #[schema(required = true)]
    pub starts_at: Option<DateTime<Utc>>,
    /// 最后一个班次结束
    #[schema(required = true)]
    pub ends_at: Option<DateTime<Utc>>,
}

impl From<action::Model> for LinkedAction {
    fn from(one: action::Model) -> Self {
        let action::Model { id, title, status, starts_at, ends_at, .. } = one;
        Self { id, title, status, starts_at, ends_at }
    }
}

/// The published actions that answer a wish, in the order in which they take place.
pub async fn of_wish(conn: &impl ConnectionTrait, id: WishId) -> Result<Vec<LinkedAction>> {
    published(conn, action::Column::WishId.eq(id)).await
}

/// The published actions that carry a decision out, in the order in which they take place.
pub async fn of_deliberation(conn: &impl ConnectionTrait, id: DeliberationId) -> Result<Vec<LinkedAction>> {
    published(conn, action::Column::DeliberationId.eq(id)).await
}

async fn published(conn: &impl ConnectionTrait, which: Expr) -> Result<Vec<LinkedAction>> {
    let rows = action::Entity::find()
        .filter(which)
        .filter(store::public())
        .order_by_asc(action::Column::StartsAt)
        .order_by_asc(action::Column::Id);
    Ok(rows.all(conn).await?.into_iter().map(LinkedAction::from).collect())
}

/// Refuses a draft that names a wish or a decision which the actor may not start an action for; what it
/// named `before` stays.
///
/// # Errors
/// `forbidden`; `invalid` at `/wishId` or `/deliberationId` for what does not exist for the actor, or is
/// not at the stage for it.
pub(super) async fn check(tx: &Tx<'_>, actor: &Actor, draft: &Draft, before: Option<&action::Model>) -> Result<()> {
    if let Some(wish) = draft.wish.filter(|wish| before.and_then(|one| one.wish_id) != Some(*wish)) {
        let may = wishes::service::linked::may_start(tx, actor, wish).await;
        may.map_err(|error| at("/wishId", error))?;
    }
    let decided = |one: &action::Model| one.deliberation_id;
    if let Some(matter) = draft.deliberation.filter(|matter| before.and_then(decided) != Some(*matter)) {
        let may = deliberations::service::linked::may_start(tx, actor, matter).await;
        may.map_err(|error| at("/deliberationId", error))?;
    }
    Ok(())
}

fn at(pointer: &str, error: Error) -> Error {
    match error.code() {
        Code::NotFound => Code::Invalid.error().at(pointer, Code::UnknownReference),
        Code::IllegalTransition => Code::Invalid.error().at(pointer, Code::InvalidValue),
        _ => error,
    }
}

/// Whether another published action that answers this wish is still to end.
pub async fn others_for_wish(conn: &impl ConnectionTrait, wish: WishId, but: ActionId) -> Result<bool> {
    still_to_end(conn, action::Column::WishId.eq(wish), but).await
}

/// Whether another published action that carries this decision out is still to end.
pub async fn others_for_deliberation(
    conn: &impl ConnectionTrait,
    matter: DeliberationId,
    but: ActionId,
) -> Result<bool> {
    still_to_end(conn, action::Column::DeliberationId.eq(matter), but).await
}

async fn still_to_end(conn: &impl ConnectionTrait, which: Expr, but: ActionId) -> Result<bool> {
    let others = action::Entity::find()
        .filter(which)
        .filter(action::Column::Id.ne(but))
        .filter(action::Column::Status.is_in([ActionStatus::Published, ActionStatus::Running]));
    Ok(others.count(conn).await? > 0)
}

/// Moves the other side on when an action that was published has ended, and tells it of any other turn.
pub(super) async fn tell(tx: &Tx<'_>, one: &action::Model, verb: ActionVerb) -> Result<()> {
    let (wish_verb, matter_verb) = match verb {
        ActionVerb::Finish => return end(tx, one).await,
        ActionVerb::Publish => (WishVerb::PlanAction, DeliberationVerb::PlanAction),
        ActionVerb::Cancel if one.published_at.is_some() => (WishVerb::DropAction, DeliberationVerb::DropAction),
        _ => return Ok(()),
    };
    if let Some(wish) = one.wish_id {
        wishes::service::linked::happened(tx, wish, one.id, wish_verb).await?;
    }
    if let Some(matter) = one.deliberation_id {
        deliberations::service::linked::happened(tx, matter, one.id, matter_verb).await?;
    }
    Ok(())
}

async fn end(tx: &Tx<'_>, one: &action::Model) -> Result<()> {
    if let Some(wish) = one.wish_id {
        wishes::service::linked::ended(tx, wish, one).await?;
    }
    if let Some(matter) = one.deliberation_id {
        deliberations::service::linked::ended(tx, matter, one).await?;
    }
    Ok(())
}

/// What the action carries out, as far as the actor may know of it.
pub async fn shown(
    conn: &impl ConnectionTrait,
    actor: Option<&Actor>,
    one: &action::Model,
) -> Result<(Option<WishId>, Option<DeliberationId>)> {
    let wish = match one.wish_id {
        Some(id) if wishes::service::linked::is_known(conn, actor, id).await? => Some(id),
        _ => None,
    };
    let matter = match one.deliberation_id {
        Some(id) if deliberations::service::linked::is_known(conn, actor, id).await? => Some(id),
        _ => None,
    };
    Ok((wish, matter))
}
