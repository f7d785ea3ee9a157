//! Claims to households.

use actix_web::{HttpResponse, get, post, web};

use crate::app::App;
use crate::auth::Actor;
use crate::community::service::claims::{self, Decision};
use crate::community::view::{
    ApproveHouseholdClaim, HouseholdClaim, HouseholdClaimPath, HouseholdClaimQuery, NewHouseholdClaim,
    RejectHouseholdClaim, WithdrawHouseholdClaim,
};
use crate::error::Result;
use crate::http::{Command, IdempotencyHeader, IfMatchHeader, Path, Problems, Query, Reply, Routes, personal};
use crate::kernel::db::Tx;
use crate::kernel::page::Page;

/// Mounts these routes.
pub fn mount(routes: &mut Routes<'_>) {
    let mut household_claims = routes.under("/household-claims");
    household_claims.service(make).service(list);
    household_claims.under("/{householdClaimId}").service(one).service(approve).service(reject).service(withdraw);
}

/// 提交住户认领
///
/// 声明自己住在哪一户，由网格长核实。一人同时只能有一份待处理的认领。
#[utoipa::path(tag = "community", operation_id = "createHouseholdClaim", params(IdempotencyHeader),
    request_body = NewHouseholdClaim,
    responses((status = 201, description = "已提交", body = HouseholdClaim), Problems), security(("bearer" = [])))]
#[post("")]
async fn make(app: web::Data<App>, actor: Actor, command: Command<NewHouseholdClaim>) -> Result<HttpResponse> {
    let work = command.run(&app, &actor, async |tx, input| {
        let claim = claims::make(tx, &actor, input).await?;
        let (location, version) = (format!("/api/v1/household-claims/{}", claim.id), claim.version);
        let view = claims::show_one(tx, tx.vault(), &actor, claim).await?;
        Ok(Reply::created(location, &view)?.etag(version))
    });
    work.await
}

/// 住户认领列表
///
/// 本人的认领；网格长另见本网格的，社区工作者另见本社区的。旧的在前。
#[utoipa::path(tag = "community", operation_id = "listHouseholdClaims", params(HouseholdClaimQuery),
    responses((status = 200, description = "一页", body = Page<HouseholdClaim>), Problems),
    security(("bearer" = [])))]
#[get("")]
async fn list(app: web::Data<App>, actor: Actor, query: Query<HouseholdClaimQuery>) -> Result<HttpResponse> {
    personal(&claims::list(&app.kernel, &actor, &query.0).await?)
}

/// 查看住户认领
///
/// 附版本号和当前可做的动作。
#[utoipa::path(tag = "community", operation_id = "getHouseholdClaim", params(HouseholdClaimPath),
    responses((status = 200, description = "住户认领", body = HouseholdClaim), Problems), security(("bearer" = [])))]
#[get("")]
async fn one(app: web::Data<App>, actor: Actor, path: Path<HouseholdClaimPath>) -> Result<HttpResponse> {
    let claim = claims::one(&app.kernel, &actor, path.0.household_claim_id).await?;
    Ok(Reply::ok(&claim)?.etag(claim.version).into_response())
}

/// 通过住户认领
///
/// 申请人成为认证居民：与名册上同一门牌内同名的居民对应，没有则新增。限本网格的网格长和社区工作者，本人不能通过自己的认领。
#[utoipa::path(tag = "community", operation_id = "approveHouseholdClaim",
    params(HouseholdClaimPath, IdempotencyHeader, IfMatchHeader), request_body = ApproveHouseholdClaim,
    responses((status = 200, description = "已通过", body = HouseholdClaim), Problems), security(("bearer" = [])))]
#[post("/approve")]
async fn approve(
    app: web::Data<App>,
    actor: Actor,
    path: Path<HouseholdClaimPath>,
    command: Command<ApproveHouseholdClaim>,
) -> Result<HttpResponse> {
    let expected = command.expected(command.body.version)?;
    let work = command.run(&app, &actor, async |tx, input| {
        decide(tx, &actor, path.0, expected, Decision::Approve(input.household_id)).await
    });
    work.await
}

/// 拒绝住户认领
///
/// 须说明原因，申请人可见。限本网格的网格长和社区工作者。
#[utoipa::path(tag = "community", operation_id = "rejectHouseholdClaim",
    params(HouseholdClaimPath, IdempotencyHeader, IfMatchHeader), request_body = RejectHouseholdClaim,
    responses((status = 200, description = "已拒绝", body = HouseholdClaim), Problems), security(("bearer" = [])))]
#[post("/reject")]
async fn reject(
    app: web::Data<App>,
    actor: Actor,
    path: Path<HouseholdClaimPath>,
    command: Command<RejectHouseholdClaim>,
) -> Result<HttpResponse> {
    let expected = command.expected(command.body.version)?;
    let work = command.run(&app, &actor, async |tx, input| {
        decide(tx, &actor, path.0, expected, Decision::Reject(input.reason.into())).await
    });
    work.await
}

/// 撤回住户认领
///
/// 在处理之前撤回本人的认领。
#[utoipa::path(tag = "community", operation_id = "withdrawHouseholdClaim",
    params(HouseholdClaimPath, IdempotencyHeader, IfMatchHeader), request_body = WithdrawHouseholdClaim,
    responses((status = 200, description = "已撤回", body = HouseholdClaim), Problems), security(("bearer" = [])))]
#[post("/withdraw")]
async fn withdraw(
    app: web::Data<App>,
    actor: Actor,
    path: Path<HouseholdClaimPath>,
    command: Command<WithdrawHouseholdClaim>,
) -> Result<HttpResponse> {
    let expected = command.expected(command.body.version)?;
    let work = command.run(&app, &actor, async |tx, _| decide(tx, &actor, path.0, expected, Decision::Withdraw).await);
    work.await
}

async fn decide(
    tx: &Tx<'_>,
    actor: &Actor,
    path: HouseholdClaimPath,
    expected: i32,
    decision: Decision,
) -> Result<Reply> {
    let claim = claims::decide(tx, actor, path.household_claim_id, expected, decision).await?;
    let version = claim.version;
    Ok(Reply::ok(&claims::show_one(tx, tx.vault(), actor, claim).await?)?.etag(version))
}
