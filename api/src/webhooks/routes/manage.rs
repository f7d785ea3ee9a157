//! A community's admin makes, changes and removes webhooks.

use actix_web::{HttpResponse, delete, get, post, put, web};
use entity::webhooks::webhook;

use crate::app::App;
use crate::auth::Actor;
use crate::auth::service::clients;
use crate::error::Result;
use crate::http::{Command, Empty, IdempotencyHeader, IfMatchHeader, Path, Problems, Query, Reply, personal};
use crate::kernel::db::Tx;
use crate::kernel::page::{self, Page};
use crate::webhooks::service::manage;
use crate::webhooks::store;
use crate::webhooks::view::{
    ChangeWebhook, NewWebhook, RotateWebhookSecret, Webhook, WebhookCommunityQuery, WebhookPath, WebhookQuery,
    WebhookWithSecret,
};

fn shown(row: webhook::Model) -> Result<Reply> {
    let version = row.version;
    Ok(Reply::ok(&Webhook::from(row))?.etag(version))
}

/// 推送列表
///
/// 本社区的推送，新的在前。由社区管理员查看。
#[utoipa::path(
    tag = "webhooks",
    operation_id = "listWebhooks",
    params(WebhookQuery),
    responses((status = 200, description = "一页推送", body = Page<Webhook>), Problems),
    security(("bearer" = []))
)]
#[get("")]
pub(super) async fn list(app: web::Data<App>, actor: Actor, query: Query<WebhookQuery>) -> Result<HttpResponse> {
    let query = query.0;
    let community = clients::of(&actor, query.community_id)?;
    let at = (query.cursor.as_deref(), page::size(query.page_size)?);
    let rows = store::page(&app.kernel.db, community, at, query.with_total.unwrap_or(false)).await?;
    personal(&rows.map(Webhook::from))
}

/// 新建推送
///
/// 第三方系统在此接收事件，按 Standard Webhooks 签名，只含编号。签名密钥只显示这一次。每个接口密钥最多 10 个。
/// 不保证先后次序，可能重复（以请求头 webhook-id 去重）。由社区管理员新建。
#[utoipa::path(
    tag = "webhooks",
    operation_id = "createWebhook",
    params(WebhookCommunityQuery, IdempotencyHeader),
    request_body = NewWebhook,
    responses((status = 201, description = "新的推送及其签名密钥", body = WebhookWithSecret), Problems),
    security(("bearer" = []))
)]
#[post("")]
pub(super) async fn create(
    app: web::Data<App>,
    actor: Actor,
    query: Query<WebhookCommunityQuery>,
    command: Command<NewWebhook>,
) -> Result<HttpResponse> {
    let named = query.0.community_id;
    let work = async |tx: &Tx<'_>, body: NewWebhook| {
        let (client, wanted) = body.into_wanted();
        let made = manage::create(tx, &actor, named, client, wanted).await?;
        let (location, version) = (format!("/api/v1/webhooks/{}", made.0.id), made.0.version);
        Ok(Reply::created(location, &WebhookWithSecret::new(made))?.etag(version))
    };
    command.run(&app, &actor, work).await
}

/// 推送详情
///
/// 由社区管理员查看，不含签名密钥。
#[utoipa::path(
    tag = "webhooks",
    operation_id = "getWebhook",
    params(WebhookPath),
    responses((status = 200, description = "推送", body = Webhook), Problems),
    security(("bearer" = []))
)]
#[get("")]
pub(super) async fn show(app: web::Data<App>, actor: Actor, path: Path<WebhookPath>) -> Result<HttpResponse> {
    Ok(shown(store::one(&app.kernel.db, &actor, path.0.webhook_id).await?)?.into_response())
}

/// 修改推送
///
/// 修改地址、用途、订阅的事件，启用或停用。由社区管理员修改。
#[utoipa::path(
    tag = "webhooks",
    operation_id = "changeWebhook",
    params(WebhookPath, IdempotencyHeader, IfMatchHeader),
    request_body = ChangeWebhook,
    responses((status = 200, description = "修改后的推送", body = Webhook), Problems),
    security(("bearer" = []))
)]
#[put("")]
pub(super) async fn change(
    app: web::Data<App>,
    actor: Actor,
    path: Path<WebhookPath>,
    command: Command<ChangeWebhook>,
) -> Result<HttpResponse> {
    let seen = command.expected(command.body.version)?;
    let work = async |tx: &Tx<'_>, body: ChangeWebhook| {
        let (wanted, enabled) = body.into_wanted();
        shown(manage::change(tx, &actor, path.0.webhook_id, seen, wanted, enabled).await?)
    };
    command.run(&app, &actor, work).await
}

/// 更换签名密钥
///
/// 新的签名密钥只显示这一次。24 小时内每条消息同时带新旧两个签名，接收方可从容更换。由社区管理员更换。
#[utoipa::path(
    tag = "webhooks",
    operation_id = "rotateWebhookSecret",
    params(WebhookPath, IdempotencyHeader, IfMatchHeader),
    request_body = RotateWebhookSecret,
    responses((status = 200, description = "推送及其新的签名密钥", body = WebhookWithSecret), Problems),
    security(("bearer" = []))
)]
#[post("/rotate-secret")]
pub(super) async fn rotate(
    app: web::Data<App>,
    actor: Actor,
    path: Path<WebhookPath>,
    command: Command<RotateWebhookSecret>,
) -> Result<HttpResponse> {
    let seen = command.expected(command.body.version)?;
    let work = async |tx: &Tx<'_>, _| {
        let made = manage::rotate(tx, &actor, path.0.webhook_id, seen).await?;
        let version = made.0.version;
        Ok(Reply::ok(&WebhookWithSecret::new(made))?.etag(version))
    };
    command.run(&app, &actor, work).await
}

/// 删除推送
///
/// 连同其消息记录删除，不能恢复。由社区管理员删除。
#[utoipa::path(
    tag = "webhooks",
    operation_id = "deleteWebhook",
    params(WebhookPath, IdempotencyHeader),
    responses((status = 204, description = "已删除"), Problems),
    security(("bearer" = []))
)]
#[delete("")]
pub(super) async fn remove(
    app: web::Data<App>,
    actor: Actor,
    path: Path<WebhookPath>,
    command: Command<Empty>,
) -> Result<HttpResponse> {
    let work = async |tx: &Tx<'_>, _| manage::remove(tx, &actor, path.0.webhook_id).await.map(|()| Reply::empty());
    command.run(&app, &actor, work).await
}
