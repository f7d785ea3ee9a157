//! The log of messages; a test, and one more try.

use actix_web::{HttpResponse, get, post, web};
use entity::webhooks::WebhookDeliveryStatus;

use crate::app::App;
use crate::auth::Actor;
use crate::error::Result;
use crate::http::{Command, Empty, IdempotencyHeader, Path, Problems, Query, Reply, personal};
use crate::kernel::db::Tx;
use crate::kernel::page::{self, Page};
use crate::webhooks::view::{DeliveryPath, DeliveryQuery, WebhookDelivery, WebhookPath};
use crate::webhooks::{service, store};

/// 推送的消息记录
///
/// 一个推送的消息，新的在前：状态、次数、对方的答复。保留 30 天（由运维设定）。由社区管理员查看。
#[utoipa::path(
    tag = "webhooks",
    operation_id = "listWebhookDeliveries",
    params(WebhookPath, DeliveryQuery),
    responses((status = 200, description = "一页消息", body = Page<WebhookDelivery>), Problems),
    security(("bearer" = []))
)]
#[get("/deliveries")]
pub(super) async fn list(
    app: web::Data<App>,
    actor: Actor,
    path: Path<WebhookPath>,
    query: Query<DeliveryQuery>,
) -> Result<HttpResponse> {
    let (db, query) = (&app.kernel.db, query.0);
    let webhook = store::one(db, &actor, path.0.webhook_id).await?;
    let statuses = page::comma_list::<WebhookDeliveryStatus>("status", query.status.as_deref())?;
    let at = (query.cursor.as_deref(), page::size(query.page_size)?);
    personal(&store::deliveries(db, webhook.id, &statuses, at).await?.map(WebhookDelivery::from))
}

/// 发送测试消息
///
/// 类型为 ping，与其他消息一样签名、重试、记录。由社区管理员发送。
#[utoipa::path(
    tag = "webhooks",
    operation_id = "pingWebhook",
    params(WebhookPath, IdempotencyHeader),
    request_body = Empty,
    responses((status = 202, description = "已排队的消息", body = WebhookDelivery), Problems),
    security(("bearer" = []))
)]
#[post("/ping")]
pub(super) async fn ping(
    app: web::Data<App>,
    actor: Actor,
    path: Path<WebhookPath>,
    command: Command<Empty>,
) -> Result<HttpResponse> {
    let work = async |tx: &Tx<'_>, _| {
        let sent = service::ping(tx, &actor, path.0.webhook_id).await?;
        Reply::accepted(&WebhookDelivery::from(sent))
    };
    command.run(&app, &actor, work).await
}

/// 重新推送
///
/// 把已送达或已放弃的消息再推送一次，编号不变，重新计算次数。由社区管理员操作。
#[utoipa::path(
    tag = "webhooks",
    operation_id = "retryWebhookDelivery",
    params(DeliveryPath, IdempotencyHeader),
    request_body = Empty,
    responses((status = 202, description = "已排队的消息", body = WebhookDelivery), Problems),
    security(("bearer" = []))
)]
#[post("/deliveries/{deliveryId}/retry")]
pub(super) async fn retry(
    app: web::Data<App>,
    actor: Actor,
    path: Path<DeliveryPath>,
    command: Command<Empty>,
) -> Result<HttpResponse> {
    let work = async |tx: &Tx<'_>, _| {
        let again = service::retry(tx, &actor, path.0.webhook_id, path.0.delivery_id).await?;
        Reply::accepted(&WebhookDelivery::from(again))
    };
    command.run(&app, &actor, work).await
}
