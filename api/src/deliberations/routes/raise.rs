//! A matter is raised, seconded, taken back.

use actix_web::{HttpResponse, post, web};

use super::requests::{DeliberationMoveWithReason, DeliberationPath, ProposeDeliberation};
use super::show;
use crate::app::App;
use crate::auth::Actor;
use crate::deliberations::service::{self, Case};
use crate::deliberations::view::{self, DeliberationDetail};
use crate::error::Result;
use crate::http::{Command, Empty, IdempotencyHeader, IfMatchHeader, Path, Problems, Reply};
use crate::kernel::db::Tx;

/// 提出议题
///
/// 已认证的居民就本楼栋、本小区或本社区的事务提出；团队成员和工作人员须指明楼栋或小区。30 天内附议达到人数后受理。
#[utoipa::path(
    tag = "deliberations",
    operation_id = "proposeDeliberation",
    params(IdempotencyHeader),
    request_body = ProposeDeliberation,
    responses((status = 201, description = "已提出，等待附议", body = DeliberationDetail), Problems),
    security(("bearer" = []))
)]
#[post("")]
pub(super) async fn propose(
    app: web::Data<App>,
    actor: Actor,
    command: Command<ProposeDeliberation>,
) -> Result<HttpResponse> {
    let work = async |tx: &Tx<'_>, body: ProposeDeliberation| {
        let raised = service::propose::propose(tx, &actor, body.parsed()).await?;
        let (id, version) = (raised.id, raised.version);
        let case = Case::of(tx, &actor, raised).await?;
        let shown = view::detail(tx, &actor, &case).await?;
        Ok(Reply::created(format!("/api/v1/deliberations/{id}"), &shown)?.etag(version))
    };
    command.run(&app, &actor, work).await
}

/// 附议
///
/// 所在楼栋、小区或社区的居民每人一次，不能附议自己的议题；达到人数即进入受理。
#[utoipa::path(
    tag = "deliberations",
    operation_id = "secondDeliberation",
    params(DeliberationPath, IdempotencyHeader),
    request_body = Empty,
    responses((status = 200, description = "议题的现状", body = DeliberationDetail), Problems),
    security(("bearer" = []))
)]
#[post("/second")]
pub(super) async fn second(
    app: web::Data<App>,
    actor: Actor,
    path: Path<DeliberationPath>,
    command: Command<Empty>,
) -> Result<HttpResponse> {
    let id = path.0.deliberation_id;
    let work = async |tx: &Tx<'_>, _| show(tx, &actor, service::second::second(tx, &actor, id).await?).await;
    command.run(&app, &actor, work).await
}

/// 撤回议题
///
/// 提出者在表决开始前撤回。
#[utoipa::path(
    tag = "deliberations",
    operation_id = "withdrawDeliberation",
    params(DeliberationPath, IdempotencyHeader, IfMatchHeader),
    request_body = DeliberationMoveWithReason,
    responses((status = 200, description = "议题的现状", body = DeliberationDetail), Problems),
    security(("bearer" = []))
)]
#[post("/withdraw")]
pub(super) async fn withdraw(
    app: web::Data<App>,
    actor: Actor,
    path: Path<DeliberationPath>,
    command: Command<DeliberationMoveWithReason>,
) -> Result<HttpResponse> {
    let id = path.0.deliberation_id;
    let version = command.expected(command.body.version)?;
    let work = async |tx: &Tx<'_>, body: DeliberationMoveWithReason| {
        show(tx, &actor, service::propose::withdraw(tx, &actor, id, version, body.reason.map(Into::into)).await?).await
    };
    command.run(&app, &actor, work).await
}
