//! The sheets for the notice board.

use actix_web::{HttpResponse, get, web};

use super::requests::DeliberationPath;
use crate::app::App;
use crate::auth::Actor;
use crate::deliberations::print;
use crate::error::Result;
use crate::http::{Path, Problems, download};

/// What sheets are.
const PDF: &str = "application/pdf";

/// 打印表决公告
///
/// 定下表决方案后可以打印的 A4 大字公告：表决什么、谁来表决、依据什么规则、何时开始和截止、怎样用手机或纸质票投票。
#[utoipa::path(
    tag = "deliberations",
    operation_id = "printDeliberationNotice",
    params(DeliberationPath),
    responses((status = 200, description = "公告", body = Vec<u8>, content_type = "application/pdf"), Problems),
    security(("bearer" = []))
)]
#[get("/notice.pdf")]
pub(super) async fn notice(app: web::Data<App>, actor: Actor, path: Path<DeliberationPath>) -> Result<HttpResponse> {
    actor.account()?;
    let sheet = print::notice(&app.kernel, &actor, app.printer.fonts(), path.0.deliberation_id).await?;
    Ok(download("notice.pdf", PDF, app.printer.print(sheet).await?.bytes))
}

/// 打印表决结果公示
///
/// 公示后可以打印的 A4 大字结果：票数、面积、每项门槛是否达到、结论及理由、怎样核对。社区工作者在计票后即可打印，纸上注明尚未公示。
#[utoipa::path(
    tag = "deliberations",
    operation_id = "printDeliberationResult",
    params(DeliberationPath),
    responses((status = 200, description = "结果公示", body = Vec<u8>, content_type = "application/pdf"), Problems),
    security(("bearer" = []))
)]
#[get("/result.pdf")]
pub(super) async fn result(app: web::Data<App>, actor: Actor, path: Path<DeliberationPath>) -> Result<HttpResponse> {
    actor.account()?;
    let fonts = app.printer.fonts();
    let sheet = print::result(&app.kernel, &actor, fonts, &app.signer, path.0.deliberation_id).await?;
    Ok(download("result.pdf", PDF, app.printer.print(sheet).await?.bytes))
}
