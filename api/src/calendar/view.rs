//! The calendar in JSON.

use chrono::NaiveDate;
use entity::kernel::DayKind;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::kernel::calendar::SpecialDay;
use crate::kernel::text::Line;

/// Which year.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct YearPath {
    /// 年份
    #[param(minimum = 2000, maximum = 2099, example = 2026)]
    pub year: i32,
}

/// 一个放假日或调休上班日；其余日子按周一至周五上班
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CalendarDay {
    /// 日期
    pub date: NaiveDate,
    /// 放假或上班
    pub kind: DayKind,
    /// 所属节日
    #[schema(example = "春节")]
    pub name: String,
    /// 依据
    pub source: String,
    /// 是否为暂定（调休安排尚未公布）
    pub provisional: bool,
}

impl From<&SpecialDay> for CalendarDay {
    fn from(day: &SpecialDay) -> Self {
        let SpecialDay { date, kind, name, source, provisional } = day.clone();
        Self { date, kind, name, source, provisional }
    }
}

/// 一年的工作日历
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CalendarYear {
    /// 年份
    pub year: i32,
    /// 是否为系统自带（未被修改过）
    pub shipped: bool,
    /// 放假日与调休上班日
    pub days: Vec<CalendarDay>,
    /// 版本号
    pub version: i32,
}

/// 修改一年的日历：全部放假日与调休上班日；空列表恢复系统自带的安排
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({
    "version": 1,
    "source": "国务院办公厅关于2027年部分节假日安排的通知",
    "provisional": false,
    "days": [{ "date": "2027-01-01", "kind": "holiday", "name": "元旦" }]
}))]
pub struct ChangeYear {
    /// 所见的版本号（或用 If-Match 请求头）
    #[schema(minimum = 1)]
    pub version: Option<i32>,
    /// 依据，如通知的名称
    pub source: Line<200>,
    /// 是否为暂定
    #[serde(default)]
    #[schema(required = false)]
    pub provisional: bool,
    /// 全部放假日与调休上班日
    #[schema(max_items = 366)]
    pub days: Vec<DayInput>,
}

/// 一个放假日或调休上班日
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DayInput {
    /// 日期，须在该年内
    pub date: NaiveDate,
    /// 放假或上班
    pub kind: DayKind,
    /// 所属节日
    pub name: Line<64>,
}
