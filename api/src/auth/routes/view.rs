//! What signing in sends and answers.

use chrono::{DateTime, Utc};
use entity::auth::session;
use entity::ids::{AccountId, SessionId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::auth::service::sessions::Tokens;
use crate::kernel::text::Line;

/// 微信登录
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"appid": "wx0123456789abcdef", "code": "sandbox:王秀兰"}))]
pub struct WechatCode {
    /// 小程序的 appid
    pub appid: Line<64>,
    /// wx.login 或手机号按钮得到的 code
    pub code: Line<256>,
}

/// 手机号和密码登录
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PasswordLogin {
    /// 手机号
    pub phone: Line<20>,
    /// 密码
    pub password: Line<128>,
}

/// 设置密码
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChangePassword {
    /// 原密码；从未设置过时省略
    pub old_password: Option<Line<128>>,
    /// 新密码，至少 10 个字符
    pub new_password: Line<128>,
}

/// 刷新
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RefreshToken {
    /// 刷新令牌
    pub refresh_token: Line<128>,
}

/// 登录结果
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SignedIn {
    /// 访问令牌，放在 Authorization: Bearer 中
    pub access_token: String,
    /// 访问令牌的有效秒数
    pub expires_in: i64,
    /// 刷新令牌：每次刷新都会更换，旧的作废
    pub refresh_token: String,
    /// 账号编号
    pub account_id: AccountId,
}

impl From<Tokens> for SignedIn {
    fn from(tokens: Tokens) -> Self {
        Self {
            access_token: tokens.access,
            expires_in: tokens.expires_in,
            refresh_token: tokens.refresh,
            account_id: tokens.account,
        }
    }
}

/// 一处登录
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SessionView {
    /// 编号
    pub id: SessionId,
    /// 设备自报的名称
    #[schema(required = true)]
    pub user_agent: Option<String>,
    /// 是否当前登录
    pub current: bool,
    /// 登录时间
    pub created_at: DateTime<Utc>,
    /// 最近使用时间
    pub last_used_at: DateTime<Utc>,
    /// 不再使用时的到期时间
    pub expires_at: DateTime<Utc>,
}

impl SessionView {
    /// The session as its owner sees it.
    pub fn new(row: session::Model, current: Option<SessionId>) -> Self {
        Self {
            id: row.id,
            current: current == Some(row.id),
            user_agent: row.user_agent,
            created_at: row.created_at,
            last_used_at: row.last_used_at,
            expires_at: row.expires_at,
        }
    }
}
