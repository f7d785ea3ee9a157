//! Sign-ups: made by the batched writer, looked at, accepted, declined, cancelled.

use actix_web::http::header::ETAG;
use actix_web::{HttpResponse, get, post, web};
use entity::ids::{ShiftId, ShiftRoleId};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::requests::{ActionMove, ActionMoveBecause, ActionPath, ShiftPath, SignupPath};
use super::show_signup;
use crate::actions::list::{self, At, Signups};
use crate::actions::service::{Case, SignupCase, offer, withdraw};
use crate::actions::signing::SignUp;
use crate::actions::standing;
use crate::actions::view::{self, SignupDetail, SignupItem, SignupOnList};
use crate::app::App;
use crate::auth::{Actor, Bearer, Who};
use crate::error::Result;
use crate::http::{Command, IdempotencyHeader, IfMatchHeader, Path, Problems, Query, Reply, personal};
use crate::kernel::db::Tx;
use crate::kernel::page::{self, Page};

/// 报名
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SignUpRequest {
    /// 岗位；班次只有一个岗位时可省略
    pub role_id: Option<ShiftRoleId>,
}

/// 报名
///
/// 有空位即确认，满了按候补号排队。请带 Idempotency-Key，网络中断后原样重试不会重复。
#[utoipa::path(
    tag = "actions",
    operation_id = "signUp",
    params(ShiftPath, IdempotencyHeader),
    request_body = SignUpRequest,
    responses((status = 201, description = "已报名或候补", body = SignupItem), Problems),
    security(("bearer" = []))
)]
#[post("/shifts/{shiftId}/signups")]
pub(super) async fn sign_up(
    app: web::Data<App>,
    bearer: Bearer,
    path: Path<ShiftPath>,
    command: Command<SignUpRequest>,
) -> Result<HttpResponse> {
    let (body, cause, claim) = command.into_parts(&Who::Account(bearer.account));
    let ShiftPath { action_id: action, shift_id: shift } = path.0;
    let body = app.signups.send(SignUp { action, shift, role: body.role_id, bearer, cause, claim }).await?;
    Ok(Reply { status: 201, body, location: None, version: Some(1) }.into_response())
}

/// Which page.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OwnSignupQuery {
    /// 上一页返回的游标
    pub cursor: Option<String>,
    /// 每页条数（1–100，默认 20）
    #[param(minimum = 1, maximum = 100)]
    pub page_size: Option<u64>,
}

/// 我的报名
///
/// 本人的报名，新的在前，附到场记录。
#[utoipa::path(
    tag = "actions",
    operation_id = "listOwnSignups",
    params(OwnSignupQuery),
    responses((status = 200, description = "一页报名", body = Page<SignupDetail>), Problems),
    security(("bearer" = []))
)]
#[get("/signups")]
pub(super) async fn mine(app: web::Data<App>, actor: Actor, query: Query<OwnSignupQuery>) -> Result<HttpResponse> {
    show_own(&app, &actor, Signups::Of(actor.account()?), query.0).await
}

/// 我的岗位
///
/// 本人在应急和演练中的岗位，新的在前，附到岗记录；签到、签退、取消用报名的接口。
#[utoipa::path(
    tag = "emergencies",
    operation_id = "listOwnDuties",
    params(OwnSignupQuery),
    responses((status = 200, description = "一页岗位", body = Page<SignupDetail>), Problems),
    security(("bearer" = []))
)]
#[get("/duties")]
pub(super) async fn duties(app: web::Data<App>, actor: Actor, query: Query<OwnSignupQuery>) -> Result<HttpResponse> {
    show_own(&app, &actor, Signups::OnDuty(actor.account()?), query.0).await
}

async fn show_own(app: &App, actor: &Actor, which: Signups, query: OwnSignupQuery) -> Result<HttpResponse> {
    let at = At { cursor: query.cursor.as_deref(), size: page::size(query.page_size)? };
    let db = &app.kernel.db;
    let page = list::signups(db, &which, at).await?;
    let own = |row: &entity::actions::signup::Model| standing::of_signup(actor, row, &[]);
    personal(&page.with_items(view::signups(db, &page.items, own).await?))
}

/// 报名详情
///
/// 本人、领队和社区工作者可看。
#[utoipa::path(
    tag = "actions",
    operation_id = "getSignup",
    params(SignupPath),
    responses((status = 200, description = "报名", body = SignupDetail), Problems),
    security(("bearer" = []))
)]
#[get("")]
pub(super) async fn one(app: web::Data<App>, actor: Actor, path: Path<SignupPath>) -> Result<HttpResponse> {
    actor.account()?;
    let db = &app.kernel.db;
    let case = SignupCase::read(db, &actor, path.0.signup_id).await?;
    let mut response = personal(&view::signup_detail(db, &case).await?)?;
    if let Ok(etag) = format!("\"{}\"", case.signup.version).parse() {
        response.headers_mut().insert(ETAG, etag);
    }
    Ok(response)
}

