//! Bringing somebody to an action in the mini-program.

use actix_web::{HttpResponse, get, web};

use super::requests::ActionPath;
use crate::actions::service::Case;
use crate::app::App;
use crate::auth::Actor;
use crate::error::Result;
use crate::http::{Path, Problems, Query, download, personal};
use crate::sharing::{self, MiniProgramChoice, MiniProgramLink};
use crate::wechat::{Landing, Page};

/// 行动的小程序码
///
/// 430 像素的 PNG，可印在告示上；微信扫码进入小程序，页面参数 `scene` 为去掉连字符的编号。能看到行动的人登录后可取。
#[utoipa::path(
    tag = "actions",
    operation_id = "getActionCode",
    params(ActionPath, MiniProgramChoice),
    responses((status = 200, description = "小程序码", body = Vec<u8>, content_type = "image/png"), Problems),
    security(("bearer" = []))
)]
#[get("/code")]
pub async fn code(
    app: web::Data<App>,
    actor: Actor,
    path: Path<ActionPath>,
    choice: Query<MiniProgramChoice>,
) -> Result<HttpResponse> {
    let landing = landing(&app, &actor, &path.0).await?;
    let png = sharing::code(&app, choice.0.appid.as_deref(), &landing).await?;
    Ok(download("code.png", "image/png", png))
}

/// 打开行动的链接
///
/// 在短信或浏览器里打开，进入小程序中的行动，页面参数与小程序码相同；三十天内有效。能看到行动的人登录后可取。
#[utoipa::path(
    tag = "actions",
    operation_id = "getActionLink",
    params(ActionPath, MiniProgramChoice),
    responses((status = 200, description = "链接", body = MiniProgramLink), Problems),
    security(("bearer" = []))
)]
#[get("/link")]
pub async fn link(
    app: web::Data<App>,
    actor: Actor,
    path: Path<ActionPath>,
    choice: Query<MiniProgramChoice>,
) -> Result<HttpResponse> {
    let landing = landing(&app, &actor, &path.0).await?;
    personal(&sharing::link(&app, &actor, choice.0.appid.as_deref(), &landing).await?)
}

async fn landing(app: &App, actor: &Actor, path: &ActionPath) -> Result<Landing> {
    let action = Case::read(&app.kernel.db, Some(actor), path.action_id).await?.action;
    Ok(sharing::landing(Page::Action, action.id.into()))
}
