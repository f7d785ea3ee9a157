//! Shifts as JSON.

use chrono::{DateTime, Utc};
use entity::actions::{shift, shift_role};
use entity::ids::{ShiftId, ShiftRoleId};
use serde::Serialize;
use utoipa::ToSchema;

/// 班次中的一个岗位
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ShiftRole {
    /// 编号
    pub id: ShiftRoleId,
    /// 名称
    pub name: String,
    /// 名额
    pub capacity: i32,
    /// 已占名额（含待接受的空位）
    pub taken: i32,
    /// 候补人数
    pub waiting: i32,
}

/// 班次
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Shift {
    /// 编号
    pub id: ShiftId,
    /// 开始
    pub starts_at: DateTime<Utc>,
    /// 结束
    pub ends_at: DateTime<Utc>,
    /// 取消时间
    #[schema(required = true)]
    pub cancelled_at: Option<DateTime<Utc>>,
    /// 岗位
    pub roles: Vec<ShiftRole>,
}

/// A shift with those of the roles that are its own.
pub fn view(one: shift::Model, roles: &[shift_role::Model]) -> Shift {
    let own = roles.iter().filter(|role| role.shift_id == one.id);
    let role = |role: &shift_role::Model| ShiftRole {
        id: role.id,
        name: role.name.clone(),
        capacity: role.capacity,
        taken: role.taken,
        waiting: role.waiting,
    };
    Shift {
        id: one.id,
        starts_at: one.starts_at,
        ends_at: one.ends_at,
        cancelled_at: one.cancelled_at,
        roles: own.map(role).collect(),
    }
}
