//! Content safety within this room: what is looked at, and what others then see. The days of a series say the same,
//! so one of them is looked at for all that are `screened_with` it.

use std::collections::{BTreeMap, HashMap};

use entity::actions::{HostKind, action};
use entity::ids::ActionId;
use entity::moderation::{ContentKind, Screening};
use sea_orm::prelude::*;
use sea_orm::{Condition, QueryOrder};

use super::case::{Case, forget_answers};
use crate::actions::store;
use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::kernel::db::Tx;
use crate::moderation::Written;
use crate::moderation::service::{Piece, decide, screen};

/// What each of some actions says: its title, what is to be done, where, and the names of its roles.
pub type Said = HashMap<ActionId, String>;

/// What these actions say now.
pub async fn said(tx: &Tx<'_>, rows: impl IntoIterator<Item = action::Model>) -> Result<Said> {
    let rows: Vec<action::Model> = rows.into_iter().collect();
    let mut roles: HashMap<ActionId, Vec<String>> = HashMap::new();
    for role in store::roles(tx, rows.iter().map(|row| row.id)).await? {
        let names = roles.entry(role.action_id).or_default();
        if !names.contains(&role.name) {
            names.push(role.name);
        }
    }
    let whole = |row: &action::Model| {
        let roles = roles.get(&row.id).map(|names| names.join("\n")).unwrap_or_default();
        [row.title.as_str(), &row.description, &row.place, &roles].join("\n")
    };
    Ok(rows.iter().map(|row| (row.id, whole(row))).collect())
}

/// Looks at actions that were drafted: those that say the same are looked at once. Returns them as others now see
/// them. Posts of an emergency do not wait: the list has spoken, and only those who were called up see them.
pub async fn look_at(tx: &Tx<'_>, actor: &Actor, mut rows: Vec<action::Model>) -> Result<Vec<action::Model>> {
    let said = said(tx, rows.clone()).await?;
    let mut alike: BTreeMap<&str, Vec<&mut action::Model>> = BTreeMap::new();
    for row in rows.iter_mut().filter(|row| row.emergency_id.is_none()) {
        let text = said.get(&row.id).map(String::as_str).unwrap_or_default();
        alike.entry(text).or_default().push(row);
    }
    for (text, group) in alike {
        let Some((head, community)) = group.first().map(|row| (row.id, row.community_id)) else { continue };
        let screening =
            screen(tx, actor, Piece { kind: ContentKind::Action, subject: head.0, community, text }).await?;
        for row in group {
            let with = (row.id != head).then_some(head);
            if (row.screening, row.screened_with) != (screening, with) {
                *row = stand(tx, row, screening, with).await?;
            }
        }
    }
    Ok(rows)
}

/// Looks again at those of these actions that do not say any more what they said `before`.
pub async fn look_again(
    tx: &Tx<'_>,
    actor: &Actor,
    before: &Said,
    after: Vec<action::Model>,
) -> Result<Vec<action::Model>> {
    let now = said(tx, after.clone()).await?;
    let (same, changed): (Vec<_>, Vec<_>) = after.into_iter().partition(|row| before.get(&row.id) == now.get(&row.id));
    if changed.is_empty() {
        return Ok(same);
    }
    part(tx, actor, &changed).await?;
    let changed = look_at(tx, actor, changed).await?;
    Ok(same.into_iter().chain(changed).collect())
}

/// The only one of what was looked at.
pub fn one(rows: Vec<action::Model>) -> Result<action::Model> {
    rows.into_iter().next().ok_or_else(|| Code::Internal.into())
}

/// Others that were looked at with one of these stand without it from now on: what had passed goes on, under one of
/// them; what had not is looked at for itself.
async fn part(tx: &Tx<'_>, actor: &Actor, changed: &[action::Model]) -> Result<()> {
    let ids: Vec<ActionId> = changed.iter().map(|row| row.id).collect();
    let left = action::Entity::find()
        .filter(action::Column::ScreenedWith.is_in(ids.clone()))
        .filter(action::Column::Id.is_not_in(ids))
        .order_by_asc(action::Column::Id);
    let (passed, doubted): (Vec<_>, Vec<_>) =
        left.all(tx).await?.into_iter().partition(|row| row.screening == Screening::Passed);
    let mut heads: HashMap<ActionId, ActionId> = HashMap::new();
    for row in passed {
        let Some(before) = row.screened_with else { continue };
        let head = *heads.entry(before).or_insert(row.id);
        stand(tx, &row, row.screening, (row.id != head).then_some(head)).await?;
    }
    look_at(tx, actor, doubted).await.map(drop)
}

/// Neither version nor time move: nothing of the action has changed but who sees it.
async fn stand(
    tx: &Tx<'_>,
    row: &action::Model,
    screening: Screening,
    screened_with: Option<ActionId>,
) -> Result<action::Model> {
    let one = action::Entity::update_many()
        .col_expr(action::Column::Screening, Expr::value(screening))
        .col_expr(action::Column::ScreenedWith, Expr::value(screened_with))
        .filter(action::Column::Id.eq(row.id));
    one.exec(tx).await?;
    forget_answers(tx, row.community_id);
    Ok(action::Model { screening, screened_with, ..row.clone() })
}

/// Shows an action and those that say the same to others, or takes them from sight.
pub async fn action(tx: &Tx<'_>, id: ActionId, screening: Screening) -> Result<()> {
    let itself = Condition::all().add(action::Column::Id.eq(id)).add(action::Column::ScreenedWith.is_null());
    let alike = Condition::any().add(itself).add(action::Column::ScreenedWith.eq(id));
    let these = action::Entity::update_many().col_expr(action::Column::Screening, Expr::value(screening));
    if let Some(row) = these.filter(alike).exec_with_returning(tx).await?.into_iter().next() {
        forget_answers(tx, row.community_id);
    }
    Ok(())
}

/// Refuses to publish what has not passed review. Staff who publish it have read it: where nothing was found and only
/// nobody could look yet, that is the look of a person.
///
/// # Errors
/// `review_not_passed`.
pub async fn refuse_unread(tx: &Tx<'_>, actor: &Actor, one: &action::Model) -> Result<()> {
    let mut screening = one.screening;
    if screening != Screening::Passed && actor.is_staff_of(one.community_id) {
        decide::read_by(tx, actor, ContentKind::Action, one.screened_with.unwrap_or(one.id).0).await?;
        let read = action::Entity::find_by_id(one.id).one(tx).await?;
        screening = read.map_or(screening, |row| row.screening);
    }
    if screening == Screening::Passed { Ok(()) } else { Err(Code::ReviewNotPassed.into()) }
}

/// An action that the actor sees.
///
/// # Errors
/// `not_found`, also for a draft; `illegal_transition` for the community's own: what staff put out for all, and posts
/// of an emergency, do not vanish by reports.
pub async fn seen(tx: &Tx<'_>, actor: &Actor, id: ActionId) -> Result<Written> {
    let one = Case::read(tx, Some(actor), id).await?.action;
    if one.published_at.is_none() {
        return Err(Code::NotFound.into());
    }
    if one.emergency_id.is_some() || (one.host_kind == HostKind::Community && one.grid_id.is_none()) {
        return Err(Code::IllegalTransition.into());
    }
    let text = said(tx, [one.clone()]).await?.remove(&id).unwrap_or_default();
    let subject = one.screened_with.unwrap_or(id).0;
    Ok(Written { subject, community: one.community_id, author: Some(one.created_by), text })
}
