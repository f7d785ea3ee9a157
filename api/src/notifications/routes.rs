//! The in-app inbox over HTTP.

use actix_web::{HttpResponse, get, post, web};
use chrono::{DateTime, Utc};
use entity::ids::NotificationId;
use entity::notifications::notification;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{service, subscriptions};
use crate::app::App;
use crate::auth::Actor;
use crate::error::Result;
use crate::http::{Command, Empty, Path, Problems, Query, Reply, Routes, personal};
use crate::kernel::db::Tx;
use crate::kernel::page;

/// Mounts the room.
pub fn mount(routes: &mut Routes<'_>) {
    let mut me = routes.under("/me");
    me.service(list).service(read_all).service(read).service(subscriptions::list).service(subscriptions::report);
}

/// Which page.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NotificationQuery {
    /// 上一页返回的游标
    pub cursor: Option<String>,
    /// 每页条数（1–100，默认 20）
    #[param(minimum = 1, maximum = 100)]
    pub page_size: Option<u64>,
}

/// Which notification.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[serde(rename_all = "camelCase")]
pub struct NotificationPath {
    /// 消息编号
    pub notification_id: NotificationId,
}

/// 一条站内消息
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Notification {
    /// 编号
    pub id: NotificationId,
    /// 发生了什么
    #[schema(example = "approve")]
    pub kind: String,
    /// 关于哪类事物
    #[schema(example = "wish")]
    pub subject_kind: String,
    /// 关于哪一个
    pub subject_id: Uuid,
    /// 标题
    pub title_zh: String,
    /// 英文标题
    pub title_en: String,
    /// 是否已读
    pub read: bool,
    /// 时间
    pub created_at: DateTime<Utc>,
}

impl From<notification::Model> for Notification {
    fn from(row: notification::Model) -> Self {
        Self {
            id: row.id,
            kind: row.kind,
            subject_kind: row.subject_kind,
            subject_id: row.subject_id,
            title_zh: row.title_zh,
            title_en: row.title_en,
            read: row.read_at.is_some(),
            created_at: row.created_at,
        }
    }
}

/// 一页站内消息
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NotificationPage {
    /// 本页各项
    pub items: Vec<Notification>,
    /// 下一页的游标；没有下一页时为 null
    #[schema(required = true)]
    pub next_cursor: Option<String>,
    /// 未读条数
    pub unread: u64,
}

/// 站内消息
///
/// 本人的消息，新的在前，附未读条数。
#[utoipa::path(
    tag = "notifications",
    operation_id = "listNotifications",
    params(NotificationQuery),
    responses((status = 200, description = "一页消息", body = NotificationPage), Problems),
    security(("bearer" = []))
)]
#[get("/notifications")]
pub(super) async fn list(app: web::Data<App>, actor: Actor, query: Query<NotificationQuery>) -> Result<HttpResponse> {
    let account = actor.account()?;
    let db = &app.kernel.db;
    let size = page::size(query.0.page_size)?;
    let page = service::list(db, account, query.0.cursor.as_deref(), size).await?;
    let unread = service::unread(db, account).await?;
    let page = page.map(Notification::from);
    personal(&NotificationPage { items: page.items, next_cursor: page.next_cursor, unread })
}

/// 标为已读
///
/// 把本人的一条消息标为已读。
#[utoipa::path(
    tag = "notifications",
    operation_id = "readNotification",
    params(NotificationPath),
    request_body = Empty,
    responses((status = 204, description = "已读"), Problems),
    security(("bearer" = []))
)]
#[post("/notifications/{notificationId}/read")]
pub(super) async fn read(
    app: web::Data<App>,
    actor: Actor,
    path: Path<NotificationPath>,
    command: Command<Empty>,
) -> Result<HttpResponse> {
    let (account, id) = (actor.account()?, path.0.notification_id);
    let mark = async |tx: &Tx<'_>, _| service::mark_read(tx, account, Some(id)).await.map(|()| Reply::empty());
    command.run(&app, &actor, mark).await
}

/// 全部标为已读
///
/// 把本人的消息全部标为已读。
#[utoipa::path(
    tag = "notifications",
    operation_id = "readAllNotifications",
    request_body = Empty,
    responses((status = 204, description = "已读"), Problems),
    security(("bearer" = []))
)]
#[post("/notifications/read")]
pub(super) async fn read_all(app: web::Data<App>, actor: Actor, command: Command<Empty>) -> Result<HttpResponse> {
    let account = actor.account()?;
    let mark = async |tx: &Tx<'_>, _| service::mark_read(tx, account, None).await.map(|()| Reply::empty());
    command.run(&app, &actor, mark).await
}
