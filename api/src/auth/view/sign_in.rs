//! What signing in sends and answers.

use chrono::{DateTime, Utc};
use entity::auth::{Role, session};
use entity::ids::{AccountId, CommunityId, SessionId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::auth::input::{Hidden, Mobile};
use crate::auth::service::sessions::{Holder, Tokens};
use crate::kernel::text::Line;

/// 微信给出的 code
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"appid": "wx0123456789abcdef", "code": "sandbox:王秀兰"}))]
pub struct WechatCode {
    /// 小程序的 appid
    pub appid: Line<64>,
    /// wx.login 或手机号按钮得到的 code
    pub code: Hidden<1, 256>,
}

/// 手机号和密码登录
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PasswordLogin {
    /// 手机号
    pub phone: Mobile,
    /// 密码
    pub password: Hidden<1, 128>,
}

/// 设置密码
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChangePassword {
    /// 原密码；从未设置过时省略
    pub old_password: Option<Hidden<1, 128>>,
    /// 新密码，至少 10 个字符
    pub new_password: Hidden<10, 128>,
}

/// 刷新
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RefreshToken {
    /// 刷新令牌
    pub refresh_token: Hidden<1, 128>,
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
    /// 登录的账号
    pub account: SignedInAccount,
}

/// 登录的账号，概要；详情见 GET /me
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SignedInAccount {
    /// 编号
    pub id: AccountId,
    /// 所属社区；尚未加入社区时为 null
    #[schema(required = true)]
    pub community_id: Option<CommunityId>,
    /// 是否已绑定手机号
    pub phone_bound: bool,
    /// 是否已认证居民身份
    pub verified: bool,
    /// 担任的角色
    pub roles: Vec<Role>,
}

impl From<Tokens> for SignedIn {
    fn from(tokens: Tokens) -> Self {
        let Holder { id, community, has_phone, verified, roles } = tokens.account;
        Self {
            access_token: tokens.access,
            expires_in: tokens.expires_in,
            refresh_token: tokens.refresh.reveal(),
            account: SignedInAccount { id, community_id: community, phone_bound: has_phone, verified, roles },
        }
    }
}

/// Which session.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[serde(rename_all = "camelCase")]
pub struct SessionPath {
    /// 登录编号
    pub session_id: SessionId,
}

/// 一处登录
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Session)]
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
