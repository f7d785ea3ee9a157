//! Helpers work, are done, and see whom to call.

use actix_web::{HttpResponse, get, post, web};

use super::go;
use super::requests::{WishPath, WorkNote};
use crate::app::App;
use crate::auth::Actor;
use crate::error::Result;
use crate::http::{Command, Empty, IdempotencyHeader, IfMatchHeader, Path, Problems, Reply, personal};
use crate::kernel::db::Tx;
use crate::wishes::service::{self, Case};
use crate::wishes::view::{ContactLook, ContactView, WishDetail};

/// 记录进展
///
/// 认领人记录进展，可附照片。
#[utoipa::path(
    tag = "wishes",
    operation_id = "reportWishProgress",
    params(WishPath, IdempotencyHeader, IfMatchHeader),
    request_body = WorkNote,
    responses((status = 200, description = "心愿的现状", body = WishDetail), Problems),
    security(("bearer" = []))
)]
#[post("/progress")]
pub(super) async fn progress(
    app: web::Data<App>,
    actor: Actor,
    path: Path<WishPath>,
    command: Command<WorkNote>,
) -> Result<HttpResponse> {
    let id = path.0.wish_id;
    let act = async |tx: &Tx<'_>, version, body: WorkNote| {
        service::work::progress(tx, &actor, id, version, body.into()).await
    };
    go(&app, &actor, command, act).await
}

/// 完成
///
/// 认领人提交完成凭证，等作者确认。
#[utoipa::path(
    tag = "wishes",
    operation_id = "fulfilWish",
    params(WishPath, IdempotencyHeader, IfMatchHeader),
    request_body = WorkNote,
    responses((status = 200, description = "心愿的现状", body = WishDetail), Problems),
    security(("bearer" = []))
)]
#[post("/fulfil")]
pub(super) async fn fulfil(
    app: web::Data<App>,
    actor: Actor,
    path: Path<WishPath>,
    command: Command<WorkNote>,
) -> Result<HttpResponse> {
    let id = path.0.wish_id;
    let act =
        async |tx: &Tx<'_>, version, body: WorkNote| service::work::fulfil(tx, &actor, id, version, body.into()).await;
    go(&app, &actor, command, act).await
}

/// 查看联系方式
///
/// 只有当前认领人可以查看；没有账号的来电、来访者，录入该心愿的工作人员也可以查看，以便回访。每次查看都会记录，作者可以看到。
#[utoipa::path(
    tag = "wishes",
    operation_id = "lookAtWishContact",
    params(WishPath, IdempotencyHeader),
    request_body = Empty,
    responses((status = 200, description = "联系方式", body = ContactView), Problems),
    security(("bearer" = []))
)]
#[post("/contact")]
pub(super) async fn contact(
    app: web::Data<App>,
    actor: Actor,
    path: Path<WishPath>,
    command: Command<Empty>,
) -> Result<HttpResponse> {
    let look =
        async |tx: &Tx<'_>, _| Reply::ok(&ContactView::from(service::contact::look(tx, &actor, path.0.wish_id).await?));
    command.run(&app, &actor, look).await
}

/// 谁看过联系方式
///
/// 心愿作者和工作人员可以查看记录，最近的在前。
#[utoipa::path(
    tag = "wishes",
    operation_id = "listWishContactLooks",
    params(WishPath),
    responses((status = 200, description = "查看记录", body = Vec<ContactLook>), Problems),
    security(("bearer" = []))
)]
#[get("/contact-looks")]
pub(super) async fn contact_looks(app: web::Data<App>, actor: Actor, path: Path<WishPath>) -> Result<HttpResponse> {
    let db = &app.kernel.db;
    let case = Case::read(db, &actor, path.0.wish_id).await?;
    let looks = service::contact::looks(db, &case).await?;
    let looks: Vec<ContactLook> = looks.iter().map(|look| ContactLook::new(look, &actor)).collect();
    personal(&looks)
}
