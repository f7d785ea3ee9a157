//! What signing in, roles and keys look like in JSON.

mod clients;
mod roles;
mod sign_in;

use entity::ids::CommunityId;
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;

pub use clients::{ApiClient, ApiClientPath, NewApiClient, NewApiClientKey};
pub use roles::{GrantRole, RoleGrant, RoleGrantPath, RoleHolder, RoleQuery};
pub use sign_in::{ChangePassword, PasswordLogin, RefreshToken, SessionPath, SessionView, SignedIn, WechatCode};

/// A page of a list that an administrator reads.
#[derive(Clone, Debug, Default, Deserialize, Serialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AdminQuery {
    /// 社区编号；只有平台管理员需要指明
    pub community_id: Option<CommunityId>,
    /// 上一页给出的游标
    #[param(max_length = 512)]
    pub cursor: Option<String>,
    /// 每页数量
    #[param(minimum = 1, maximum = 100, default = 20)]
    pub page_size: Option<u64>,
    /// 是否给出总数
    pub with_total: Option<bool>,
}

/// Which community, for who runs several.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CommunityQuery {
    /// 社区编号；只有平台管理员需要指明
    pub community_id: Option<CommunityId>,
}
