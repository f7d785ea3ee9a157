//! Helpers claim wishes and are assigned to them.

use actix_web::{HttpResponse, get, post, web};
use serde::Deserialize;
use utoipa::IntoParams;

use super::go;
use super::requests::{AssignWish, ClaimWish, Move, MoveBecause, MoveWithReason, WishPath};
use crate::app::App;
use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::http::{Command, IdempotencyHeader, IfMatchHeader, Path, Problems, Query, personal};
use crate::kernel::db::Tx;
use crate::kernel::page::{self, Page};
use crate::wishes::list::{self, At};
use crate::wishes::view::{Names, WishDetail, WishItem};
use crate::wishes::{near, service, store};

/// A page of claimable wishes.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ClaimableQuery {
    /// 上一页返回的游标
    pub cursor: Option<String>,
    /// 每页条数（1–100，默认 20）
    #[param(minimum = 1, maximum = 100)]
    pub page_size: Option<u64>,
}

/// 可认领的心愿
///
/// 待认领的心愿，由近及远：先是本网格，再按网格中心的距离；同一网格内先提交的在前。
#[utoipa::path(
    tag = "wishes",
    operation_id = "listClaimableWishes",
    params(ClaimableQuery),
    responses((status = 200, description = "一页心愿", body = Page<WishItem>), Problems),
    security(("bearer" = []))
)]
#[get("/claimable")]
pub(super) async fn claimable(app: web::Data<App>, actor: Actor, query: Query<ClaimableQuery>) -> Result<HttpResponse> {
    let account = actor.account()?;
    let community = actor.require_community()?;
    let db = &app.kernel.db;
    let helps = actor.is_volunteer_in(community) || actor.is_staff_of(community) || !actor.partners().is_empty();
    if !helps && store::teams_of(db, community, account).await?.is_empty() {
        return Err(Code::Forbidden.into());
    }
    let home = actor.residency.map(|residency| residency.place.grid).or(actor.led_grids().first().copied());
    let grids = near::grids(db, community, home).await?;
    let at = At { cursor: query.0.cursor, size: page::size(query.0.page_size)? };
    let page = list::claimable(db, &actor, &grids, &at).await?;
    let names = Names::of(db, &page.items).await?;
    personal(&page.map(|wish| names.item(&wish)))
}

/// 认领心愿
///
/// 志愿者本人，或代表团队、共建单位认领。同一心愿只有一个有效认领，每位认领人同时认领的数量有上限。
#[utoipa::path(
    tag = "wishes",
    operation_id = "claimWish",
    params(WishPath, IdempotencyHeader, IfMatchHeader),
    request_body = ClaimWish,
    responses((status = 200, description = "心愿的现状", body = WishDetail), Problems),
    security(("bearer" = []))
)]
#[post("/claim")]
pub(super) async fn claim(
    app: web::Data<App>,
    actor: Actor,
    path: Path<WishPath>,
    command: Command<ClaimWish>,
) -> Result<HttpResponse> {
    let id = path.0.wish_id;
    let act = async |tx: &Tx<'_>, version, body: ClaimWish| {
        service::claim::claim(tx, &actor, id, version, body.helper.map(Into::into)).await
    };
    go(&app, &actor, command, act).await
}

/// 指派
///
/// 网格长或工作人员指派给志愿者、团队或共建单位，对方可以谢绝。
#[utoipa::path(
    tag = "wishes",
    operation_id = "assignWish",
    params(WishPath, IdempotencyHeader, IfMatchHeader),
    request_body = AssignWish,
    responses((status = 200, description = "心愿的现状", body = WishDetail), Problems),
    security(("bearer" = []))
)]
#[post("/assign")]
pub(super) async fn assign(
    app: web::Data<App>,
    actor: Actor,
    path: Path<WishPath>,
    command: Command<AssignWish>,
) -> Result<HttpResponse> {
    let id = path.0.wish_id;
    let act = async |tx: &Tx<'_>, version, body: AssignWish| {
        service::claim::assign(tx, &actor, id, version, body.helper.into()).await
    };
    go(&app, &actor, command, act).await
}

/// 接受指派
///
/// 被指派者接受。
#[utoipa::path(
    tag = "wishes",
    operation_id = "acceptWish",
    params(WishPath, IdempotencyHeader, IfMatchHeader),
    request_body = Move,
    responses((status = 200, description = "心愿的现状", body = WishDetail), Problems),
    security(("bearer" = []))
)]
#[post("/accept")]
pub(super) async fn accept(
    app: web::Data<App>,
    actor: Actor,
    path: Path<WishPath>,
    command: Command<Move>,
) -> Result<HttpResponse> {
    let id = path.0.wish_id;
    let act = async |tx: &Tx<'_>, version, _: Move| service::claim::accept(tx, &actor, id, version).await;
    go(&app, &actor, command, act).await
}

/// 谢绝指派
///
/// 被指派者谢绝，心愿重新待认领。
#[utoipa::path(
    tag = "wishes",
    operation_id = "declineWish",
    params(WishPath, IdempotencyHeader, IfMatchHeader),
    request_body = MoveWithReason,
    responses((status = 200, description = "心愿的现状", body = WishDetail), Problems),
    security(("bearer" = []))
)]
#[post("/decline")]
pub(super) async fn decline(
    app: web::Data<App>,
    actor: Actor,
    path: Path<WishPath>,
    command: Command<MoveWithReason>,
) -> Result<HttpResponse> {
    let id = path.0.wish_id;
    let act = async |tx: &Tx<'_>, version, body: MoveWithReason| {
        service::claim::decline(tx, &actor, id, version, body.reason.map(Into::into)).await
    };
    go(&app, &actor, command, act).await
}

/// 放弃认领
///
/// 认领人放弃，心愿重新待认领；之后不再能看到联系方式。
#[utoipa::path(
    tag = "wishes",
    operation_id = "releaseWish",
    params(WishPath, IdempotencyHeader, IfMatchHeader),
    request_body = MoveWithReason,
    responses((status = 200, description = "心愿的现状", body = WishDetail), Problems),
    security(("bearer" = []))
)]
#[post("/release")]
pub(super) async fn release(
    app: web::Data<App>,
    actor: Actor,
    path: Path<WishPath>,
    command: Command<MoveWithReason>,
) -> Result<HttpResponse> {
    let id = path.0.wish_id;
    let act = async |tx: &Tx<'_>, version, body: MoveWithReason| {
        service::claim::release(tx, &actor, id, version, body.reason.map(Into::into)).await
    };
    go(&app, &actor, command, act).await
}

/// 收回认领
///
/// 网格长或工作人员收回认领并说明原因。
#[utoipa::path(
    tag = "wishes",
    operation_id = "revokeWishClaim",
    params(WishPath, IdempotencyHeader, IfMatchHeader),
    request_body = MoveBecause,
    responses((status = 200, description = "心愿的现状", body = WishDetail), Problems),
    security(("bearer" = []))
)]
#[post("/revoke")]
pub(super) async fn revoke(
    app: web::Data<App>,
    actor: Actor,
    path: Path<WishPath>,
    command: Command<MoveBecause>,
) -> Result<HttpResponse> {
    let id = path.0.wish_id;
    let act = async |tx: &Tx<'_>, version, body: MoveBecause| {
        service::claim::revoke(tx, &actor, id, version, body.reason.into()).await
    };
    go(&app, &actor, command, act).await
}
