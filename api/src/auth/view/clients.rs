//! Keys of third parties in JSON.

use chrono::{DateTime, Utc};
use entity::auth::{ApiScope, api_client};
use entity::ids::ApiClientId;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::error::{Code, Result};
use crate::kernel::text::Line;

/// Which key.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[serde(rename_all = "camelCase")]
pub struct ApiClientPath {
    /// 接口密钥编号
    pub api_client_id: ApiClientId,
}

/// 新的接口密钥
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"name": "12345 热线对接", "scopes": ["wishes:read", "wishes:write"], "validDays": 365}))]
pub struct NewApiClient {
    /// 名称，说明由谁使用
    pub name: Line<60>,
    /// 权限
    #[schema(min_items = 1, max_items = 8)]
    pub scopes: Vec<ApiScope>,
    /// 有效天数
    #[serde(default = "a_year")]
    #[schema(minimum = 1, maximum = 730, default = 365)]
    pub valid_days: u16,
}

fn a_year() -> u16 {
    365
}

impl NewApiClient {
    /// Its scopes, each once, and its life.
    ///
    /// # Errors
    /// `invalid` without a scope or beyond two years.
    pub fn checked(&self) -> Result<(Vec<ApiScope>, chrono::Days)> {
        if !(1..=8).contains(&self.scopes.len()) {
            return Err(Code::Invalid.error().at("/scopes", Code::InvalidValue));
        }
        if !(1..=730).contains(&self.valid_days) {
            return Err(Code::Invalid.error().at("/validDays", Code::InvalidValue));
        }
        let mut scopes = self.scopes.clone();
        scopes.sort();
        scopes.dedup();
        Ok((scopes, chrono::Days::new(self.valid_days.into())))
    }
}

/// 接口密钥
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ApiClient {
    /// 编号
    pub id: ApiClientId,
    /// 名称
    pub name: String,
    /// 密钥的公开部分，用于辨认
    #[schema(example = "swk_3f9a1c07")]
    pub prefix: String,
    /// 权限
    pub scopes: Vec<ApiScope>,
    /// 创建时间
    pub created_at: DateTime<Utc>,
    /// 失效时间
    pub expires_at: DateTime<Utc>,
    /// 最近使用时间（精确到小时）
    #[schema(required = true)]
    pub last_used_at: Option<DateTime<Utc>>,
}

impl From<api_client::Model> for ApiClient {
    fn from(row: api_client::Model) -> Self {
        Self {
            id: row.id,
            name: row.name,
            prefix: format!("{}{}", crate::auth::load::CLIENT_KEY, row.prefix),
            scopes: row.scopes.0,
            created_at: row.created_at,
            expires_at: row.expires_at,
            last_used_at: row.last_used_at,
        }
    }
}

/// 新的接口密钥，含密钥本身
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewApiClientKey {
    /// 密钥：只显示这一次，请妥善保存；用作 Authorization: Bearer
    #[schema(example = "swk_3f9a1c07_…")]
    pub key: String,
    /// 接口密钥
    pub client: ApiClient,
}
