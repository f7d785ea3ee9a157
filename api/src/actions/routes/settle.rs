//! After the shift: minutes approved, no-shows appealed against and decided.

use actix_web::{HttpResponse, post, web};
use chrono::{DateTime, SubsecRound, Utc};
use serde::Deserialize;
use utoipa::ToSchema;

use super::requests::SignupPath;
use super::show_signup;
use crate::actions::service::settle;
use crate::actions::view::SignupDetail;
use crate::app::App;
use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::http::{Command, IdempotencyHeader, IfMatchHeader, Path, Problems};
use crate::kernel::db::Tx;
use crate::kernel::text::Prose;

/// 核定时长
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ApproveMinutes {
    /// 所见的版本号（或用 If-Match 请求头）
    #[schema(minimum = 1)]
    pub version: Option<i32>,
    /// 补记的分钟数；与自动计算的分开记载
    #[schema(minimum = 0, maximum = 600)]
    pub added_minutes: Option<i32>,
    /// 补记的原因；有补记时必填
    pub reason: Option<Prose<500>>,
}

/// 核定时长
///
/// 领队或社区工作者核定，不能核定本人的；需要时补记分钟数并说明原因。
#[utoipa::path(
    tag = "actions",
    operation_id = "approveMinutes",
    params(SignupPath, IdempotencyHeader, IfMatchHeader),
    request_body = ApproveMinutes,
    responses((status = 200, description = "报名的现状", body = SignupDetail), Problems),
    security(("bearer" = []))
)]
#[post("/approve")]
pub(super) async fn approve(
    app: web::Data<App>,
    actor: Actor,
    path: Path<SignupPath>,
    command: Command<ApproveMinutes>,
) -> Result<HttpResponse> {
    let id = path.0.signup_id;
    let version = command.expected(command.body.version)?;
    let work = async |tx: &Tx<'_>, body: ApproveMinutes| {
        let by_hand = (body.added_minutes.unwrap_or(0), body.reason.map(Into::into));
        show_signup(tx, settle::approve(tx, &actor, id, version, by_hand).await?).await
    };
    command.run(&app, &actor, work).await
}

/// 申诉
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AppealNoShow {
    /// 所见的版本号（或用 If-Match 请求头）
    #[schema(minimum = 1)]
    pub version: Option<i32>,
    /// 说明
    pub text: Prose<500>,
}

/// 对“未到”申诉
///
/// 志愿者本人，一次。
#[utoipa::path(
    tag = "actions",
    operation_id = "appealNoShow",
    params(SignupPath, IdempotencyHeader, IfMatchHeader),
    request_body = AppealNoShow,
    responses((status = 200, description = "报名的现状", body = SignupDetail), Problems),
    security(("bearer" = []))
)]
#[post("/appeal")]
pub(super) async fn appeal(
    app: web::Data<App>,
    actor: Actor,
    path: Path<SignupPath>,
    command: Command<AppealNoShow>,
) -> Result<HttpResponse> {
    let id = path.0.signup_id;
    let version = command.expected(command.body.version)?;
    let work = async |tx: &Tx<'_>, body: AppealNoShow| {
        show_signup(tx, settle::appeal(tx, &actor, id, version, body.text.into()).await?).await
    };
    command.run(&app, &actor, work).await
}

/// 处理申诉
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DecideNoShow {
    /// 所见的版本号（或用 If-Match 请求头）
    #[schema(minimum = 1)]
    pub version: Option<i32>,
    /// 申诉成立时，何时到；与 until 同填或同不填
    pub from: Option<DateTime<Utc>>,
    /// 申诉成立时，何时走
    pub until: Option<DateTime<Utc>>,
    /// 答复
    pub reason: Prose<500>,
}

/// 处理“未到”的申诉
///
/// 领队或社区工作者，不能处理本人的。填写到场时间即申诉成立，不填即不成立。
#[utoipa::path(
    tag = "actions",
    operation_id = "decideNoShowAppeal",
    params(SignupPath, IdempotencyHeader, IfMatchHeader),
    request_body = DecideNoShow,
    responses((status = 200, description = "报名的现状", body = SignupDetail), Problems),
    security(("bearer" = []))
)]
#[post("/appeal/decision")]
pub(super) async fn decide(
    app: web::Data<App>,
    actor: Actor,
    path: Path<SignupPath>,
    command: Command<DecideNoShow>,
) -> Result<HttpResponse> {
    let id = path.0.signup_id;
    let version = command.expected(command.body.version)?;
    let work = async |tx: &Tx<'_>, body: DecideNoShow| {
        let exact = |at: DateTime<Utc>| at.trunc_subsecs(6);
        let there = match (body.from, body.until) {
            (Some(from), Some(until)) => Some((exact(from), exact(until))),
            (None, None) => None,
            _ => return Err(Code::Invalid.error().at("/until", Code::MissingField)),
        };
        show_signup(tx, settle::decide(tx, &actor, id, version, (there, body.reason.into())).await?).await
    };
    command.run(&app, &actor, work).await
}
