//! Refreshing, and ways out.

use actix_web::{HttpResponse, delete, get, post, web};
use entity::ids::SessionId;
use serde::Deserialize;
use utoipa::IntoParams;

use super::sign_in::{door, nobody};
use super::view::{RefreshToken, SessionView, SignedIn};
use crate::app::App;
use crate::auth::Actor;
use crate::auth::service::sessions::{self, Exchange};
use crate::error::{Code, Result};
use crate::http::{Command, Empty, Path, Problems, Reply, personal};
use crate::kernel::db::{self, Tx};

/// Which session.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[serde(rename_all = "camelCase")]
pub struct SessionPath {
    /// 登录编号
    pub session_id: SessionId,
}

/// 刷新令牌
///
/// 换取新的访问令牌和刷新令牌，旧的刷新令牌作废；十秒内重试得到同样的结果，之后再用旧令牌则全部登录失效。
#[utoipa::path(
    tag = "auth",
    operation_id = "refreshToken",
    request_body = RefreshToken,
    responses((status = 200, description = "新的令牌", body = SignedIn), Problems),
    security(())
)]
#[post("/auth/refresh")]
pub async fn refresh(app: web::Data<App>, command: Command<RefreshToken>) -> Result<HttpResponse> {
    door(&app, &command.call).await?;
    let token = command.body.refresh_token;
    let exchange = async |tx: &Tx<'_>| sessions::refresh(&app, tx, &token).await;
    match db::write(&app.kernel, nobody(&command.call), exchange).await? {
        Exchange::Done(tokens) => personal(&SignedIn::from(tokens)),
        Exchange::Reused => Err(Code::RefreshTokenInvalid.into()),
    }
}

/// 退出登录
///
/// 结束当前登录，令牌立即失效。
#[utoipa::path(
    tag = "auth",
    operation_id = "signOut",
    request_body = Empty,
    responses((status = 204, description = "已退出"), Problems),
    security(("bearer" = []))
)]
#[post("/auth/logout")]
pub async fn logout(app: web::Data<App>, actor: Actor, command: Command<Empty>) -> Result<HttpResponse> {
    let account = actor.account()?;
    let session = actor.session.ok_or_else(|| Code::Forbidden.error())?;
    let work = async |tx: &Tx<'_>, _| sessions::end_one(tx, account, session).await.map(|()| Reply::empty());
    command.run(&app, &actor, work).await
}

/// 退出所有登录
///
/// 结束本账号在所有设备上的登录，令牌立即失效。
#[utoipa::path(
    tag = "auth",
    operation_id = "signOutEverywhere",
    request_body = Empty,
    responses((status = 204, description = "已退出"), Problems),
    security(("bearer" = []))
)]
#[post("/auth/logout-all")]
pub async fn logout_all(app: web::Data<App>, actor: Actor, command: Command<Empty>) -> Result<HttpResponse> {
    let account = actor.account()?;
    let work = async |tx: &Tx<'_>, _| sessions::end_all(tx, account, "sign_out").await.map(|()| Reply::empty());
    command.run(&app, &actor, work).await
}

/// 我的登录
///
/// 本账号有效的登录，最近使用的在前。
#[utoipa::path(
    tag = "auth",
    operation_id = "listSessions",
    responses((status = 200, description = "登录列表", body = Vec<SessionView>), Problems),
    security(("bearer" = []))
)]
#[get("/auth/sessions")]
pub async fn list(app: web::Data<App>, actor: Actor) -> Result<HttpResponse> {
    let now = app.kernel.clock.approximate();
    let live = sessions::list(&app.kernel.db, actor.account()?, now).await?;
    let live: Vec<SessionView> = live.into_iter().map(|row| SessionView::new(row, actor.session)).collect();
    personal(&live)
}

/// 结束一处登录
///
/// 结束本账号在另一设备上的登录。
#[utoipa::path(
    tag = "auth",
    operation_id = "endSession",
    params(SessionPath),
    responses((status = 204, description = "已结束"), Problems),
    security(("bearer" = []))
)]
#[delete("/auth/sessions/{sessionId}")]
pub async fn end(
    app: web::Data<App>,
    actor: Actor,
    path: Path<SessionPath>,
    command: Command<Empty>,
) -> Result<HttpResponse> {
    let account = actor.account()?;
    let work = async |tx: &Tx<'_>, _| sessions::end_one(tx, account, path.0.session_id).await.map(|()| Reply::empty());
    command.run(&app, &actor, work).await
}
