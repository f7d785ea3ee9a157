//! The report of an emergency in JSON.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::community::grid;
use entity::emergencies::{EmergencyKind, EmergencyStatus};
use entity::ids::{EmergencyId, GridId};
use sea_orm::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use crate::emergencies::service::Case;
use crate::emergencies::service::report::Report;
use crate::error::Result;

/// Stands in the report of a drill.
const A_DRILL: &str = "这是一次演练：不计入服务时长、积分和三率。";

/// Stands in the report of a real emergency.
const REAL: &str = "这是一次真实应急：核定的值守时长计入志愿服务。";

/// 应急的数字
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EmergencyFigures {
    /// 召集的志愿者人数
    pub called: u64,
    /// 其中能参加
    pub can: u64,
    /// 不能参加
    pub cannot: u64,
    /// 稍后能参加
    pub later: u64,
    /// 未答复
    pub silent: u64,
    /// 排岗次数，不含取消的
    pub rosters: u64,
    /// 岗位名额合计
    pub places: u64,
    /// 上岗人次
    pub duties: u64,
    /// 未到人次
    pub no_shows: u64,
    /// 实际到岗的人数
    pub people: u64,
    /// 在岗分钟数
    pub duty_minutes: u64,
    /// 已核定并计入服务的分钟数；演练为 0
    pub credited_minutes: u64,
    /// 紧急心愿
    pub requests: u64,
    /// 其中已答复
    pub answered: u64,
    /// 其中已办结
    pub settled: u64,
    /// 首次答复用时的中位数，分钟；尚无答复时为 null
    #[schema(required = true)]
    pub median_response_minutes: Option<u64>,
}

/// 一个网格的数字
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EmergencyGridFigures {
    /// 网格
    pub grid_id: GridId,
    /// 网格名称
    pub grid_name: String,
    /// 数字
    pub figures: EmergencyFigures,
}

/// 应急报告
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EmergencyReport {
    /// 应急
    pub emergency_id: EmergencyId,
    /// 性质
    pub kind: EmergencyKind,
    /// 是否演练
    pub drill: bool,
    /// 说明
    #[schema(example = "这是一次演练：不计入服务时长、积分和三率。")]
    pub statement: String,
    /// 标题
    pub title: String,
    /// 状态
    pub status: EmergencyStatus,
    /// 启动时间
    pub opened_at: DateTime<Utc>,
    /// 结束时间
    #[schema(required = true)]
    pub closed_at: Option<DateTime<Utc>>,
    /// 总结
    #[schema(required = true)]
    pub summary: Option<String>,
    /// 合计；网格长看到所领网格的
    pub total: EmergencyFigures,
    /// 按网格
    pub grids: Vec<EmergencyGridFigures>,
}

/// Puts the report together.
pub async fn report(conn: &impl ConnectionTrait, case: &Case, made: Report) -> Result<EmergencyReport> {
    let one = &case.emergency;
    let names = grid::Entity::find().filter(grid::Column::Id.is_in(case.grids.iter().copied())).all(conn).await?;
    let names: HashMap<GridId, String> = names.into_iter().map(|row| (row.id, row.name)).collect();
    let of_grid = |(id, figures): (GridId, EmergencyFigures)| EmergencyGridFigures {
        grid_id: id,
        grid_name: names.get(&id).cloned().unwrap_or_default(),
        figures,
    };
    let drill = one.kind == EmergencyKind::Drill;
    Ok(EmergencyReport {
        emergency_id: one.id,
        kind: one.kind,
        drill,
        statement: if drill { A_DRILL } else { REAL }.to_owned(),
        title: one.title.clone(),
        status: one.status,
        opened_at: one.opened_at,
        closed_at: one.closed_at,
        summary: one.summary.clone(),
        total: made.total,
        grids: made.grids.into_iter().map(of_grid).collect(),
    })
}
