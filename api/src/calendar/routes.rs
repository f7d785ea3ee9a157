//! The calendar over HTTP.

use actix_web::http::header::ETAG;
use actix_web::{HttpResponse, get, put, web};

use super::service;
use super::view::{CalendarYear, ChangeYear, YearPath};
use crate::app::App;
use crate::auth::Actor;
use crate::error::Result;
use crate::http::{Command, IdempotencyHeader, IfMatchHeader, Path, Problems, Reply, personal};
use crate::kernel::db::Tx;

/// 一年的工作日历
///
/// 办理期限所依据的法定节假日与调休上班日，附依据。2026 年按国务院办公厅通知，2027 年暂按《全国年节及纪念日放假办法》。
#[utoipa::path(
    tag = "calendar",
    operation_id = "getCalendar",
    params(YearPath),
    responses((status = 200, description = "日历", body = CalendarYear), Problems),
    security(("bearer" = []))
)]
#[get("")]
pub(super) async fn show(app: web::Data<App>, actor: Actor, path: Path<YearPath>) -> Result<HttpResponse> {
    let year = service::year(&app.kernel.db, &actor, path.0.year).await?;
    let mut response = personal(&year)?;
    if let Ok(etag) = format!("\"{}\"", year.version).parse() {
        response.headers_mut().insert(ETAG, etag);
    }
    Ok(response)
}

/// 修改一年的工作日历
///
/// 用通知公布的安排替换整年；对所有社区生效，只有平台管理员可以修改。已经生成的期限不变。
#[utoipa::path(
    tag = "calendar",
    operation_id = "changeCalendar",
    params(YearPath, IdempotencyHeader, IfMatchHeader),
    request_body = ChangeYear,
    responses((status = 200, description = "修改后的日历", body = CalendarYear), Problems),
    security(("bearer" = []))
)]
#[put("")]
pub(super) async fn change(
    app: web::Data<App>,
    actor: Actor,
    path: Path<YearPath>,
    command: Command<ChangeYear>,
) -> Result<HttpResponse> {
    service::may_change(&actor)?;
    let expected = command.expected(command.body.version)?;
    let work = async |tx: &Tx<'_>, body| {
        let year = service::change(tx, path.0.year, expected, body).await?;
        let version = year.version;
        Ok(Reply::ok(&year)?.etag(version))
    };
    command.run(&app, &actor, work).await
}
