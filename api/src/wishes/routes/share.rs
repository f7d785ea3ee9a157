//! Bringing somebody to a wish in the mini-program.

use actix_web::{HttpResponse, get, web};

use super::browse::may_read;
use super::requests::WishPath;
use crate::app::App;
use crate::auth::Actor;
use crate::error::Result;
use crate::http::{Path, Problems, Query, download, personal};
use crate::sharing::{self, MiniProgramChoice, MiniProgramLink};
use crate::wechat::{Landing, Page};
use crate::wishes::service::Case;

/// 心愿的小程序码
///
/// 430 像素的 PNG，可印在告示上；微信扫码进入小程序，页面参数 `scene` 为去掉连字符的编号。能看到心愿的人可取。
#[utoipa::path(
    tag = "wishes",
    operation_id = "getWishCode",
    params(WishPath, MiniProgramChoice),
    responses((status = 200, description = "小程序码", body = Vec<u8>, content_type = "image/png"), Problems),
    security(("bearer" = []))
)]
#[get("/code")]
pub async fn code(
    app: web::Data<App>,
    actor: Actor,
    path: Path<WishPath>,
    choice: Query<MiniProgramChoice>,
) -> Result<HttpResponse> {
    let landing = landing(&app, &actor, &path.0).await?;
    let png = sharing::code(&app, choice.0.appid.as_deref(), &landing).await?;
    Ok(download("code.png", "image/png", png))
}

/// 打开心愿的链接
///
/// 在短信或浏览器里打开，进入小程序中的心愿，页面参数与小程序码相同；三十天内有效。能看到心愿的人可取。
#[utoipa::path(
    tag = "wishes",
    operation_id = "getWishLink",
    params(WishPath, MiniProgramChoice),
    responses((status = 200, description = "链接", body = MiniProgramLink), Problems),
    security(("bearer" = []))
)]
#[get("/link")]
pub async fn link(
    app: web::Data<App>,
    actor: Actor,
    path: Path<WishPath>,
    choice: Query<MiniProgramChoice>,
) -> Result<HttpResponse> {
    let landing = landing(&app, &actor, &path.0).await?;
    personal(&sharing::link(&app, &actor, choice.0.appid.as_deref(), &landing).await?)
}

async fn landing(app: &App, actor: &Actor, path: &WishPath) -> Result<Landing> {
    may_read(actor)?;
    let wish = Case::read(&app.kernel.db, actor, path.wish_id).await?.wish;
    Ok(sharing::landing(Page::Wish, wish.id.into()))
}
