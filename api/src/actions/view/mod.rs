//! Actions as JSON.

mod detail;
mod feed;
mod series;
mod shift;
mod signup;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::actions::{ActionKind, ActionStatus, HostKind, Programme, action, shift_role};
use entity::emergencies::DutyPost;
use entity::ids::{ActionId, CommunityId, CompoundId, EmergencyId, GridId};
use entity::moderation::Screening;
use sea_orm::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::store;
use crate::error::Result;

pub use detail::{ActionDetail, detail};
pub use feed::{CalendarFeed, CalendarFeedAddress};
pub use series::{ActionSeries, RecurrencePreview};
pub use shift::Shift;
pub use signup::{
    SignupDetail, SignupItem, SignupOnList, detail as signup_detail, item as signup, items as signups, on_list,
};

/// 列表中的一次行动
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ActionItem {
    /// 编号
    pub id: ActionId,
    /// 社区
    pub community_id: CommunityId,
    /// 类型
    pub kind: ActionKind,
    /// 项目颜色
    pub programme: Programme,
    /// 主办方
    pub host_kind: HostKind,
    /// 主办方编号
    pub host_id: Uuid,
    /// 标题
    pub title: String,
    /// 集合地点
    pub place: String,
    /// 面向的网格
    #[schema(required = true)]
    pub grid_id: Option<GridId>,
    /// 面向的小区
    #[schema(required = true)]
    pub compound_id: Option<CompoundId>,
    /// 所属的应急；其他行动为 null
    #[schema(required = true)]
    pub emergency_id: Option<EmergencyId>,
    /// 应急岗位的种类；其他行动为 null
    #[schema(required = true)]
    pub post: Option<DutyPost>,
    /// 状态
    pub status: ActionStatus,
    /// 文字能否公开；没有通过的，只有负责者和社区工作者能看到
    pub screening: Screening,
    /// 第一个班次开始；草稿尚无班次时为 null
    #[schema(required = true)]
    pub starts_at: Option<DateTime<Utc>>,
    /// 最后一个班次结束
    #[schema(required = true)]
    pub ends_at: Option<DateTime<Utc>>,
    /// 各班次名额合计
    pub capacity: i32,
    /// 已占名额合计（含待接受的空位）
    pub taken: i32,
    /// 候补人数合计
    pub waiting: i32,
    /// 版本号
    pub version: i32,
    /// 更新时间
    pub updated_at: DateTime<Utc>,
}

/// Actions as items of a list, in one look-up.
pub async fn items(conn: &impl ConnectionTrait, rows: &[action::Model]) -> Result<Vec<ActionItem>> {
    let mut roles: HashMap<ActionId, Vec<shift_role::Model>> = HashMap::new();
    if !rows.is_empty() {
        for role in store::roles(conn, rows.iter().map(|row| row.id)).await? {
            roles.entry(role.action_id).or_default().push(role);
        }
    }
    Ok(rows.iter().map(|row| item(row, roles.get(&row.id).map(Vec::as_slice).unwrap_or_default())).collect())
}

fn item(one: &action::Model, roles: &[shift_role::Model]) -> ActionItem {
    ActionItem {
        id: one.id,
        community_id: one.community_id,
        kind: one.kind,
        programme: one.programme,
        host_kind: one.host_kind,
        host_id: one.host_id,
        title: one.title.clone(),
        place: one.place.clone(),
        grid_id: one.grid_id,
        compound_id: one.compound_id,
        emergency_id: one.emergency_id,
        post: one.post,
        status: one.status,
        screening: one.screening,
        starts_at: one.starts_at,
        ends_at: one.ends_at,
        capacity: roles.iter().map(|role| role.capacity).sum(),
        taken: roles.iter().map(|role| role.taken).sum(),
        waiting: roles.iter().map(|role| role.waiting).sum(),
        version: one.version,
        updated_at: one.updated_at,
    }
}

/// What stands in the place of words that have not passed review, for those who are on the list already.
const UNREAD: &str = "（内容正在审核）";

/// Words of an action for somebody who has signed up.
pub fn words<'w>(one: &action::Model, words: &'w str) -> &'w str {
    if one.screening == Screening::Passed { words } else { UNREAD }
}
