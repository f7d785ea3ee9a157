//! Reports in JSON.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::ids::{CommunityId, GridId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::rate::{Exclusion, Figures, Rates};
use super::service::{Month, Report};

/// Which report.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RatesQuery {
    /// 月份（社区当地时间）
    #[param(value_type = String, example = "2026-11", pattern = r"^20\d{2}-(0[1-9]|1[0-2])$")]
    pub month: Month,
    /// 只看一个网格
    pub grid_id: Option<GridId>,
    /// 社区；仅平台管理员需要
    pub community_id: Option<CommunityId>,
}

/// 未计入的数量
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ExclusionCount {
    /// 原因
    pub reason: Exclusion,
    /// 数量
    #[schema(example = 2)]
    pub count: u64,
}

/// 一项比率：分子、分母与未计入的数量
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RateView {
    /// 分子
    #[schema(example = 18)]
    pub numerator: u64,
    /// 分母
    #[schema(example = 20)]
    pub denominator: u64,
    /// 未计入的数量，按原因
    pub exclusions: Vec<ExclusionCount>,
    /// 比率（四位小数）；分母为零时为 null
    #[schema(required = true, pattern = r"^[01]\.\d{4}$", example = "0.9000")]
    pub rate: Option<String>,
}

/// 三率
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RatesView {
    /// 响应率：按时首次回应 ÷ 审核通过
    pub response: RateView,
    /// 解决率：居民确认已解决 ÷ 已征询居民
    pub solve: RateView,
    /// 满意率：评分 3 及以上 ÷ 已评分
    pub satisfaction: RateView,
}

/// 一个网格的三率
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GridRates {
    /// 网格编号
    pub grid_id: GridId,
    /// 网格名称
    pub grid_name: String,
    /// 三率
    pub rates: RatesView,
}

/// 一个月的三率：以当月审核通过的心愿为口径
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WishRates {
    /// 月份
    #[schema(value_type = String, example = "2026-11", pattern = r"^20\d{2}-(0[1-9]|1[0-2])$")]
    pub month: Month,
    /// 统计时刻
    pub as_of: DateTime<Utc>,
    /// 当月审核通过的心愿数
    pub approved: u64,
    /// 合计
    pub total: RatesView,
    /// 各网格
    pub grids: Vec<GridRates>,
}

impl From<&Figures> for RateView {
    fn from(figures: &Figures) -> Self {
        let exclusions =
            figures.exclusions.iter().map(|(reason, count)| ExclusionCount { reason: *reason, count: *count });
        Self {
            numerator: figures.numerator,
            denominator: figures.denominator,
            exclusions: exclusions.collect(),
            rate: figures.rate(),
        }
    }
}

impl From<&Rates> for RatesView {
    fn from(rates: &Rates) -> Self {
        Self {
            response: (&rates.response).into(),
            solve: (&rates.solve).into(),
            satisfaction: (&rates.satisfaction).into(),
        }
    }
}

impl From<Report> for WishRates {
    fn from(report: Report) -> Self {
        let Report { month, as_of, grids, rates } = report;
        let total = rates.values().fold(Rates::default(), |mut total, rates| {
            total += rates;
            total
        });
        Self {
            month,
            as_of,
            approved: total.response.population(),
            total: (&total).into(),
            grids: by_grid(grids, &rates),
        }
    }
}

fn by_grid(grids: Vec<(GridId, String)>, rates: &BTreeMap<GridId, Rates>) -> Vec<GridRates> {
    let nothing = Rates::default();
    let view =
        |(id, name)| GridRates { grid_id: id, grid_name: name, rates: rates.get(&id).unwrap_or(&nothing).into() };
    grids.into_iter().map(view).collect()
}
