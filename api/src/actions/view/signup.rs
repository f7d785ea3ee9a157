//! Sign-ups and attendances as JSON.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::actions::{Evidence, SignupStatus, SignupVerb, action, attendance, shift, shift_role, signup};
use entity::ids::{ActionId, ShiftId, ShiftRoleId, SignupId, TeamId, VolunteerId};
use entity::volunteers::volunteer;
use sea_orm::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use super::words;
use crate::actions::service::SignupCase;
use crate::actions::state::{self, SignupStanding};
use crate::error::Result;
use crate::kernel::Vault;
use crate::kernel::crypto::{Field, mask_name};

/// 一次报名
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SignupItem {
    /// 编号
    pub id: SignupId,
    /// 行动
    pub action_id: ActionId,
    /// 行动标题
    pub title: String,
    /// 集合地点
    pub place: String,
    /// 班次
    pub shift_id: ShiftId,
    /// 班次开始
    pub starts_at: DateTime<Utc>,
    /// 班次结束
    pub ends_at: DateTime<Utc>,
    /// 岗位
    pub role_id: ShiftRoleId,
    /// 岗位名称
    pub role_name: String,
    /// 状态
    pub status: SignupStatus,
    /// 候补号
    #[schema(required = true)]
    pub number: Option<i32>,
    /// 空位保留到
    #[schema(required = true)]
    pub offer_ends_at: Option<DateTime<Utc>>,
    /// 由哪个团队的负责人代报
    #[schema(required = true)]
    pub team_id: Option<TeamId>,
    /// 是否由工作人员越过条件代报
    pub overridden: bool,
    /// 是否临时取消
    pub late_cancel: bool,
    /// 取消的原因
    #[schema(required = true)]
    pub reason: Option<String>,
    /// 对“未到”的申诉
    #[schema(required = true)]
    pub appeal: Option<String>,
    /// 对申诉的答复
    #[schema(required = true)]
    pub appeal_answer: Option<String>,
    /// 版本号
    pub version: i32,
    /// 报名时间
    pub created_at: DateTime<Utc>,
    /// 更新时间
    pub updated_at: DateTime<Utc>,
    /// 您现在可以做的
    pub allowed_actions: Vec<SignupVerb>,
}

/// 到场记录
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AttendanceView {
    /// 签到时间
    pub checked_in_at: DateTime<Utc>,
    /// 签到凭据
    pub in_evidence: Evidence,
    /// 离线签到送达的时间
    #[schema(required = true)]
    pub in_received_at: Option<DateTime<Utc>>,
    /// 签退时间
    #[schema(required = true)]
    pub checked_out_at: Option<DateTime<Utc>>,
    /// 签退凭据
    #[schema(required = true)]
    pub out_evidence: Option<Evidence>,
    /// 离线签退送达的时间
    #[schema(required = true)]
    pub out_received_at: Option<DateTime<Utc>>,
    /// 是否忘记签退、按规则签退
    pub closed_by_rule: bool,
    /// 按时刻计算的服务分钟数；未签退时为 null
    #[schema(required = true)]
    pub minutes: Option<i32>,
    /// 人工补记的分钟数
    pub added_minutes: i32,
    /// 补记的原因
    #[schema(required = true)]
    pub added_reason: Option<String>,
    /// 核定时间
    #[schema(required = true)]
    pub approved_at: Option<DateTime<Utc>>,
}

/// 报名详情
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SignupDetail {
    /// 报名
    #[serde(flatten)]
    pub signup: SignupItem,
    /// 到场记录
    #[schema(required = true)]
    pub attendance: Option<AttendanceView>,
}

/// 名单上的一次报名
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SignupOnList {
    /// 报名
    #[serde(flatten)]
    pub signup: SignupDetail,
    /// 志愿者编号
    pub volunteer_number: String,
    /// 姓名，已脱敏
    pub volunteer_name: String,
}

impl From<attendance::Model> for AttendanceView {
    fn from(row: attendance::Model) -> Self {
        Self {
            checked_in_at: row.checked_in_at,
            in_evidence: row.in_evidence,
            in_received_at: row.in_received_at,
            checked_out_at: row.checked_out_at,
            out_evidence: row.out_evidence,
            out_received_at: row.out_received_at,
            closed_by_rule: row.closed_by_rule,
            minutes: row.minutes,
            added_minutes: row.added_minutes,
            added_reason: row.added_reason,
            approved_at: row.approved_at,
        }
    }
}

