//! Refreshing, and ways out.

use actix_web::{HttpResponse, delete, get, post, web};
use secrecy::ExposeSecret;

use super::door;
use crate::app::App;
use crate::auth::Actor;
use crate::auth::service::{Owner, refresh as exchange, sessions};
use crate::auth::view::{RefreshToken, SessionPath, SessionView, SignedIn};
use crate::error::{Code, Result};
use crate::http::{Command, Empty, IdempotencyHeader, Path, Problems, Reply, personal};
use crate::kernel::db::Tx;

/// 刷新令牌
///
/// 换取新的访问令牌和刷新令牌，旧的刷新令牌作废；十秒内重试得到同样的结果，之后再用旧令牌则此处登录失效。
#[utoipa::path(
    tag = "auth",
    operation_id = "refreshToken",
    request_body = RefreshToken,
    responses((status = 200, description = "新的令牌", body = SignedIn), Problems),
    security(())
)]
#[post("/refresh")]
pub(super) async fn refresh(app: web::Data<App>, command: Command<RefreshToken>) -> Result<HttpResponse> {
    door(&app, &command.call).await?;
    let token = command.body.refresh_token.expose_secret();
    let tokens = exchange::exchange(&app, &command.call.request_id, token).await?;
    personal(&SignedIn::from(tokens))
}

fn owner(actor: &Actor) -> Result<Owner> {
    Ok(Owner { account: actor.account()?, community: actor.community })
}

/// 退出登录
///
/// 结束当前登录，令牌立即失效。
#[utoipa::path(
    tag = "auth",
    operation_id = "signOut",
    params(IdempotencyHeader),
    request_body = Empty,
    responses((status = 204, description = "已退出"), Problems),
    security(("bearer" = []))
)]
#[post("/logout")]
pub(super) async fn logout(app: web::Data<App>, actor: Actor, command: Command<Empty>) -> Result<HttpResponse> {
    let owner = owner(&actor)?;
    let session = actor.session.ok_or_else(|| Code::Forbidden.error())?;
    let work = async |tx: &Tx<'_>, _| sessions::sign_out(tx, owner, session).await.map(|()| Reply::empty());
    command.run(&app, &actor, work).await
}

/// 退出所有登录
///
/// 结束本账号在所有设备上的登录，令牌立即失效。
#[utoipa::path(
    tag = "auth",
    operation_id = "signOutEverywhere",
    params(IdempotencyHeader),
    request_body = Empty,
    responses((status = 204, description = "已退出"), Problems),
    security(("bearer" = []))
)]
#[post("/logout-all")]
pub(super) async fn logout_all(app: web::Data<App>, actor: Actor, command: Command<Empty>) -> Result<HttpResponse> {
    let owner = owner(&actor)?;
    let work = async |tx: &Tx<'_>, _| {
        sessions::end_all(tx, owner, None, "sign_out", "everywhere").await?;
        Ok(Reply::empty())
    };
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
#[get("/sessions")]
pub(super) async fn list(app: web::Data<App>, actor: Actor) -> Result<HttpResponse> {
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
    params(SessionPath, IdempotencyHeader),
    responses((status = 204, description = "已结束"), Problems),
    security(("bearer" = []))
)]
#[delete("/sessions/{sessionId}")]
pub(super) async fn end(
    app: web::Data<App>,
    actor: Actor,
    path: Path<SessionPath>,
    command: Command<Empty>,
) -> Result<HttpResponse> {
    let owner = owner(&actor)?;
    let work = async |tx: &Tx<'_>, _| sessions::sign_out(tx, owner, path.0.session_id).await.map(|()| Reply::empty());
    command.run(&app, &actor, work).await
}
