//! Looking after wishes: levels, deadlines, duplicates.

use actix_web::{HttpResponse, post, web};

use super::requests::{ExtendWish, ExtensionPath, MergeWish, Move, MoveBecause, MoveWithReason, WishPath};
use super::{go, show};
use crate::app::App;
use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::http::{Command, IdempotencyHeader, IfMatchHeader, Path, Problems};
use crate::kernel::db::Tx;
use crate::wishes::service::{self, Case};
use crate::wishes::view::WishDetail;

/// 上报
///
/// 交上一级处理：楼栋、小区、社区、街道。超过期限会自动上报。
#[utoipa::path(
    tag = "wishes",
    operation_id = "escalateWish",
    params(WishPath, IdempotencyHeader, IfMatchHeader),
    request_body = MoveBecause,
    responses((status = 200, description = "心愿的现状", body = WishDetail), Problems),
    security(("bearer" = []))
)]
#[post("/escalate")]
pub(super) async fn escalate(
    app: web::Data<App>,
    actor: Actor,
    path: Path<WishPath>,
    command: Command<MoveBecause>,
) -> Result<HttpResponse> {
    let id = path.0.wish_id;
    let act = async |tx: &Tx<'_>, version, body: MoveBecause| {
        service::escalate::escalate(tx, &actor, id, version, body.reason.into()).await
    };
    go(&app, &actor, command, act).await
}

/// 以未能实现关闭
///
/// 工作人员说明原因后关闭。
#[utoipa::path(
    tag = "wishes",
    operation_id = "closeWish",
    params(WishPath, IdempotencyHeader, IfMatchHeader),
    request_body = MoveBecause,
    responses((status = 200, description = "心愿的现状", body = WishDetail), Problems),
    security(("bearer" = []))
)]
#[post("/close")]
pub(super) async fn close(
    app: web::Data<App>,
    actor: Actor,
    path: Path<WishPath>,
    command: Command<MoveBecause>,
) -> Result<HttpResponse> {
    let id = path.0.wish_id;
    let act = async |tx: &Tx<'_>, version, body: MoveBecause| {
        service::escalate::close(tx, &actor, id, version, body.reason.into()).await
    };
    go(&app, &actor, command, act).await
}

/// 并入相同心愿
///
/// 附和者和照片随之移到另一心愿，可以撤销。
#[utoipa::path(
    tag = "wishes",
    operation_id = "mergeWish",
    params(WishPath, IdempotencyHeader, IfMatchHeader),
    request_body = MergeWish,
    responses((status = 200, description = "心愿的现状", body = WishDetail), Problems),
    security(("bearer" = []))
)]
#[post("/merge")]
pub(super) async fn merge(
    app: web::Data<App>,
    actor: Actor,
    path: Path<WishPath>,
    command: Command<MergeWish>,
) -> Result<HttpResponse> {
    let id = path.0.wish_id;
    let act = async |tx: &Tx<'_>, version, body: MergeWish| {
        service::merge::merge(tx, &actor, id, version, body.into_wish_id).await
    };
    go(&app, &actor, command, act).await
}

/// 撤销合并
///
/// 恢复为待认领，附和者和照片移回。
#[utoipa::path(
    tag = "wishes",
    operation_id = "unmergeWish",
    params(WishPath, IdempotencyHeader, IfMatchHeader),
    request_body = Move,
    responses((status = 200, description = "心愿的现状", body = WishDetail), Problems),
    security(("bearer" = []))
)]
#[post("/unmerge")]
pub(super) async fn unmerge(
    app: web::Data<App>,
    actor: Actor,
    path: Path<WishPath>,
    command: Command<Move>,
) -> Result<HttpResponse> {
    let id = path.0.wish_id;
    let act = async |tx: &Tx<'_>, version, _: Move| service::merge::unmerge(tx, &actor, id, version).await;
    go(&app, &actor, command, act).await
}

/// 申请延期
///
/// 说明理由，由另一位网格长或工作人员批准。
#[utoipa::path(
    tag = "wishes",
    operation_id = "askForWishExtension",
    params(WishPath, IdempotencyHeader, IfMatchHeader),
    request_body = ExtendWish,
    responses((status = 200, description = "心愿的现状", body = WishDetail), Problems),
    security(("bearer" = []))
)]
#[post("/extend")]
pub(super) async fn extend(
    app: web::Data<App>,
    actor: Actor,
    path: Path<WishPath>,
    command: Command<ExtendWish>,
) -> Result<HttpResponse> {
    let id = path.0.wish_id;
    let act = async |tx: &Tx<'_>, version, body: ExtendWish| {
        if !(1..=60).contains(&body.days) {
            return Err(Code::Invalid.error().at("/days", Code::InvalidValue));
        }
        service::extend::ask(tx, &actor, id, version, body.days, body.reason.into()).await
    };
    go(&app, &actor, command, act).await
}

/// 同意延期
///
/// 由网格长或工作人员决定，申请人本人不能批准。
#[utoipa::path(
    tag = "wishes",
    operation_id = "approveWishExtension",
    params(ExtensionPath, IdempotencyHeader),
    request_body = MoveWithReason,
    responses((status = 200, description = "心愿的现状", body = WishDetail), Problems),
    security(("bearer" = []))
)]
#[post("/approve")]
pub(super) async fn approve_extension(
    app: web::Data<App>,
    actor: Actor,
    path: Path<ExtensionPath>,
    command: Command<MoveWithReason>,
) -> Result<HttpResponse> {
    decide(&app, &actor, path, command, true).await
}

/// 不同意延期
///
/// 由网格长或工作人员决定，申请人本人不能批准。
#[utoipa::path(
    tag = "wishes",
    operation_id = "rejectWishExtension",
    params(ExtensionPath, IdempotencyHeader),
    request_body = MoveWithReason,
    responses((status = 200, description = "心愿的现状", body = WishDetail), Problems),
    security(("bearer" = []))
)]
#[post("/reject")]
pub(super) async fn reject_extension(
    app: web::Data<App>,
    actor: Actor,
    path: Path<ExtensionPath>,
    command: Command<MoveWithReason>,
) -> Result<HttpResponse> {
    decide(&app, &actor, path, command, false).await
}

async fn decide(
    app: &App,
    actor: &Actor,
    path: Path<ExtensionPath>,
    command: Command<MoveWithReason>,
    granted: bool,
) -> Result<HttpResponse> {
    let work = async |tx: &Tx<'_>, body: MoveWithReason| {
        let reason = body.reason.map(Into::into);
        let decided = service::extend::decide(tx, actor, path.0.extension_id, granted, reason).await?;
        show(tx, actor, Case::open(tx, actor, decided.wish_id).await?.wish).await
    };
    command.run(app, actor, work).await
}
