//! How WeChat is asked.

use std::collections::BTreeMap;

use secrecy::SecretString;
use serde::Deserialize;

/// Whether WeChat's servers are asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WechatMode {
    /// Codes such as `sandbox:王秀兰` are answered by siwei itself; refused in production.
    #[default]
    Sandbox,
    /// WeChat's servers, or whatever stands at the base URL.
    Live,
}

/// WeChat.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WechatConfig {
    /// Whether WeChat's servers are asked.
    pub mode: WechatMode,
    /// Where they are.
    pub base_url: String,
    /// Milliseconds before a call is given up.
    pub timeout_ms: u64,
    /// Milliseconds before a call that found WeChat busy is repeated; each further pause doubles.
    pub retry_pause_ms: u64,
    /// The mini-programs, by appid.
    pub apps: BTreeMap<String, WechatApp>,
}

impl Default for WechatConfig {
    fn default() -> Self {
        Self {
            mode: WechatMode::Sandbox,
            base_url: "https://api.weixin.qq.com".into(),
            timeout_ms: 3_000,
            retry_pause_ms: 1_000,
            apps: BTreeMap::new(),
        }
    }
}

/// One mini-program.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WechatApp {
    /// Its AppSecret.
    pub secret: SecretString,
}
