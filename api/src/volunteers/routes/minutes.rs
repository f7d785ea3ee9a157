//! Minutes that are added by hand.

use actix_web::{HttpResponse, get, post, web};
use entity::ids::MinutesClaimId;
use entity::volunteers::minutes_claim;

use super::Versioned;
use crate::app::App;
use crate::auth::Actor;
use crate::error::Result;
use crate::http::{Command, IdempotencyHeader, IfMatchHeader, Path, Problems, Query, Reply, Routes, personal};
use crate::kernel::db::Tx;
use crate::kernel::page::{self, Page};
use crate::volunteers::service::minutes::{self, Decision, NewMinutes};
use crate::volunteers::store;
use crate::volunteers::view::{
    MinutesClaim, MinutesClaimPath, MinutesClaimQuery, MoveMinutesClaim, NewMinutesClaim, RejectMinutesClaim,
    VolunteerPath,
};

/// Mounts these routes.
pub fn mount(routes: &mut Routes<'_>) {
    routes.under("/volunteers").under("/{volunteerId}").service(add);
    let mut minutes_claims = routes.under("/minutes-claims");
    minutes_claims.service(list);
    minutes_claims.under("/{minutesClaimId}").service(approve).service(reject).service(withdraw);
}

/// 补录时长
///
/// 由本人或社区工作者补录没有记录到的服务时长，须说明原因，由另一位社区工作者审核；与记录的时长分开累计。
#[utoipa::path(tag = "volunteers", operation_id = "addMinutes", params(VolunteerPath, IdempotencyHeader),
    request_body = NewMinutesClaim,
    responses((status = 200, description = "补录的时长，待审核", body = MinutesClaim), Problems),
    security(("bearer" = [])))]
#[post("/minutes-claims")]
async fn add(
    app: web::Data<App>,
    actor: Actor,
    path: Path<VolunteerPath>,
    command: Command<NewMinutesClaim>,
) -> Result<HttpResponse> {
    let work = async |tx: &Tx<'_>, body: NewMinutesClaim| {
        let NewMinutesClaim { kind, served_on, minutes, reason } = body;
        let new = NewMinutes { kind, on: served_on, minutes, reason: reason.into() };
        let row = minutes::add(tx, &actor, path.0.volunteer_id, new).await?;
        show(tx, &actor, row).await
    };
    command.run(&app, &actor, work).await
}

/// 补录列表
///
/// 本人的补录；社区工作者看到本社区全部的。新的在前。
#[utoipa::path(tag = "volunteers", operation_id = "listMinutesClaims", params(MinutesClaimQuery),
    responses((status = 200, description = "一页补录", body = Page<MinutesClaim>), Problems),
    security(("bearer" = [])))]
#[get("")]
async fn list(app: web::Data<App>, actor: Actor, query: Query<MinutesClaimQuery>) -> Result<HttpResponse> {
    let at = (query.0.cursor.as_deref(), page::size(query.0.page_size)?);
    let rows = minutes::list(&app.kernel.db, &actor, query.0.status, at).await?;
    personal(&rows.map(|(row, whose)| MinutesClaim::new(&actor, row, &whose)))
}

/// 通过补录
///
/// 由社区工作者通过，不能通过本人的和自己录入的；时长和积分随即入账。
#[utoipa::path(tag = "volunteers", operation_id = "approveAddedMinutes",
    params(MinutesClaimPath, IdempotencyHeader, IfMatchHeader), request_body = MoveMinutesClaim,
    responses((status = 200, description = "已通过", body = MinutesClaim), Problems), security(("bearer" = [])))]
#[post("/approve")]
async fn approve(
    app: web::Data<App>,
    actor: Actor,
    path: Path<MinutesClaimPath>,
    command: Command<MoveMinutesClaim>,
) -> Result<HttpResponse> {
    decide(&app, &actor, path.0.minutes_claim_id, command, |_| Decision::Approve).await
}

/// 拒绝补录
///
/// 由社区工作者拒绝并说明原因。
#[utoipa::path(tag = "volunteers", operation_id = "rejectAddedMinutes",
    params(MinutesClaimPath, IdempotencyHeader, IfMatchHeader), request_body = RejectMinutesClaim,
    responses((status = 200, description = "已拒绝", body = MinutesClaim), Problems), security(("bearer" = [])))]
#[post("/reject")]
async fn reject(
    app: web::Data<App>,
    actor: Actor,
    path: Path<MinutesClaimPath>,
    command: Command<RejectMinutesClaim>,
) -> Result<HttpResponse> {
    let because = |body: RejectMinutesClaim| Decision::Reject(body.reason.into());
    decide(&app, &actor, path.0.minutes_claim_id, command, because).await
}

/// 撤回补录
///
/// 在审核之前由本人或录入者撤回。
#[utoipa::path(tag = "volunteers", operation_id = "withdrawAddedMinutes",
    params(MinutesClaimPath, IdempotencyHeader, IfMatchHeader), request_body = MoveMinutesClaim,
    responses((status = 200, description = "已撤回", body = MinutesClaim), Problems), security(("bearer" = [])))]
#[post("/withdraw")]
async fn withdraw(
    app: web::Data<App>,
    actor: Actor,
    path: Path<MinutesClaimPath>,
    command: Command<MoveMinutesClaim>,
) -> Result<HttpResponse> {
    decide(&app, &actor, path.0.minutes_claim_id, command, |_| Decision::Withdraw).await
}

async fn decide<T: Versioned>(
    app: &App,
    actor: &Actor,
    id: MinutesClaimId,
    command: Command<T>,
    decision: impl FnOnce(T) -> Decision,
) -> Result<HttpResponse> {
    let seen = command.expected(command.body.version())?;
    let work = async |tx: &Tx<'_>, body: T| {
        let row = minutes::decide(tx, actor, id, seen, decision(body)).await?;
        show(tx, actor, row).await
    };
    command.run(app, actor, work).await
}

async fn show(tx: &Tx<'_>, actor: &Actor, row: minutes_claim::Model) -> Result<Reply> {
    let whose = store::one(tx, actor, row.volunteer_id).await?;
    let version = row.version;
    Ok(Reply::ok(&MinutesClaim::new(actor, row, &whose))?.etag(version))
}
