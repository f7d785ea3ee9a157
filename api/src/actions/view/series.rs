//! Series as JSON.

use chrono::{DateTime, NaiveDate, Utc};
use entity::actions::{ActionStatus, HolidayRule, Occurrence, action, action_occurrence};
use entity::ids::{ActionId, ActionSeriesId, CommunityId};
use entity::moderation::Screening;
use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::recurrence::{Planned, Rule};
use crate::actions::service::series::Series;

/// 按规则应有的一天
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PlannedDay {
    /// 规则所指的日期
    pub planned_on: NaiveDate,
    /// 实际举办的日期；不办时为 null
    #[schema(required = true)]
    pub held_on: Option<NaiveDate>,
    /// 怎样安排
    pub outcome: Occurrence,
    /// 当天的法定节假日
    #[schema(required = true)]
    pub holiday: Option<String>,
    /// 节假日安排是否为暂定（尚未公布）
    pub provisional: bool,
}

impl From<Planned> for PlannedDay {
    fn from(day: Planned) -> Self {
        let Planned { planned_on, outcome, holiday, provisional, held_on } = day;
        Self { planned_on, held_on, outcome, holiday, provisional }
    }
}

/// 重复规则的预览
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RecurrencePreview {
    /// 规则，按保存的写法
    pub rrule: String,
    /// 举办几次
    pub held: usize,
    /// 规则所指的每一天
    pub days: Vec<PlannedDay>,
}

impl RecurrencePreview {
    /// Of this rule.
    pub fn new(rule: &Rule, days: Vec<Planned>) -> Self {
        let held = days.iter().filter(|day| day.held_on.is_some()).count();
        Self { rrule: rule.as_str().to_owned(), held, days: days.into_iter().map(PlannedDay::from).collect() }
    }
}

/// 重复行动中的一次行动
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SeriesAction {
    /// 编号
    pub id: ActionId,
    /// 标题
    pub title: String,
    /// 状态
    pub status: ActionStatus,
    /// 文字能否公开
    pub screening: Screening,
    /// 第一个班次开始
    #[schema(required = true)]
    pub starts_at: Option<DateTime<Utc>>,
    /// 版本号
    pub version: i32,
}

/// 重复行动中的一天
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SeriesDay {
    /// 日期
    #[serde(flatten)]
    pub day: PlannedDay,
    /// 当天的行动；不办时为 null
    #[schema(required = true)]
    pub action: Option<SeriesAction>,
}

/// 重复行动
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ActionSeries {
    /// 编号
    pub id: ActionSeriesId,
    /// 社区
    pub community_id: CommunityId,
    /// 从哪天起，按社区的时区
    pub first_on: NaiveDate,
    /// 规则（RFC 5545）
    #[schema(example = "FREQ=WEEKLY;BYDAY=SA;COUNT=10")]
    pub rrule: String,
    /// 遇到法定节假日时
    pub holidays: HolidayRule,
    /// 每一天；未发布的只有负责者和社区工作者能看到
    pub days: Vec<SeriesDay>,
    /// 版本号
    pub version: i32,
    /// 新建时间
    pub created_at: DateTime<Utc>,
    /// 更新时间
    pub updated_at: DateTime<Utc>,
}

impl From<Series> for ActionSeries {
    fn from(series: Series) -> Self {
        let row = series.row;
        Self {
            id: row.id,
            community_id: row.community_id,
            first_on: row.first_on,
            rrule: row.rrule,
            holidays: row.holidays,
            days: series.days.into_iter().map(day).collect(),
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

fn day((day, action): (action_occurrence::Model, Option<action::Model>)) -> SeriesDay {
    let action = action.map(|one| SeriesAction {
        id: one.id,
        title: one.title,
        status: one.status,
        screening: one.screening,
        starts_at: one.starts_at,
        version: one.version,
    });
    let action_occurrence::Model { planned_on, held_on, outcome, holiday, provisional, .. } = day;
    SeriesDay { day: PlannedDay { planned_on, held_on, outcome, holiday, provisional }, action }
}
