//! Bringing somebody to an action in the mini-program.

use super::requests::ActionPath;
use crate::actions::service::Case;
use crate::app::App;
use crate::auth::Actor;
use crate::error::Result;
use crate::sharing;
use crate::wechat::{Landing, Page};

sharing::routes! {
    "actions", ActionPath,
    /// 行动的小程序码
    ///
    /// 430 像素的 PNG，可印在告示上；微信扫码进入小程序，页面参数 `scene` 为去掉连字符的编号。能看到行动的人登录后可取。
    "getActionCode"
    /// 打开行动的链接
    ///
    /// 在短信或浏览器里打开，进入小程序中的行动，页面参数与小程序码相同；三十天内有效。能看到行动的人登录后可取。
    "getActionLink"
}

async fn landing(app: &App, actor: &Actor, path: &ActionPath) -> Result<Landing> {
    let action = Case::read(&app.kernel.db, Some(actor), path.action_id).await?.action;
    Ok(sharing::landing(Page::Action, action.id.into()))
}
