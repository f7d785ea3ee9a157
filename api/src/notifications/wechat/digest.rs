//! Leaders of grids are not rung for each wish: once a day they hear how many wait.

use std::collections::HashSet;

use chrono::{DateTime, Days, NaiveTime, Utc};
use entity::auth::{Role, role_grant};
use entity::ids::AccountId;
use entity::kernel::event;
use entity::notifications::notification;
use entity::wechat::MessageKind;
use entity::wishes::WishVerb;
use sea_orm::QuerySelect;
use sea_orm::prelude::*;

use super::quiet::Hours;
use crate::error::Result;
use crate::kernel::bulk::among;
use crate::wishes::service::SUBJECT;

/// The hour of the day at which leaders hear.
const HOUR: u32 = 9;

/// What a digest says.
pub const TITLE: &str = "您有心愿待办，请查看";

/// What about a wish waits for those who decide.
const WAITS: [WishVerb; 5] =
    [WishVerb::Submit, WishVerb::Resubmit, WishVerb::Appeal, WishVerb::Escalate, WishVerb::Extend];

/// Whether leaders hear of this with the rest of the day.
pub fn is_digested(event: &event::Model, kind: MessageKind) -> bool {
    kind == MessageKind::Waiting
        && event.subject_kind == SUBJECT
        && WAITS.iter().any(|verb| verb.as_str() == event.verb)
}

/// Those of the accounts that lead a grid.
pub async fn leaders(conn: &impl ConnectionTrait, accounts: &[AccountId]) -> Result<HashSet<AccountId>> {
    let leading = role_grant::Entity::find()
        .select_only()
        .column(role_grant::Column::AccountId)
        .filter(among(conn, role_grant::Column::AccountId, accounts.iter().map(|id| id.0)))
        .filter(role_grant::Column::Role.eq(Role::GridLeader))
        .filter(role_grant::Column::RevokedAt.is_null());
    let leading: Vec<AccountId> = leading.into_tuple().all(conn).await?;
    Ok(leading.into_iter().collect())
}

/// The next digest's instant, and its day.
pub fn next(hours: &Hours, now: DateTime<Utc>) -> (DateTime<Utc>, String) {
    let local = now.with_timezone(&hours.zone);
    let nine = NaiveTime::from_hms_opt(HOUR, 0, 0).unwrap_or_default();
    let ahead = if local.time() < nine { 0 } else { 1 };
    let day = local.date_naive().checked_add_days(Days::new(ahead)).unwrap_or(local.date_naive());
    let at = day.and_time(nine).and_local_timezone(hours.zone).earliest();
    let at = at.map_or(now, |at| at.with_timezone(&Utc));
    (hours.opening(MessageKind::Digest, at), day.to_string())
}

/// How many notices of that sort somebody has not read yet.
pub async fn unread(conn: &impl ConnectionTrait, account: AccountId) -> Result<u64> {
    let waiting = notification::Entity::find()
        .filter(notification::Column::AccountId.eq(account))
        .filter(notification::Column::ReadAt.is_null())
        .filter(notification::Column::SubjectKind.eq(SUBJECT))
        .filter(notification::Column::Kind.is_in(WAITS.map(WishVerb::as_str)));
    Ok(waiting.count(conn).await?)
}
