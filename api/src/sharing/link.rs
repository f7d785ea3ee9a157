//! Links into the mini-program. They live thirty days, and WeChat may let each be used by one person only: so
//! everybody gets their own, the same one while it is asked for again and again.

use chrono::Duration;

use super::view::MiniProgramLink;
use crate::app::App;
use crate::auth::Actor;
use crate::error::{Code, Error, Result};
use crate::wechat::{LINK_DAYS, Landing};

/// The link.
///
/// # Errors
/// `no_mini_program`, `unknown_app`, `too_many_requests`, `wechat_unavailable`.
pub async fn link(app: &App, actor: &Actor, appid: Option<&str>, landing: &Landing) -> Result<MiniProgramLink> {
    let who = actor.account_id().map(|account| account.to_string()).unwrap_or_default();
    let key = format!("link {who} {}", app.wechat.code_key(appid, landing)?);
    let make = async {
        let expires_at = app.kernel.clock.approximate() + Duration::days(LINK_DAYS);
        let url = app.wechat.link(appid, landing).await?;
        serde_json::to_string(&MiniProgramLink { url, expires_at }).map_err(broken)
    };
    let answer = app.kernel.cache.get("links", &key, make).await?;
    serde_json::from_slice(&answer.body).map_err(broken)
}

fn broken(error: serde_json::Error) -> Error {
    Code::Internal.error().cause(error)
}
