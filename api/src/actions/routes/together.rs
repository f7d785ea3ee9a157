//! Sign-ups for others: a team by its leader, somebody by staff.

use actix_web::{HttpResponse, post, web};
use entity::ids::{AccountId, ShiftRoleId, TeamId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::requests::ShiftPath;
use crate::actions::service::together::{self, Spot};
use crate::actions::view::SignupItem;
use crate::app::App;
use crate::auth::Actor;
use crate::error::Result;
use crate::http::{Command, IdempotencyHeader, Path, Problems, Reply};
use crate::kernel::db::Tx;
use crate::kernel::text::Prose;

/// 团队报名
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SignUpTeam {
    /// 团队
    pub team_id: TeamId,
    /// 岗位；班次只有一个岗位时可省略
    pub role_id: Option<ShiftRoleId>,
    /// 成员的账号，1–50 个
    #[schema(min_items = 1, max_items = 50)]
    pub account_ids: Vec<AccountId>,
}

/// 团队的报名
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TeamSignups {
    /// 各成员的报名，顺序同请求
    pub items: Vec<SignupItem>,
}

/// 团队报名
///
/// 团队负责人为成员报名，全部成功或全部不报；名额不够时全部不报，不候补。
#[utoipa::path(
    tag = "actions",
    operation_id = "signUpTeam",
    params(ShiftPath, IdempotencyHeader),
    request_body = SignUpTeam,
    responses((status = 201, description = "已报名", body = TeamSignups), Problems),
    security(("bearer" = []))
)]
#[post("/shifts/{shiftId}/team-signups")]
pub(super) async fn team(
    app: web::Data<App>,
    actor: Actor,
    path: Path<ShiftPath>,
    command: Command<SignUpTeam>,
) -> Result<HttpResponse> {
    let ShiftPath { action_id: action, shift_id: shift } = path.0;
    let work = async |tx: &Tx<'_>, body: SignUpTeam| {
        let spot = Spot { action, shift, role: body.role_id };
        let items = together::team(tx, &actor, spot, body.team_id, &body.account_ids).await?;
        Reply::created(format!("/api/v1/actions/{action}/signups"), &TeamSignups { items })
    };
    command.run(&app, &actor, work).await
}

/// 越过条件代为报名
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OverrideSignup {
    /// 志愿者的账号
    pub account_id: AccountId,
    /// 岗位；班次只有一个岗位时可省略
    pub role_id: Option<ShiftRoleId>,
    /// 原因，列入审计记录
    pub reason: Prose<500>,
}

/// 越过条件代为报名
///
/// 社区工作者可越过年龄、技能、培训、团队、限制和报名时间，须说明原因；名额、候补顺序和时间冲突不能越过。
#[utoipa::path(
    tag = "actions",
    operation_id = "overrideSignup",
    params(ShiftPath, IdempotencyHeader),
    request_body = OverrideSignup,
    responses((status = 201, description = "已报名", body = SignupItem), Problems),
    security(("bearer" = []))
)]
#[post("/shifts/{shiftId}/overrides")]
pub(super) async fn past_conditions(
    app: web::Data<App>,
    actor: Actor,
    path: Path<ShiftPath>,
    command: Command<OverrideSignup>,
) -> Result<HttpResponse> {
    let ShiftPath { action_id: action, shift_id: shift } = path.0;
    let work = async |tx: &Tx<'_>, body: OverrideSignup| {
        let spot = Spot { action, shift, role: body.role_id };
        let signup = together::past_conditions(tx, &actor, spot, body.account_id, body.reason.into()).await?;
        Ok(Reply::created(format!("/api/v1/signups/{}", signup.id), &signup)?.etag(signup.version))
    };
    command.run(&app, &actor, work).await
}
