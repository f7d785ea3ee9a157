//! Bringing somebody to a wish in the mini-program.

use super::browse::may_read;
use super::requests::WishPath;
use crate::app::App;
use crate::auth::Actor;
use crate::error::Result;
use crate::sharing;
use crate::wechat::{Landing, Page};
use crate::wishes::service::Case;

sharing::routes! {
    "wishes", WishPath,
    /// 心愿的小程序码
    ///
    /// 430 像素的 PNG，可印在告示上；微信扫码进入小程序，页面参数 `scene` 为去掉连字符的编号。能看到心愿的人可取。
    "getWishCode"
    /// 打开心愿的链接
    ///
    /// 在短信或浏览器里打开，进入小程序中的心愿，页面参数与小程序码相同；三十天内有效。能看到心愿的人可取。
    "getWishLink"
}

async fn landing(app: &App, actor: &Actor, path: &WishPath) -> Result<Landing> {
    may_read(actor)?;
    let wish = Case::read(&app.kernel.db, actor, path.wish_id).await?.wish;
    Ok(sharing::landing(Page::Wish, wish.id.into()))
}
