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
    /// The Token of its message push; with the next one it opens the callback.
    pub push_token: Option<SecretString>,
    /// The EncodingAESKey of its message push, 43 characters.
    pub push_aes_key: Option<SecretString>,
    /// Which version of it messages, codes and links lead to: `formal`, `trial` or `developer`.
    #[serde(default)]
    pub state: MiniProgramState,
    /// Its templates of subscribe messages, by our kind of message.
    #[serde(default)]
    pub templates: BTreeMap<String, WechatTemplate>,
    /// Its pages that codes and links lead to.
    #[serde(default)]
    pub pages: WechatPages,
}

/// The pages that codes and links lead to: without a leading slash, without a query.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WechatPages {
    /// Shows a wish; `scene` is its id without dashes.
    pub wish: String,
    /// Shows an action; `scene` is its id without dashes.
    pub action: String,
    /// Checks a certificate; `scene` is its number.
    pub certificate: String,
}

impl Default for WechatPages {
    fn default() -> Self {
        let page = |name: &str| format!("pages/{name}/index");
        Self { wish: page("wish"), action: page("action"), certificate: page("certificate") }
    }
}

impl WechatApp {
    /// A mini-program that nothing more is known of than its AppSecret.
    pub fn new(secret: SecretString) -> Self {
        let (state, templates) = (MiniProgramState::default(), BTreeMap::new());
        let pages = WechatPages::default();
        Self { secret, push_token: None, push_aes_key: None, state, templates, pages }
    }
}

/// Which version of a mini-program messages, codes and links lead to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MiniProgramState {
    /// 正式版.
    #[default]
    Formal,
    /// 体验版.
    Trial,
    /// 开发版.
    Developer,
}

impl MiniProgramState {
    /// WeChat's word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Formal => "formal",
            Self::Trial => "trial",
            Self::Developer => "developer",
        }
    }

    /// WeChat's other word for it, with codes and links.
    pub fn env_version(self) -> &'static str {
        match self {
            Self::Formal => "release",
            Self::Trial => "trial",
            Self::Developer => "develop",
        }
    }
}

/// A template of subscribe messages.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WechatTemplate {
    /// WeChat's id of it.
    pub id: String,
    /// The page that a message leads to; `{id}` stands for the id of what it is about.
    pub page: String,
    /// What stands under each of its keys (`thing1`, `time2`, …): `title`, `kind`, `time`, `date`, `count`,
    /// `community`, or after `=` a text that is always the same.
    pub data: BTreeMap<String, String>,
}
