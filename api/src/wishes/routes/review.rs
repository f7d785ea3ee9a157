//! The grid leader, or the staff above, decides.

use actix_web::{HttpResponse, post, web};

use super::go;
use super::requests::{Move, MoveBecause, WishPath};
use crate::app::App;
use crate::auth::Actor;
use crate::error::Result;
use crate::http::{Command, IdempotencyHeader, IfMatchHeader, Path, Problems};
use crate::kernel::db::Tx;
use crate::wishes::service;
use crate::wishes::view::WishDetail;

/// 通过心愿
///
/// 网格长（或上级工作人员）审核通过后，心愿公开并可认领。不能审核自己的心愿。
#[utoipa::path(
    tag = "wishes",
    operation_id = "approveWish",
    params(WishPath, IdempotencyHeader, IfMatchHeader),
    request_body = Move,
    responses((status = 200, description = "心愿的现状", body = WishDetail), Problems),
    security(("bearer" = []))
)]
#[post("/approve")]
pub(super) async fn approve(
    app: web::Data<App>,
    actor: Actor,
    path: Path<WishPath>,
    command: Command<Move>,
) -> Result<HttpResponse> {
    let id = path.0.wish_id;
    let act = async |tx: &Tx<'_>, version, _: Move| service::review::approve(tx, &actor, id, version).await;
    go(&app, &actor, command, act).await
}

/// 退回修改
///
/// 退回作者补充，期限在退回期间暂停。
#[utoipa::path(
    tag = "wishes",
    operation_id = "returnWish",
    params(WishPath, IdempotencyHeader, IfMatchHeader),
    request_body = MoveBecause,
    responses((status = 200, description = "心愿的现状", body = WishDetail), Problems),
    security(("bearer" = []))
)]
#[post("/return")]
pub(super) async fn give_back(
    app: web::Data<App>,
    actor: Actor,
    path: Path<WishPath>,
    command: Command<MoveBecause>,
) -> Result<HttpResponse> {
    let id = path.0.wish_id;
    let act = async |tx: &Tx<'_>, version, body: MoveBecause| {
        service::review::give_back(tx, &actor, id, version, body.reason.into()).await
    };
    go(&app, &actor, command, act).await
}

/// 不予通过
///
/// 说明原因；作者可以申诉一次，由上一级处理。
#[utoipa::path(
    tag = "wishes",
    operation_id = "rejectWish",
    params(WishPath, IdempotencyHeader, IfMatchHeader),
    request_body = MoveBecause,
    responses((status = 200, description = "心愿的现状", body = WishDetail), Problems),
    security(("bearer" = []))
)]
#[post("/reject")]
pub(super) async fn reject(
    app: web::Data<App>,
    actor: Actor,
    path: Path<WishPath>,
    command: Command<MoveBecause>,
) -> Result<HttpResponse> {
    let id = path.0.wish_id;
    let act = async |tx: &Tx<'_>, version, body: MoveBecause| {
        service::review::reject(tx, &actor, id, version, body.reason.into()).await
    };
    go(&app, &actor, command, act).await
}
