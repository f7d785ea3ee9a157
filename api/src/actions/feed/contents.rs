//! What stands in a calendar. Of other people nothing does.

use std::collections::HashMap;

use chrono::{DateTime, Duration, Utc};
use entity::actions::SignupStatus::{Cancelled, Offered, Waitlisted};
use entity::actions::{ActionStatus, action, shift, shift_role, signup};
use entity::ids::{AccountId, ActionId, CommunityId};
use sea_orm::prelude::*;
use sea_orm::{JoinType, QueryOrder, QuerySelect};

use super::{Certainty, Entry};
use crate::actions::ground::Spot;
use crate::actions::{store, view};
use crate::error::Result;

/// Lines of one calendar, at most; the latest are there.
const MOST: u64 = 500;

/// What ended longer ago has left the own calendar.
const KEPT: Duration = Duration::days(90);

/// What ended longer ago has left that of the community.
const KEPT_PUBLIC: Duration = Duration::days(30);

/// Letters of what an action says about itself.
const MOST_ABOUT: usize = 300;

/// What an account signed up for.
pub async fn of_person(conn: &impl ConnectionTrait, account: AccountId, now: DateTime<Utc>) -> Result<Vec<Entry>> {
    let to_shift: RelationDef =
        signup::Entity::belongs_to(shift::Entity).from(signup::Column::ShiftId).to(shift::Column::Id).into();
    let rows = signup::Entity::find()
        .join(JoinType::InnerJoin, to_shift)
        .filter(signup::Column::AccountId.eq(account))
        .filter(shift::Column::EndsAt.gt(now - KEPT))
        .order_by_desc(shift::Column::StartsAt)
        .order_by_desc(signup::Column::Id)
        .limit(MOST);
    let signups = rows.all(conn).await?;
    let ids: Vec<ActionId> = signups.iter().map(|row| row.action_id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let actions = actions(conn, &ids).await?;
    let shifts = shift::Entity::find().filter(shift::Column::Id.is_in(signups.iter().map(|row| row.shift_id)));
    let shifts: HashMap<_, shift::Model> = shifts.all(conn).await?.into_iter().map(|row| (row.id, row)).collect();
    let roles = shift_role::Entity::find();
    let roles = roles.filter(shift_role::Column::Id.is_in(signups.iter().map(|row| row.shift_role_id)));
    let roles: HashMap<_, shift_role::Model> = roles.all(conn).await?.into_iter().map(|row| (row.id, row)).collect();
    let entry = |one: &signup::Model| {
        let (action, shift) = (actions.get(&one.action_id)?, shifts.get(&one.shift_id)?);
        Some(own(one, action, shift, roles.get(&one.shift_role_id)?))
    };
    Ok(signups.iter().filter_map(entry).collect())
}

fn own(one: &signup::Model, action: &action::Model, shift: &shift::Model, role: &shift_role::Model) -> Entry {
    let (certainty, mark) = match one.status {
        Cancelled => (Certainty::Off, "已取消：".to_owned()),
        Offered => (Certainty::Held, "待接受：".to_owned()),
        Waitlisted => (Certainty::Hoped, one.number.map_or("候补：".to_owned(), |at| format!("候补{at}号："))),
        _ => (Certainty::Taken, String::new()),
    };
    Entry {
        uid: one.id.into(),
        sequence: one.version.saturating_add(action.version),
        changed_at: one.updated_at.max(action.updated_at),
        title: format!("{mark}{}", view::words(action, &action.title)),
        about: view::words(action, &format!("岗位：{}\n{}", role.name, about(action))).to_owned(),
        place: view::words(action, &action.place).to_owned(),
        certainty,
        ..entry(action, shift)
    }
}

/// What a community has published, shift by shift.
pub async fn of_community(conn: &impl ConnectionTrait, id: CommunityId, now: DateTime<Utc>) -> Result<Vec<Entry>> {
    let published = action::Entity::find()
        .filter(action::Column::CommunityId.eq(id))
        .filter(store::public())
        .filter(action::Column::EndsAt.gt(now - KEPT_PUBLIC))
        .order_by_asc(action::Column::StartsAt)
        .order_by_asc(action::Column::Id)
        .limit(MOST);
    let actions: HashMap<_, _> = published.all(conn).await?.into_iter().map(|row| (row.id, row)).collect();
    if actions.is_empty() {
        return Ok(Vec::new());
    }
    let mut shifts = store::shifts(conn, actions.keys().copied()).await?;
    shifts.truncate(usize::try_from(MOST).unwrap_or(usize::MAX));
    let entry = |shift: &shift::Model| {
        let action = actions.get(&shift.action_id)?;
        let off = shift.cancelled_at.is_some() || action.status == ActionStatus::Cancelled;
        let (certainty, mark) = if off { (Certainty::Off, "已取消：") } else { (Certainty::Open, "") };
        Some(Entry { certainty, title: format!("{mark}{}", action.title), ..entry(action, shift) })
    };
    Ok(shifts.iter().filter_map(entry).collect())
}

fn entry(action: &action::Model, shift: &shift::Model) -> Entry {
    let spot = action.lat.zip(action.lng).zip(action.datum);
    Entry {
        uid: shift.id.into(),
        sequence: action.version,
        changed_at: action.updated_at,
        starts_at: shift.starts_at,
        ends_at: shift.ends_at,
        title: action.title.clone(),
        about: about(action),
        place: action.place.clone(),
        spot: spot.map(|((lat, lng), datum)| Spot { lat, lng, datum }),
        certainty: Certainty::Open,
    }
}

fn about(action: &action::Model) -> String {
    action.description.chars().take(MOST_ABOUT).collect()
}

async fn actions(conn: &impl ConnectionTrait, ids: &[ActionId]) -> Result<HashMap<ActionId, action::Model>> {
    let rows = action::Entity::find().filter(action::Column::Id.is_in(ids.iter().copied()));
    Ok(rows.all(conn).await?.into_iter().map(|row| (row.id, row)).collect())
}
