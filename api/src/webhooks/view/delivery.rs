//! The log of messages, and what they say.

use chrono::{DateTime, Utc};
use entity::ids::{CommunityId, EventId, WebhookDeliveryId, WebhookId};
use entity::webhooks::{WebhookDeliveryStatus, WebhookDeliveryVerb, WebhookEvent, WebhookFailure, webhook_delivery};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::webhooks::state;

/// Which message.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[serde(rename_all = "camelCase")]
pub struct DeliveryPath {
    /// 推送编号
    pub webhook_id: WebhookId,
    /// 消息编号
    pub delivery_id: WebhookDeliveryId,
}

/// Which page.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DeliveryQuery {
    /// 状态，逗号分隔：pending、delivered、failed
    pub status: Option<String>,
    /// 上一页返回的游标
    pub cursor: Option<String>,
    /// 每页条数（1–100，默认 20）
    #[param(minimum = 1, maximum = 100)]
    pub page_size: Option<u64>,
}

/// 一条推送的消息
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WebhookDelivery {
    /// 编号，即请求头 webhook-id；重试时不变
    pub id: WebhookDeliveryId,
    /// 事件
    pub r#type: WebhookEvent,
    /// 事件编号；测试消息为 null
    #[schema(required = true)]
    pub event_id: Option<EventId>,
    /// 关于哪一个
    pub subject_id: Uuid,
    /// 状态
    pub status: WebhookDeliveryStatus,
    /// 已尝试的次数，最多 8 次
    pub attempts: i32,
    /// 下一次尝试的时间；不再尝试时为 null
    #[schema(required = true)]
    pub next_at: Option<DateTime<Utc>>,
    /// 最近一次尝试的时间
    #[schema(required = true)]
    pub last_attempt_at: Option<DateTime<Utc>>,
    /// 最近一次答复的 HTTP 状态
    #[schema(required = true)]
    pub response_status: Option<i32>,
    /// 最近一次答复的开头
    #[schema(required = true)]
    pub response_start: Option<String>,
    /// 最近一次未能送达的原因
    #[schema(required = true)]
    pub failure: Option<WebhookFailure>,
    /// 送达时间
    #[schema(required = true)]
    pub delivered_at: Option<DateTime<Utc>>,
    /// 发生后写入的时间
    pub created_at: DateTime<Utc>,
    /// 现在可以做的动作
    pub allowed_actions: Vec<WebhookDeliveryVerb>,
}

impl From<webhook_delivery::Model> for WebhookDelivery {
    fn from(row: webhook_delivery::Model) -> Self {
        Self {
            id: row.id,
            r#type: row.kind,
            event_id: row.event_id,
            subject_id: row.subject_id,
            status: row.status,
            attempts: row.attempts,
            next_at: (row.status == WebhookDeliveryStatus::Pending).then_some(row.next_at),
            last_attempt_at: row.last_attempt_at,
            response_status: row.response_status,
            response_start: row.response_start,
            failure: row.failure,
            delivered_at: row.delivered_at,
            created_at: row.created_at,
            allowed_actions: state::allowed(row.status),
        }
    }
}

/// 推送的内容：只有编号，内容另用接口读取
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "describes for the document what service/fan_out.rs writes")]
#[schema(example = json!({
    "type": "wish.approved", "timestamp": "2026-11-24T01:30:00.000Z",
    "data": { "id": "01970000-0000-7000-8000-000000000000", "communityId": "01970000-0000-7000-8000-000000000001" }
}))]
pub struct WebhookMessage {
    /// 事件
    r#type: WebhookEvent,
    /// 发生的时间（与请求头 webhook-timestamp 不同，后者是发送的时间）
    timestamp: DateTime<Utc>,
    /// 关于哪一个
    data: WebhookData,
}

/// 事件所关于的事物
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "describes for the document what service/fan_out.rs writes")]
#[schema(rename_all = "camelCase")]
pub struct WebhookData {
    /// 心愿、议题或行动的编号；测试消息为推送的编号
    id: Uuid,
    /// 社区
    community_id: CommunityId,
}