/// A page of the list of those who signed up.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SignupQuery {
    /// 上一页返回的游标
    pub cursor: Option<String>,
    /// 每页条数（1–100，默认 20）
    #[param(minimum = 1, maximum = 100)]
    pub page_size: Option<u64>,
    /// 只看这个班次
    pub shift_id: Option<ShiftId>,
    /// 状态，多个用逗号分隔
    pub status: Option<String>,
}

/// 报名名单
///
/// 领队和社区工作者可看；姓名已脱敏。
#[utoipa::path(
    tag = "actions",
    operation_id = "listSignups",
    params(ActionPath, SignupQuery),
    responses((status = 200, description = "一页报名", body = Page<SignupOnList>), Problems),
    security(("bearer" = []))
)]
#[get("/signups")]
pub(super) async fn roster(
    app: web::Data<App>,
    actor: Actor,
    path: Path<ActionPath>,
    query: Query<SignupQuery>,
) -> Result<HttpResponse> {
    actor.account()?;
    let (kernel, query) = (&app.kernel, query.0);
    let case = Case::read(&kernel.db, Some(&actor), path.0.action_id).await?.led()?;
    let which = Signups::For(case.action.id, query.shift_id, page::comma_list("status", query.status.as_deref())?);
    let at = At { cursor: query.cursor.as_deref(), size: page::size(query.page_size)? };
    let page = list::signups(&kernel.db, &which, at).await?;
    let led = |row: &entity::actions::signup::Model| standing::of_signup(&actor, row, &case.standings);
    personal(&page.with_items(view::on_list(&kernel.vault, &kernel.db, &page.items, led).await?))
}

/// 接受空位
///
/// 候补者在期限内接受；过期即给下一位。
#[utoipa::path(
    tag = "actions",
    operation_id = "acceptOffer",
    params(SignupPath, IdempotencyHeader, IfMatchHeader),
    request_body = ActionMove,
    responses((status = 200, description = "报名的现状", body = SignupDetail), Problems),
    security(("bearer" = []))
)]
#[post("/accept")]
pub(super) async fn accept(
    app: web::Data<App>,
    actor: Actor,
    path: Path<SignupPath>,
    command: Command<ActionMove>,
) -> Result<HttpResponse> {
    let id = path.0.signup_id;
    let version = command.expected(command.body.version)?;
    let work = async |tx: &Tx<'_>, _| show_signup(tx, offer::accept(tx, &actor, id, version).await?).await;
    command.run(&app, &actor, work).await
}

/// 放弃空位
///
/// 空位随即给下一位候补者。
#[utoipa::path(
    tag = "actions",
    operation_id = "declineOffer",
    params(SignupPath, IdempotencyHeader, IfMatchHeader),
    request_body = ActionMove,
    responses((status = 200, description = "报名的现状", body = SignupDetail), Problems),
    security(("bearer" = []))
)]
#[post("/decline")]
pub(super) async fn decline(
    app: web::Data<App>,
    actor: Actor,
    path: Path<SignupPath>,
    command: Command<ActionMove>,
) -> Result<HttpResponse> {
    let id = path.0.signup_id;
    let version = command.expected(command.body.version)?;
    let work = async |tx: &Tx<'_>, _| show_signup(tx, offer::decline(tx, &actor, id, version).await?).await;
    command.run(&app, &actor, work).await
}

/// 取消报名
///
/// 本人在班次开始前取消，临近开始记为临时取消；领队和社区工作者也可取消。空出的名额给第一位候补者。
#[utoipa::path(
    tag = "actions",
    operation_id = "cancelSignup",
    params(SignupPath, IdempotencyHeader, IfMatchHeader),
    request_body = ActionMoveBecause,
    responses((status = 200, description = "报名的现状", body = SignupDetail), Problems),
    security(("bearer" = []))
)]
#[post("/cancel")]
pub(super) async fn cancel(
    app: web::Data<App>,
    actor: Actor,
    path: Path<SignupPath>,
    command: Command<ActionMoveBecause>,
) -> Result<HttpResponse> {
    let id = path.0.signup_id;
    let version = command.expected(command.body.version)?;
    let work = async |tx: &Tx<'_>, body: ActionMoveBecause| {
        show_signup(tx, withdraw::cancel(tx, &actor, id, version, body.reason.into()).await?).await
    };
    command.run(&app, &actor, work).await
}
