//! A seconded matter is taken up, declined, or handed up.

use actix_web::{HttpResponse, post, web};

use super::requests::{DeliberationMove, DeliberationMoveBecause, DeliberationPath};
use super::show;
use crate::app::App;
use crate::auth::Actor;
use crate::deliberations::service;
use crate::deliberations::view::DeliberationDetail;
use crate::error::Result;
use crate::http::{Command, IdempotencyHeader, IfMatchHeader, Path, Problems};
use crate::kernel::db::Tx;

/// 受理议题
///
/// 自治管理小组、网格长或社区工作者受理后进入讨论。不能受理自己的议题。
#[utoipa::path(
    tag = "deliberations",
    operation_id = "acceptDeliberation",
    params(DeliberationPath, IdempotencyHeader, IfMatchHeader),
    request_body = DeliberationMove,
    responses((status = 200, description = "议题的现状", body = DeliberationDetail), Problems),
    security(("bearer" = []))
)]
#[post("/accept")]
pub(super) async fn accept(
    app: web::Data<App>,
    actor: Actor,
    path: Path<DeliberationPath>,
    command: Command<DeliberationMove>,
) -> Result<HttpResponse> {
    let id = path.0.deliberation_id;
    let version = command.expected(command.body.version)?;
    let work = async |tx: &Tx<'_>, _| show(tx, &actor, service::receive::accept(tx, &actor, id, version).await?).await;
    command.run(&app, &actor, work).await
}

/// 不予受理
///
/// 须说明原因。
#[utoipa::path(
    tag = "deliberations",
    operation_id = "declineDeliberation",
    params(DeliberationPath, IdempotencyHeader, IfMatchHeader),
    request_body = DeliberationMoveBecause,
    responses((status = 200, description = "议题的现状", body = DeliberationDetail), Problems),
    security(("bearer" = []))
)]
#[post("/decline")]
pub(super) async fn decline(
    app: web::Data<App>,
    actor: Actor,
    path: Path<DeliberationPath>,
    command: Command<DeliberationMoveBecause>,
) -> Result<HttpResponse> {
    let id = path.0.deliberation_id;
    let version = command.expected(command.body.version)?;
    let work = async |tx: &Tx<'_>, body: DeliberationMoveBecause| {
        show(tx, &actor, service::receive::decline(tx, &actor, id, version, body.reason.into()).await?).await
    };
    command.run(&app, &actor, work).await
}

/// 上报议题
///
/// 社区工作者将议题上升一级（楼栋、小区、社区），附议保留。
#[utoipa::path(
    tag = "deliberations",
    operation_id = "escalateDeliberation",
    params(DeliberationPath, IdempotencyHeader, IfMatchHeader),
    request_body = DeliberationMoveBecause,
    responses((status = 200, description = "议题的现状", body = DeliberationDetail), Problems),
    security(("bearer" = []))
)]
#[post("/escalate")]
pub(super) async fn escalate(
    app: web::Data<App>,
    actor: Actor,
    path: Path<DeliberationPath>,
    command: Command<DeliberationMoveBecause>,
) -> Result<HttpResponse> {
    let id = path.0.deliberation_id;
    let version = command.expected(command.body.version)?;
    let work = async |tx: &Tx<'_>, body: DeliberationMoveBecause| {
        show(tx, &actor, service::receive::escalate(tx, &actor, id, version, body.reason.into()).await?).await
    };
    command.run(&app, &actor, work).await
}
