//! A matter is talked over.

use actix_web::{HttpResponse, get, post, web};
use entity::deliberations::deliberation_comment;
use entity::ids::{CommentId, DeliberationId};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::requests::{DeliberationMove, DeliberationPath};
use crate::app::App;
use crate::auth::Actor;
use crate::deliberations::comments::{self, DeliberationComment};
use crate::deliberations::service::{Case, comment};
use crate::error::{Code, Result};
use crate::http::{Command, IdempotencyHeader, IfMatchHeader, Path, Problems, Query, Reply, Routes, personal};
use crate::kernel::db::Tx;
use crate::kernel::page::{self, Page};
use crate::kernel::text::Prose;

/// Mounts these routes.
pub fn mount(routes: &mut Routes<'_>) {
    routes.under("/{deliberationId}").service(list).service(say).service(hide).service(restore);
}

/// A page of what was said.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DeliberationCommentQuery {
    /// 上一页返回的游标
    pub cursor: Option<String>,
    /// 每页条数（1–100，默认 20）
    #[param(minimum = 1, maximum = 100)]
    pub page_size: Option<u64>,
}

/// Which comment.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[serde(rename_all = "camelCase")]
pub struct DeliberationCommentPath {
    /// 议题编号
    pub deliberation_id: DeliberationId,
    /// 发言编号
    pub comment_id: CommentId,
}

/// 发言
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewDeliberationComment {
    /// 内容
    #[schema(example = "低层住户的采光要先谈好。")]
    pub text: Prose<1000>,
}

/// 隐藏一条发言
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HideDeliberationComment {
    /// 所见的版本号（或用 If-Match 请求头）
    #[schema(minimum = 1)]
    pub version: Option<i32>,
    /// 原因，大家都看得到
    #[schema(example = "含有人身攻击")]
    pub reason: Prose<200>,
}

/// 发言列表
///
/// 旧的在前。发言人对其他居民只显示身份；被隐藏的保留位置，写明原因。
#[utoipa::path(
    tag = "deliberations",
    operation_id = "listDeliberationComments",
    params(DeliberationPath, DeliberationCommentQuery),
    responses((status = 200, description = "一页发言", body = Page<DeliberationComment>), Problems),
    security(("bearer" = []))
)]
#[get("/comments")]
pub(super) async fn list(
    app: web::Data<App>,
    actor: Actor,
    path: Path<DeliberationPath>,
    query: Query<DeliberationCommentQuery>,
) -> Result<HttpResponse> {
    actor.account()?;
    let (db, id) = (&app.kernel.db, path.0.deliberation_id);
    let case = Case::read(db, &actor, id).await?;
    let page = comments::page(db, &actor, &case, query.0.cursor.as_deref(), page::size(query.0.page_size)?).await?;
    let shown = comments::show(db, &app.kernel.vault, &actor, &case, page.items.clone()).await?;
    personal(&page.with_items(shown))
}

/// 发言
///
/// 讨论中的议题，所在楼栋、小区或社区的居民、提出者、自治管理小组、网格长和社区工作者可以发言。
#[utoipa::path(
    tag = "deliberations",
    operation_id = "commentOnDeliberation",
    params(DeliberationPath, IdempotencyHeader),
    request_body = NewDeliberationComment,
    responses((status = 201, description = "已发言", body = DeliberationComment), Problems),
    security(("bearer" = []))
)]
#[post("/comments")]
pub(super) async fn say(
    app: web::Data<App>,
    actor: Actor,
    path: Path<DeliberationPath>,
    command: Command<NewDeliberationComment>,
) -> Result<HttpResponse> {
    let id = path.0.deliberation_id;
    let work = async |tx: &Tx<'_>, body: NewDeliberationComment| {
        let (case, said) = comment::say(tx, &actor, id, body.text.into()).await?;
        let location = format!("/api/v1/deliberations/{id}/comments/{}", said.id);
        let version = said.version;
        Ok(Reply::created(location, &shown(tx, &actor, &case, said).await?)?.etag(version))
    };
    command.run(&app, &actor, work).await
}

/// 隐藏发言
///
/// 社区工作者隐藏违规的发言，须说明原因。发言保留位置，条数不变，本人仍看得到内容。
#[utoipa::path(
    tag = "deliberations",
    operation_id = "hideDeliberationComment",
    params(DeliberationCommentPath, IdempotencyHeader, IfMatchHeader),
    request_body = HideDeliberationComment,
    responses((status = 200, description = "发言的现状", body = DeliberationComment), Problems),
    security(("bearer" = []))
)]
#[post("/comments/{commentId}/hide")]
pub(super) async fn hide(
    app: web::Data<App>,
    actor: Actor,
    path: Path<DeliberationCommentPath>,
    command: Command<HideDeliberationComment>,
) -> Result<HttpResponse> {
    let (id, which) = (path.0.deliberation_id, path.0.comment_id);
    let version = command.expected(command.body.version)?;
    let work = async |tx: &Tx<'_>, body: HideDeliberationComment| {
        let (case, row) = comment::hide(tx, &actor, id, which, version, body.reason.into()).await?;
        moderated(tx, &actor, &case, row).await
    };
    command.run(&app, &actor, work).await
}

/// 恢复发言
///
/// 社区工作者恢复被隐藏的发言。
#[utoipa::path(
    tag = "deliberations",
    operation_id = "restoreDeliberationComment",
    params(DeliberationCommentPath, IdempotencyHeader, IfMatchHeader),
    request_body = DeliberationMove,
    responses((status = 200, description = "发言的现状", body = DeliberationComment), Problems),
    security(("bearer" = []))
)]
#[post("/comments/{commentId}/restore")]
pub(super) async fn restore(
    app: web::Data<App>,
    actor: Actor,
    path: Path<DeliberationCommentPath>,
    command: Command<DeliberationMove>,
) -> Result<HttpResponse> {
    let (id, which) = (path.0.deliberation_id, path.0.comment_id);
    let version = command.expected(command.body.version)?;
    let work = async |tx: &Tx<'_>, _| {
        let (case, row) = comment::restore(tx, &actor, id, which, version).await?;
        moderated(tx, &actor, &case, row).await
    };
    command.run(&app, &actor, work).await
}

async fn moderated(tx: &Tx<'_>, actor: &Actor, case: &Case, row: deliberation_comment::Model) -> Result<Reply> {
    let version = row.version;
    Ok(Reply::ok(&shown(tx, actor, case, row).await?)?.etag(version))
}

async fn shown(
    tx: &Tx<'_>,
    actor: &Actor,
    case: &Case,
    row: deliberation_comment::Model,
) -> Result<DeliberationComment> {
    let mut shown = comments::show(tx, tx.vault(), actor, case, vec![row]).await?;
    shown.pop().ok_or_else(|| Code::Internal.into())
}
