//! Where a mini-program code or a link leads: a page of the mini-program, and what it is to show there.
//!
//! A scene has at most 32 visible characters (`getwxacodeunlimit`), which is an id without its dashes. A link
//! carries the same as its query, so that a page reads one thing however somebody came to it.

use anyhow::ensure;
use serde_json::{Value, json};

use crate::config::{MiniProgramState, WechatApp, WechatPages};

/// Days that a link leads somewhere, WeChat's longest.
pub const LINK_DAYS: i64 = 30;

/// Pixels of a code's side.
const WIDTH: u32 = 430;

/// A page of the mini-program, as its configuration names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// A wish.
    Wish,
    /// An action.
    Action,
    /// The check of a certificate.
    Certificate,
}

/// A page, and what it is to show.
#[derive(Clone, Debug)]
pub struct Landing {
    /// The page.
    pub page: Page,
    /// An id without dashes, or a certificate's number.
    pub scene: String,
}

/// The pages of one mini-program, in the version of it that is used.
#[derive(Clone, Debug)]
pub struct Pages {
    pages: WechatPages,
    state: MiniProgramState,
}

impl Pages {
    /// The pages of the configuration.
    ///
    /// # Errors
    /// For a path that WeChat would refuse.
    pub fn new(app: &WechatApp) -> anyhow::Result<Self> {
        let pages = &app.pages;
        for path in [&pages.wish, &pages.action, &pages.certificate] {
            let plain = !path.is_empty() && !path.starts_with('/') && !path.contains('?');
            ensure!(
                plain,
                "the page {path:?} must have no leading slash and no query: codes and links add what they need"
            );
        }
        Ok(Self { pages: pages.clone(), state: app.state })
    }

    fn path(&self, page: Page) -> &str {
        match page {
            Page::Wish => &self.pages.wish,
            Page::Action => &self.pages.action,
            Page::Certificate => &self.pages.certificate,
        }
    }

    /// What tells this code from all others of the mini-program.
    pub fn key(&self, landing: &Landing) -> String {
        format!("{}/{}/{}", self.state.env_version(), self.path(landing.page), landing.scene)
    }

    /// What `getwxacodeunlimit` is asked.
    pub fn code(&self, landing: &Landing) -> Value {
        json!({
            "scene": landing.scene,
            "page": self.path(landing.page),
            // Only pages of the released version can be checked.
            "check_path": self.state == MiniProgramState::Formal,
            "env_version": self.state.env_version(),
            "width": WIDTH,
        })
    }

    /// What `generate_urllink` is asked.
    pub fn link(&self, landing: &Landing) -> Value {
        json!({
            "path": self.path(landing.page),
            "query": format!("scene={}", landing.scene),
            "expire_type": 1,
            "expire_interval": LINK_DAYS,
            "env_version": self.state.env_version(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_wechat_would_refuse_is_found_at_the_start() {
        for (path, fits) in [("pages/wish/index", true), ("/pages/wish/index", false), ("pages/wish?id=1", false)] {
            let mut app = WechatApp::new("secret".to_owned().into());
            app.pages.wish = path.to_owned();
            assert_eq!(Pages::new(&app).is_ok(), fits, "{path}");
        }
    }
}
