//! The moderators' queue.

use actix_web::http::header::ETAG;
use actix_web::{HttpResponse, get, post, web};
use entity::moderation::{ContentKind, ReviewCause, ReviewStatus, content_review};

use super::requests::{ContentReviewPath, ContentReviewQuery, DecideContentReview};
use crate::app::App;
use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::http::{Command, Empty, IdempotencyHeader, IfMatchHeader, Path, Problems, Query, Reply, personal};
use crate::kernel::db::Tx;
use crate::kernel::page::{self, Page};
use crate::moderation::list::{self, Filter};
use crate::moderation::service::{claim as claiming, decide as deciding};
use crate::moderation::store;
use crate::moderation::view::{self, ContentReview};

/// 内容审核
///
/// 等待人工审核的内容，等得最久的在前；其他状态的新的在前。由社区工作者查看。
#[utoipa::path(
    tag = "moderation",
    operation_id = "listContentReviews",
    params(ContentReviewQuery),
    responses((status = 200, description = "一页审核", body = Page<ContentReview>), Problems),
    security(("bearer" = []))
)]
#[get("")]
pub(super) async fn all(app: web::Data<App>, actor: Actor, query: Query<ContentReviewQuery>) -> Result<HttpResponse> {
    let (kernel, query) = (&app.kernel, query.0);
    let statuses = page::comma_list::<ReviewStatus>("status", query.status.as_deref())?;
    let status = match statuses.as_slice() {
        [] => ReviewStatus::Waiting,
        [one] => *one,
        _ => return Err(Code::MalformedQuery.error().fault("status", Code::InvalidValue, "one".to_owned())),
    };
    let filter = Filter {
        community: actor.require_staff()?,
        status,
        kinds: page::comma_list::<ContentKind>("kind", query.kind.as_deref())?,
        causes: page::comma_list::<ReviewCause>("cause", query.cause.as_deref())?,
    };
    let at = (query.cursor.as_deref(), page::size(query.page_size)?);
    let page = list::queue(&kernel.db, &filter, at).await?;
    let now = kernel.clock.approximate();
    personal(&page.with_items(view::reviews(kernel, &kernel.db, &actor, now, page.items.clone()).await?))
}

/// 一项内容审核
///
/// 由社区工作者查看。
#[utoipa::path(
    tag = "moderation",
    operation_id = "getContentReview",
    params(ContentReviewPath),
    responses((status = 200, description = "审核", body = ContentReview), Problems),
    security(("bearer" = []))
)]
#[get("")]
pub(super) async fn show(app: web::Data<App>, actor: Actor, path: Path<ContentReviewPath>) -> Result<HttpResponse> {
    let kernel = &app.kernel;
    let row = store::for_staff(&kernel.db, &actor, path.0.review_id).await?;
    let version = row.version;
    let shown = view::reviews(kernel, &kernel.db, &actor, kernel.clock.approximate(), vec![row]).await?.pop();
    let mut response = personal(&shown.ok_or_else(|| Code::Internal.error())?)?;
    if let Ok(etag) = format!("\"{version}\"").parse() {
        response.headers_mut().insert(ETAG, etag);
    }
    Ok(response)
}

/// 领取审核
///
/// 领取后 15 分钟内只有您能作结论；再次领取可以延长。不能审核自己发布的内容，也不能审核对自己结论的申诉。
#[utoipa::path(
    tag = "moderation",
    operation_id = "claimContentReview",
    params(ContentReviewPath, IdempotencyHeader),
    request_body = Empty,
    responses((status = 200, description = "审核的现状", body = ContentReview), Problems),
    security(("bearer" = []))
)]
#[post("/claim")]
pub(super) async fn claim(
    app: web::Data<App>,
    actor: Actor,
    path: Path<ContentReviewPath>,
    command: Command<Empty>,
) -> Result<HttpResponse> {
    let work = async |tx: &Tx<'_>, _| shown(tx, &actor, claiming::claim(tx, &actor, path.0.review_id).await?).await;
    command.run(&app, &actor, work).await
}

/// 放回审核
///
/// 不审了，留给别人。
#[utoipa::path(
    tag = "moderation",
    operation_id = "unclaimContentReview",
    params(ContentReviewPath, IdempotencyHeader),
    request_body = Empty,
    responses((status = 200, description = "审核的现状", body = ContentReview), Problems),
    security(("bearer" = []))
)]
#[post("/unclaim")]
pub(super) async fn unclaim(
    app: web::Data<App>,
    actor: Actor,
    path: Path<ContentReviewPath>,
    command: Command<Empty>,
) -> Result<HttpResponse> {
    let work = async |tx: &Tx<'_>, _| shown(tx, &actor, claiming::unclaim(tx, &actor, path.0.review_id).await?).await;
    command.run(&app, &actor, work).await
}

/// 审核结论
///
/// 先领取。通过的即刻公开，不通过的只有作者看得到，须写明理由；作者会收到消息。
#[utoipa::path(
    tag = "moderation",
    operation_id = "decideContentReview",
    params(ContentReviewPath, IdempotencyHeader, IfMatchHeader),
    request_body = DecideContentReview,
    responses((status = 200, description = "审核的现状", body = ContentReview), Problems),
    security(("bearer" = []))
)]
#[post("/decide")]
pub(super) async fn decide(
    app: web::Data<App>,
    actor: Actor,
    path: Path<ContentReviewPath>,
    command: Command<DecideContentReview>,
) -> Result<HttpResponse> {
    let id = path.0.review_id;
    let version = command.expected(command.body.version)?;
    let work = async |tx: &Tx<'_>, body: DecideContentReview| {
        let reason = body.reason.map(Into::into);
        shown(tx, &actor, deciding::decide(tx, &actor, id, version, body.decision, reason).await?).await
    };
    command.run(&app, &actor, work).await
}

async fn shown(tx: &Tx<'_>, actor: &Actor, row: content_review::Model) -> Result<Reply> {
    let version = row.version;
    let shown = view::reviews(tx.kernel(), tx, actor, tx.now(), vec![row]).await?.pop();
    Ok(Reply::ok(&shown.ok_or_else(|| Code::Internal.error())?)?.etag(version))
}
