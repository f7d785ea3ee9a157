//! The author has the last word.

use actix_web::{HttpResponse, post, web};

use super::go;
use super::requests::{ConfirmWish, MoveBecause, WishPath};
use crate::app::App;
use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::http::{Command, IdempotencyHeader, IfMatchHeader, Path, Problems};
use crate::kernel::db::Tx;
use crate::wishes::service;
use crate::wishes::view::WishDetail;

/// 确认并评价
///
/// 作者确认已完成，评 1–5 分。七天未确认将自动确认，不计评分。
#[utoipa::path(
    tag = "wishes",
    operation_id = "confirmWish",
    params(WishPath, IdempotencyHeader, IfMatchHeader),
    request_body = ConfirmWish,
    responses((status = 200, description = "心愿的现状", body = WishDetail), Problems),
    security(("bearer" = []))
)]
#[post("/confirm")]
pub(super) async fn confirm(
    app: web::Data<App>,
    actor: Actor,
    path: Path<WishPath>,
    command: Command<ConfirmWish>,
) -> Result<HttpResponse> {
    let id = path.0.wish_id;
    let act = async |tx: &Tx<'_>, version, body: ConfirmWish| {
        if !(1..=5).contains(&body.rating) {
            return Err(Code::Invalid.error().at("/rating", Code::InvalidValue));
        }
        service::confirm::confirm(tx, &actor, id, version, body.rating, body.comment.map(Into::into)).await
    };
    go(&app, &actor, command, act).await
}

/// 提出异议
///
/// 作者认为没有完成，说明原因，认领人继续办理。
#[utoipa::path(
    tag = "wishes",
    operation_id = "disputeWish",
    params(WishPath, IdempotencyHeader, IfMatchHeader),
    request_body = MoveBecause,
    responses((status = 200, description = "心愿的现状", body = WishDetail), Problems),
    security(("bearer" = []))
)]
#[post("/dispute")]
pub(super) async fn dispute(
    app: web::Data<App>,
    actor: Actor,
    path: Path<WishPath>,
    command: Command<MoveBecause>,
) -> Result<HttpResponse> {
    let id = path.0.wish_id;
    let act = async |tx: &Tx<'_>, version, body: MoveBecause| {
        service::confirm::dispute(tx, &actor, id, version, body.reason.into()).await
    };
    go(&app, &actor, command, act).await
}

/// 重新打开
///
/// 确认后三十天内可以重新打开一次。
#[utoipa::path(
    tag = "wishes",
    operation_id = "reopenWish",
    params(WishPath, IdempotencyHeader, IfMatchHeader),
    request_body = MoveBecause,
    responses((status = 200, description = "心愿的现状", body = WishDetail), Problems),
    security(("bearer" = []))
)]
#[post("/reopen")]
pub(super) async fn reopen(
    app: web::Data<App>,
    actor: Actor,
    path: Path<WishPath>,
    command: Command<MoveBecause>,
) -> Result<HttpResponse> {
    let id = path.0.wish_id;
    let act = async |tx: &Tx<'_>, version, body: MoveBecause| {
        service::confirm::reopen(tx, &actor, id, version, body.reason.into()).await
    };
    go(&app, &actor, command, act).await
}
