//! What is asked and answered.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which mini-program.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MiniProgramChoice {
    /// 小程序的 appid；省略为登记的第一个
    #[param(max_length = 64)]
    pub appid: Option<String>,
}

/// 打开小程序的链接
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MiniProgramLink {
    /// 在短信、浏览器中打开即进入小程序的对应页面；能否供多人使用以微信的规则为准
    pub url: String,
    /// 此后失效
    pub expires_at: DateTime<Utc>,
}
