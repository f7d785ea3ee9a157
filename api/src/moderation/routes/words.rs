//! The community's own words.

use actix_web::{HttpResponse, delete, get, post, web};

use super::requests::{AddContentWord, ContentWordPath, ModerationPageQuery};
use crate::app::App;
use crate::auth::Actor;
use crate::error::Result;
use crate::http::{Command, Empty, IdempotencyHeader, Path, Problems, Query, Reply, personal};
use crate::kernel::db::Tx;
use crate::kernel::page::{self, Page};
use crate::moderation::list;
use crate::moderation::service::word;
use crate::moderation::view::ContentWord;

/// 本社区的词库
///
/// 本社区自己的词，按字排序；部署时设定的词库不在其中。由社区工作者查看。
#[utoipa::path(
    tag = "moderation",
    operation_id = "listContentWords",
    params(ModerationPageQuery),
    responses((status = 200, description = "一页词", body = Page<ContentWord>), Problems),
    security(("bearer" = []))
)]
#[get("")]
pub(super) async fn all(app: web::Data<App>, actor: Actor, query: Query<ModerationPageQuery>) -> Result<HttpResponse> {
    let at = (query.0.cursor.as_deref(), page::size(query.0.page_size)?);
    let page = list::words(&app.kernel.db, actor.require_staff()?, at).await?;
    personal(&page.map(ContentWord::from))
}

/// 增加一个词
///
/// 此后发布的内容含有它的转人工审核；allow 则放行含有它的说法，即使其中有词库中的词。即刻生效。
#[utoipa::path(
    tag = "moderation",
    operation_id = "addContentWord",
    params(IdempotencyHeader),
    request_body = AddContentWord,
    responses((status = 201, description = "已增加", body = ContentWord), Problems),
    security(("bearer" = []))
)]
#[post("")]
pub(super) async fn add(app: web::Data<App>, actor: Actor, command: Command<AddContentWord>) -> Result<HttpResponse> {
    let work = async |tx: &Tx<'_>, body: AddContentWord| {
        Reply::made(&ContentWord::from(word::add(tx, &actor, body.word.into(), body.rule).await?))
    };
    command.run(&app, &actor, work).await
}

/// 删除一个词
///
/// 即刻生效；以前的审核不变。
#[utoipa::path(
    tag = "moderation",
    operation_id = "removeContentWord",
    params(ContentWordPath, IdempotencyHeader),
    responses((status = 204, description = "已删除"), Problems),
    security(("bearer" = []))
)]
#[delete("")]
pub(super) async fn remove(
    app: web::Data<App>,
    actor: Actor,
    path: Path<ContentWordPath>,
    command: Command<Empty>,
) -> Result<HttpResponse> {
    let work = async |tx: &Tx<'_>, _| word::remove(tx, &actor, path.0.word_id).await.map(|()| Reply::empty());
    command.run(&app, &actor, work).await
}
