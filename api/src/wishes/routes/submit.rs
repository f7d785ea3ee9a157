//! Making a wish, and what its author does before anybody helps.

use actix_web::{HttpResponse, get, post, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::requests::{MoveBecause, MoveWithReason, Resubmit, SubmitWish, WishPath};
use super::{go, show};
use crate::app::App;
use crate::auth::Actor;
use crate::error::Result;
use crate::http::{Command, Empty, IdempotencyHeader, IfMatchHeader, Path, Problems, Query, Reply, personal};
use crate::kernel::db::Tx;
use crate::kernel::text::Prose;
use crate::wishes::service::submit::Revision;
use crate::wishes::service::{self, Case};
use crate::wishes::view::{self, Names, WishDetail, WishItem};

/// What somebody is about to wish.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SimilarQuery {
    /// 标题和内容
    pub text: Prose<2000>,
}

/// 已提交的心愿，以及可能相同的心愿
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SubmittedWish {
    /// 心愿
    pub wish: WishDetail,
    /// 可能相同的、正在进行的心愿，可以去附和
    pub similar: Vec<WishItem>,
}

/// 查找相似的心愿
///
/// 填写时提示正在进行的相似心愿，最多五个，最像的在前。
#[utoipa::path(
    tag = "wishes",
    operation_id = "listSimilarWishes",
    params(SimilarQuery),
    responses((status = 200, description = "相似的心愿", body = Vec<WishItem>), Problems),
    security(("bearer" = []))
)]
#[get("/similar")]
pub(super) async fn similar(app: web::Data<App>, actor: Actor, query: Query<SimilarQuery>) -> Result<HttpResponse> {
    let db = &app.kernel.db;
    let wishes = service::similar::similar(db, actor.require_community()?, &query.0.text).await?;
    let names = Names::of(db, &wishes).await?;
    let items: Vec<WishItem> = wishes.iter().map(|wish| names.item(wish)).collect();
    personal(&items)
}

/// 提交心愿
///
/// 已认证的居民为自己或他人提交；工作人员代居民、12345 热线、走访和来访录入时填写来源和地点。
#[utoipa::path(
    tag = "wishes",
    operation_id = "submitWish",
    params(IdempotencyHeader),
    request_body = SubmitWish,
    responses((status = 201, description = "已提交，待审核", body = SubmittedWish), Problems),
    security(("bearer" = []))
)]
#[post("")]
pub(super) async fn submit(app: web::Data<App>, actor: Actor, command: Command<SubmitWish>) -> Result<HttpResponse> {
    let work = async |tx: &Tx<'_>, body: SubmitWish| {
        let text = format!("{}\n{}", &*body.title, &*body.body);
        let wish = service::submit::submit(tx, &actor, body.parsed()?).await?;
        let like = service::similar::similar(tx, wish.community_id, &text).await?;
        let names = Names::of(tx, &like).await?;
        let (id, version) = (wish.id, wish.version);
        let case = Case::of(tx, &actor, wish).await?;
        let wish = view::detail(tx.kernel(), tx, &actor, &case, tx.now()).await?;
        let like = like.iter().map(|wish| names.item(wish)).collect();
        Ok(Reply::created(format!("/api/v1/wishes/{id}"), &SubmittedWish { wish, similar: like })?.etag(version))
    };
    command.run(&app, &actor, work).await
}

/// 附和
///
/// “我也需要”：每人一次，不能附和自己的心愿。
#[utoipa::path(
    tag = "wishes",
    operation_id = "supportWish",
    params(WishPath, IdempotencyHeader),
    request_body = Empty,
    responses((status = 200, description = "心愿的现状", body = WishDetail), Problems),
    security(("bearer" = []))
)]
#[post("/support")]
pub(super) async fn support(
    app: web::Data<App>,
    actor: Actor,
    path: Path<WishPath>,
    command: Command<Empty>,
) -> Result<HttpResponse> {
    let work =
        async |tx: &Tx<'_>, _| show(tx, &actor, service::support::support(tx, &actor, path.0.wish_id).await?).await;
    command.run(&app, &actor, work).await
}

/// 修改后重新提交
///
/// 退回的心愿修改后重新提交；退回期间不计入期限。
#[utoipa::path(
    tag = "wishes",
    operation_id = "resubmitWish",
    params(WishPath, IdempotencyHeader, IfMatchHeader),
    request_body = Resubmit,
    responses((status = 200, description = "心愿的现状", body = WishDetail), Problems),
    security(("bearer" = []))
)]
#[post("/resubmit")]
pub(super) async fn resubmit(
    app: web::Data<App>,
    actor: Actor,
    path: Path<WishPath>,
    command: Command<Resubmit>,
) -> Result<HttpResponse> {
    let id = path.0.wish_id;
    let act = async |tx: &Tx<'_>, version, body: Resubmit| {
        let revision = Revision { title: body.title.map(Into::into), body: body.body.map(Into::into) };
        service::submit::resubmit(tx, &actor, id, version, revision).await
    };
    go(&app, &actor, command, act).await
}

/// 申诉
///
/// 对未通过的决定申诉一次，由上一级处理，原审核人回避。
#[utoipa::path(
    tag = "wishes",
    operation_id = "appealWish",
    params(WishPath, IdempotencyHeader, IfMatchHeader),
    request_body = MoveBecause,
    responses((status = 200, description = "心愿的现状", body = WishDetail), Problems),
    security(("bearer" = []))
)]
#[post("/appeal")]
pub(super) async fn appeal(
    app: web::Data<App>,
    actor: Actor,
    path: Path<WishPath>,
    command: Command<MoveBecause>,
) -> Result<HttpResponse> {
    let id = path.0.wish_id;
    let act = async |tx: &Tx<'_>, version, body: MoveBecause| {
        service::submit::appeal(tx, &actor, id, version, body.reason.into()).await
    };
    go(&app, &actor, command, act).await
}

/// 撤回
///
/// 作者撤回自己的心愿。
#[utoipa::path(
    tag = "wishes",
    operation_id = "withdrawWish",
    params(WishPath, IdempotencyHeader, IfMatchHeader),
    request_body = MoveWithReason,
    responses((status = 200, description = "心愿的现状", body = WishDetail), Problems),
    security(("bearer" = []))
)]
#[post("/withdraw")]
pub(super) async fn withdraw(
    app: web::Data<App>,
    actor: Actor,
    path: Path<WishPath>,
    command: Command<MoveWithReason>,
) -> Result<HttpResponse> {
    let id = path.0.wish_id;
    let act = async |tx: &Tx<'_>, version, body: MoveWithReason| {
        service::submit::withdraw(tx, &actor, id, version, body.reason.map(Into::into)).await
    };
    go(&app, &actor, command, act).await
}
