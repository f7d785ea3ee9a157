//! What became of the own words and pictures.

use actix_web::{HttpResponse, get, post, web};

use super::requests::{AppealContentReview, ContentReviewPath, ModerationPageQuery};
use crate::app::App;
use crate::auth::Actor;
use crate::error::Result;
use crate::http::{Command, IdempotencyHeader, IfMatchHeader, Path, Problems, Query, Reply, personal};
use crate::kernel::db::Tx;
use crate::kernel::page::{self, Page};
use crate::moderation::list;
use crate::moderation::service::appeal as appealing;
use crate::moderation::view::{self, MyReview};

/// 我发布的内容的审核情况
///
/// 正在检查、等待审核、未通过的，以及工作人员作过结论的；新的在前，附有可直接展示的说明。
#[utoipa::path(
    tag = "moderation",
    operation_id = "listMyContentReviews",
    params(ModerationPageQuery),
    responses((status = 200, description = "一页审核情况", body = Page<MyReview>), Problems),
    security(("bearer" = []))
)]
#[get("")]
pub(super) async fn mine(app: web::Data<App>, actor: Actor, query: Query<ModerationPageQuery>) -> Result<HttpResponse> {
    let at = (query.0.cursor.as_deref(), page::size(query.0.page_size)?);
    let page = list::own(&app.kernel.db, actor.account()?, at).await?;
    personal(&page.map(|row| view::mine(&actor, row)))
}

/// 申诉
///
/// 未通过审核的内容，作者可以申诉一次，由另一位工作人员重新审核。
#[utoipa::path(
    tag = "moderation",
    operation_id = "appealContentReview",
    params(ContentReviewPath, IdempotencyHeader, IfMatchHeader),
    request_body = AppealContentReview,
    responses((status = 200, description = "审核情况", body = MyReview), Problems),
    security(("bearer" = []))
)]
#[post("/appeal")]
pub(super) async fn appeal(
    app: web::Data<App>,
    actor: Actor,
    path: Path<ContentReviewPath>,
    command: Command<AppealContentReview>,
) -> Result<HttpResponse> {
    let id = path.0.review_id;
    let version = command.expected(command.body.version)?;
    let work = async |tx: &Tx<'_>, body: AppealContentReview| {
        let row = appealing::appeal(tx, &actor, id, version, body.text.into()).await?;
        let version = row.version;
        Ok(Reply::ok(&view::mine(&actor, row))?.etag(version))
    };
    command.run(&app, &actor, work).await
}