/// A sign-up for somebody with these standings.
pub fn item(
    one: &signup::Model,
    action: &action::Model,
    shift: &shift::Model,
    role: &shift_role::Model,
    standings: &[SignupStanding],
) -> SignupItem {
    let leads = standings.iter().any(|standing| *standing != SignupStanding::Volunteer);
    let words = |said: &str| if leads { said.to_owned() } else { words(action, said).to_owned() };
    SignupItem {
        id: one.id,
        action_id: one.action_id,
        title: words(&action.title),
        place: words(&action.place),
        shift_id: one.shift_id,
        starts_at: shift.starts_at,
        ends_at: shift.ends_at,
        role_id: one.shift_role_id,
        role_name: words(&role.name),
        status: one.status,
        number: one.number,
        offer_ends_at: one.offer_ends_at,
        team_id: one.team_id,
        overridden: one.overridden,
        late_cancel: one.late_cancel,
        reason: one.reason.clone(),
        appeal: one.appeal.clone(),
        appeal_answer: one.appeal_answer.clone(),
        version: one.version,
        created_at: one.created_at,
        updated_at: one.updated_at,
        allowed_actions: state::signup_allowed(one, standings),
    }
}

/// One sign-up in full.
pub async fn detail(conn: &impl ConnectionTrait, case: &SignupCase) -> Result<SignupDetail> {
    let there = attendance::Entity::find().filter(attendance::Column::SignupId.eq(case.signup.id)).one(conn).await?;
    let signup = item(&case.signup, &case.action, &case.shift, &case.role, &case.standings);
    Ok(SignupDetail { signup, attendance: there.map(Into::into) })
}

/// Many sign-ups for the one who has these standings in all of them, in a look-up a table.
pub async fn items(
    conn: &impl ConnectionTrait,
    rows: &[signup::Model],
    standings: impl Fn(&signup::Model) -> Vec<SignupStanding>,
) -> Result<Vec<SignupDetail>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let actions = action::Entity::find().filter(action::Column::Id.is_in(rows.iter().map(|row| row.action_id)));
    let actions: HashMap<_, _> = actions.all(conn).await?.into_iter().map(|one| (one.id, one)).collect();
    let shifts = shift::Entity::find().filter(shift::Column::Id.is_in(rows.iter().map(|row| row.shift_id)));
    let shifts: HashMap<_, _> = shifts.all(conn).await?.into_iter().map(|one| (one.id, one)).collect();
    let roles = shift_role::Entity::find();
    let roles = roles.filter(shift_role::Column::Id.is_in(rows.iter().map(|row| row.shift_role_id)));
    let roles: HashMap<_, _> = roles.all(conn).await?.into_iter().map(|one| (one.id, one)).collect();
    let there = attendance::Entity::find();
    let there = there.filter(attendance::Column::SignupId.is_in(rows.iter().map(|row| row.id)));
    let mut there: HashMap<_, _> = there.all(conn).await?.into_iter().map(|one| (one.signup_id, one)).collect();
    let shown = rows.iter().filter_map(|row| {
        let (action, shift) = (actions.get(&row.action_id)?, shifts.get(&row.shift_id)?);
        let signup = item(row, action, shift, roles.get(&row.shift_role_id)?, &standings(row));
        Some(SignupDetail { signup, attendance: there.remove(&row.id).map(Into::into) })
    });
    Ok(shown.collect())
}

/// The same for those who lead: with whom it is about, masked.
pub async fn on_list(
    vault: &Vault,
    conn: &impl ConnectionTrait,
    rows: &[signup::Model],
    standings: impl Fn(&signup::Model) -> Vec<SignupStanding>,
) -> Result<Vec<SignupOnList>> {
    let people = volunteer::Entity::find();
    let people = people.filter(volunteer::Column::Id.is_in(rows.iter().map(|row| row.volunteer_id)));
    let people: HashMap<VolunteerId, volunteer::Model> =
        people.all(conn).await?.into_iter().map(|one| (one.id, one)).collect();
    let shown = items(conn, rows, standings).await?;
    let known = rows.iter().filter_map(|row| people.get(&row.volunteer_id));
    let with_name = shown.into_iter().zip(known).map(|(signup, who)| {
        Ok(SignupOnList {
            signup,
            volunteer_number: who.number.clone(),
            volunteer_name: mask_name(&vault.open(Field::Name, &who.name_sealed)?),
        })
    });
    with_name.collect()
}
