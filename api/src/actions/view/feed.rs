//! Calendar feeds as JSON.

use chrono::{DateTime, Utc};
use entity::actions::calendar_feed;
use entity::ids::CalendarFeedId;
use serde::Serialize;
use utoipa::ToSchema;

/// 一个日历订阅
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CalendarFeed {
    /// 编号
    pub id: CalendarFeedId,
    /// 名称
    pub name: String,
    /// 新建时间
    pub created_at: DateTime<Utc>,
}

impl From<calendar_feed::Model> for CalendarFeed {
    fn from(row: calendar_feed::Model) -> Self {
        Self { id: row.id, name: row.name, created_at: row.created_at }
    }
}

/// 新的日历订阅及其地址
#[derive(Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CalendarFeedAddress {
    /// 日历订阅
    #[serde(flatten)]
    pub feed: CalendarFeed,
    /// 订阅地址，只显示这一次
    #[schema(example = "https://siwei.example/api/v1/calendar-feeds/….ics")]
    pub url: String,
}
