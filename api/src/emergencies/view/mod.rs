//! Emergencies in JSON.

mod answers;
mod report;

use chrono::{DateTime, Utc};
use entity::emergencies::{CallUpReply, EmergencyKind, EmergencyStatus, EmergencyVerb};
use entity::ids::{CommunityId, EmergencyId, GridId};
use sea_orm::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use super::service::Case;
use super::{state, store};
use crate::auth::Actor;
use crate::error::Result;

pub use answers::{CallUpAnswer, CallUpDone, CallUpOnList, OwnCallUp, answer, on_list, own};
pub use report::{EmergencyFigures, EmergencyReport, report};

/// 列表中的一次应急或演练
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EmergencyItem {
    /// 编号
    pub id: EmergencyId,
    /// 社区
    pub community_id: CommunityId,
    /// 性质：真实应急，或演练
    pub kind: EmergencyKind,
    /// 标题
    #[schema(example = "暴雨内涝应急")]
    pub title: String,
    /// 告居民
    pub message: String,
    /// 状态
    pub status: EmergencyStatus,
    /// 涉及的网格
    pub grid_ids: Vec<GridId>,
    /// 启动时间
    pub opened_at: DateTime<Utc>,
    /// 结束时间
    #[schema(required = true)]
    pub closed_at: Option<DateTime<Utc>>,
    /// 结束时的总结
    #[schema(required = true)]
    pub summary: Option<String>,
    /// 版本号
    pub version: i32,
    /// 您现在可以做的
    pub allowed_actions: Vec<EmergencyVerb>,
}

/// 召集的答复情况
#[derive(Clone, Copy, Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReplyCounts {
    /// 已召集
    pub called: u64,
    /// 能参加
    pub can: u64,
    /// 不能参加
    pub cannot: u64,
    /// 稍后能参加
    pub later: u64,
    /// 未答复
    pub silent: u64,
}

/// 应急详情
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EmergencyDetail {
    /// 应急
    #[serde(flatten)]
    pub emergency: EmergencyItem,
    /// 启动的原因；居民和志愿者看到 null
    #[schema(required = true)]
    pub reason: Option<String>,
    /// 答复情况；居民和志愿者看到 null
    #[schema(required = true)]
    pub replies: Option<ReplyCounts>,
}

/// An emergency as an item of a list.
pub fn item(case: &Case) -> EmergencyItem {
    let one = &case.emergency;
    EmergencyItem {
        id: one.id,
        community_id: one.community_id,
        kind: one.kind,
        title: one.title.clone(),
        message: one.message.clone(),
        status: one.status,
        grid_ids: case.grids.clone(),
        opened_at: one.opened_at,
        closed_at: one.closed_at,
        summary: one.summary.clone(),
        version: one.version,
        allowed_actions: state::allowed(one, &case.standings),
    }
}

/// Puts together what this caller may see.
pub async fn detail(conn: &impl ConnectionTrait, actor: &Actor, case: &Case) -> Result<EmergencyDetail> {
    let works = case.is_worked_on();
    let replies = if works { Some(counts(conn, actor, case).await?) } else { None };
    let reason = works.then(|| case.emergency.reason.clone());
    Ok(EmergencyDetail { emergency: item(case), reason, replies })
}

async fn counts(conn: &impl ConnectionTrait, actor: &Actor, case: &Case) -> Result<ReplyCounts> {
    let mut counts = ReplyCounts::default();
    for (_, reply, count) in store::replies(conn, case.emergency.id, &case.reach(actor)).await? {
        let count = count.unsigned_abs();
        counts.called += count;
        match reply {
            CallUpReply::Silent => counts.silent += count,
            CallUpReply::Can => counts.can += count,
            CallUpReply::Cannot => counts.cannot += count,
            CallUpReply::Later => counts.later += count,
        }
    }
    Ok(counts)
}
