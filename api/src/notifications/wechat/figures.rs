//! What an operator should know of messages: what waits, and what was given up within a day.

use std::collections::BTreeMap;

use chrono::Duration;
use entity::wechat::{EventOutcome, MessageStatus, subscribe_message, wechat_event};
use sea_orm::QuerySelect;
use sea_orm::prelude::*;

/// What an operator should know.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// Messages that wait to be sent.
    pub waiting: u64,
    /// Messages of the last day that were given up, by WeChat's code; 0 for those that waited too long or were lost.
    pub failed: BTreeMap<i64, i64>,
    /// Pushed events that wait for a human.
    pub parked: u64,
}

/// Counts them.
///
/// # Errors
/// Of the database.
pub async fn figures(conn: &impl ConnectionTrait, now: DateTimeUtc) -> Result<Figures, DbErr> {
    let waiting = subscribe_message::Entity::find()
        .filter(subscribe_message::Column::Status.eq(MessageStatus::Waiting))
        .count(conn)
        .await?;
    let failed: Vec<(Option<i64>, i64)> = subscribe_message::Entity::find()
        .select_only()
        .column(subscribe_message::Column::Errcode)
        .column_as(subscribe_message::Column::Id.count(), "many")
        .filter(subscribe_message::Column::Status.is_in([MessageStatus::Failed, MessageStatus::Uncertain]))
        .filter(subscribe_message::Column::SettledAt.gt(now - Duration::days(1)))
        .group_by(subscribe_message::Column::Errcode)
        .into_tuple()
        .all(conn)
        .await?;
    let parked =
        wechat_event::Entity::find().filter(wechat_event::Column::Outcome.eq(EventOutcome::Parked)).count(conn).await?;
    let failed = failed.into_iter().map(|(errcode, many)| (errcode.unwrap_or_default(), many)).collect();
    Ok(Figures { waiting, failed, parked })
}
