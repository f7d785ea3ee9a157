//! Webhooks in JSON.

mod delivery;

use chrono::{DateTime, Utc};
use entity::ids::{ApiClientId, CommunityId, WebhookId};
use entity::webhooks::{WebhookEvent, WebhookStop, webhook};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use zeroize::Zeroizing;

use super::service::manage::Wanted;
use crate::kernel::text::Line;

pub use delivery::{DeliveryPath, DeliveryQuery, WebhookDelivery, WebhookMessage};

/// Which webhook.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[serde(rename_all = "camelCase")]
pub struct WebhookPath {
    /// 推送编号
    pub webhook_id: WebhookId,
}

/// Which page of which community's.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WebhookQuery {
    /// 社区，平台管理员必填
    pub community_id: Option<CommunityId>,
    /// 上一页返回的游标
    pub cursor: Option<String>,
    /// 每页条数（1–100，默认 20）
    #[param(minimum = 1, maximum = 100)]
    pub page_size: Option<u64>,
    /// 是否返回总数
    pub with_total: Option<bool>,
}

/// In which community.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WebhookCommunityQuery {
    /// 社区，平台管理员必填
    pub community_id: Option<CommunityId>,
}

/// 新的推送
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({
    "apiClientId": "01970000-0000-7000-8000-000000000000", "url": "https://example.org/siwei",
    "description": "街道工单系统", "events": ["wish.approved", "wish.confirmed"]
}))]
pub struct NewWebhook {
    /// 接口密钥：只推送其权限看得到的事件，撤销或到期后不再推送
    pub api_client_id: ApiClientId,
    /// 接收地址：公网 https，不含用户名和密码
    #[schema(format = "uri", min_length = 1, max_length = 2048)]
    pub url: String,
    /// 用途
    pub description: Option<Line<200>>,
    /// 订阅的事件，不含 ping
    #[schema(min_items = 1, max_items = 15)]
    pub events: Vec<WebhookEvent>,
}

impl NewWebhook {
    /// What is wanted, and for which program.
    pub fn into_wanted(self) -> (ApiClientId, Wanted) {
        let Self { api_client_id, url, description, events } = self;
        (api_client_id, Wanted { url, description: description.map(Into::into), events })
    }
}

/// 修改推送
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChangeWebhook {
    /// 所见的版本号（或用 If-Match 请求头）
    #[schema(minimum = 1)]
    pub version: Option<i32>,
    /// 接收地址：公网 https，不含用户名和密码
    #[schema(format = "uri", min_length = 1, max_length = 2048)]
    pub url: String,
    /// 用途
    pub description: Option<Line<200>>,
    /// 订阅的事件，不含 ping
    #[schema(min_items = 1, max_items = 15)]
    pub events: Vec<WebhookEvent>,
    /// 是否推送；停用期间发生的事件不补发，停用前尚未送达的在启用后继续
    pub enabled: bool,
}

impl ChangeWebhook {
    /// What is wanted, and whether it is on.
    pub fn into_wanted(self) -> (Wanted, bool) {
        let Self { url, description, events, enabled, .. } = self;
        (Wanted { url, description: description.map(Into::into), events }, enabled)
    }
}

/// 更换签名密钥
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RotateWebhookSecret {
    /// 所见的版本号（或用 If-Match 请求头）
    #[schema(minimum = 1)]
    pub version: Option<i32>,
}

/// 推送：第三方系统在此接收事件
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Webhook {
    /// 编号
    pub id: WebhookId,
    /// 接口密钥
    pub api_client_id: ApiClientId,
    /// 接收地址
    pub url: String,
    /// 用途
    #[schema(required = true)]
    pub description: Option<String>,
    /// 订阅的事件
    pub events: Vec<WebhookEvent>,
    /// 是否推送
    pub enabled: bool,
    /// 停用的原因
    #[schema(required = true)]
    pub stopped_because: Option<WebhookStop>,
    /// 停用的时间
    #[schema(required = true)]
    pub stopped_at: Option<DateTime<Utc>>,
    /// 从何时起没有送达过
    #[schema(required = true)]
    pub failing_since: Option<DateTime<Utc>>,
    /// 旧签名密钥同时有效到何时；没有更换过或已失效时为 null
    #[schema(required = true)]
    pub old_secret_until: Option<DateTime<Utc>>,
    /// 版本号
    pub version: i32,
    /// 新建时间
    pub created_at: DateTime<Utc>,
    /// 修改时间
    pub updated_at: DateTime<Utc>,
}

impl From<webhook::Model> for Webhook {
    fn from(row: webhook::Model) -> Self {
        Self {
            id: row.id,
            api_client_id: row.api_client_id,
            url: row.url,
            description: row.description,
            events: row.events.0,
            enabled: row.enabled,
            stopped_because: row.stopped_because,
            stopped_at: row.stopped_at,
            failing_since: row.failing_since,
            old_secret_until: row.old_secret_until,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

/// 推送及其签名密钥
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WebhookWithSecret {
    /// 签名密钥：只显示这一次，交给接收方用于验证签名
    #[schema(example = "whsec_…")]
    pub secret: String,
    /// 推送
    pub webhook: Webhook,
}

impl WebhookWithSecret {
    /// Shows the secret, this once.
    pub fn new((row, secret): (webhook::Model, Zeroizing<String>)) -> Self {
        Self { secret: secret.to_string(), webhook: row.into() }
    }
}
