//! Actions and one person's data: a copy of everything.

use entity::actions::{action, attendance, signup};
use entity::ids::AccountId;
use sea_orm::QueryOrder;
use sea_orm::prelude::*;
use serde_json::{Value, json};

use super::feeds;
use crate::error::Result;

/// Everything about an account that actions know.
pub async fn about(conn: &impl ConnectionTrait, account: AccountId) -> Result<Value> {
    let signups = of_volunteer(conn, account).await?;
    let there = attendance::Entity::find()
        .filter(attendance::Column::SignupId.is_in(signups.iter().map(|row| row.id)))
        .order_by_asc(attendance::Column::Id)
        .all(conn)
        .await?;
    let led = action::Entity::find().filter(action::Column::LeaderAccountId.eq(account));
    let led = led.order_by_asc(action::Column::Id).all(conn).await?;
    let feeds = feeds::list(conn, account).await?;
    Ok(json!({
        "calendarFeeds": feeds.iter().map(|row| json!({ "name": row.name, "at": row.created_at }))
            .collect::<Vec<_>>(),
        "signups": signups.iter().map(|row| json!({
            "id": row.id, "actionId": row.action_id, "shiftId": row.shift_id, "status": row.status,
            "number": row.number, "lateCancel": row.late_cancel, "reason": row.reason, "appeal": row.appeal,
            "appealAnswer": row.appeal_answer, "at": row.created_at,
        })).collect::<Vec<_>>(),
        "attendances": there.iter().map(|row| json!({
            "signupId": row.signup_id, "from": row.checked_in_at, "until": row.checked_out_at,
            "minutes": row.minutes, "addedMinutes": row.added_minutes, "addedReason": row.added_reason,
            "approvedAt": row.approved_at,
        })).collect::<Vec<_>>(),
        "led": led.iter().map(|row| json!({ "id": row.id, "title": row.title, "status": row.status }))
            .collect::<Vec<_>>(),
    }))
}

/// The sign-ups of an account, oldest first.
pub async fn of_volunteer(conn: &impl ConnectionTrait, account: AccountId) -> Result<Vec<signup::Model>> {
    let own = signup::Entity::find().filter(signup::Column::AccountId.eq(account));
    Ok(own.order_by_asc(signup::Column::Id).all(conn).await?)
}
