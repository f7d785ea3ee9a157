//! Emergencies looked at.

use actix_web::http::header::ETAG;
use actix_web::{HttpResponse, get, web};
use entity::emergencies::EmergencyStatus;
use serde::Deserialize;
use utoipa::IntoParams;

use super::requests::EmergencyPath;
use crate::app::App;
use crate::auth::Actor;
use crate::emergencies::list;
use crate::emergencies::service::{Case, report as reporting};
use crate::emergencies::view::{self, EmergencyDetail, EmergencyItem, EmergencyReport};
use crate::error::Result;
use crate::http::{Path, Problems, Query, personal};
use crate::kernel::page::{self, Page};

/// A page of emergencies.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EmergencyQuery {
    /// 上一页返回的游标
    pub cursor: Option<String>,
    /// 每页条数（1–100，默认 20）
    #[param(minimum = 1, maximum = 100)]
    pub page_size: Option<u64>,
    /// 状态，多个用逗号分隔
    pub status: Option<String>,
}

/// 应急列表
///
/// 居民看到本网格进行中的，志愿者看到召集过本人的，网格长看到所领网格的，社区工作者看到本社区的；新的在前。演练有标明。
#[utoipa::path(
    tag = "emergencies",
    operation_id = "listEmergencies",
    params(EmergencyQuery),
    responses((status = 200, description = "一页应急", body = Page<EmergencyItem>), Problems),
    security(("bearer" = []))
)]
#[get("")]
pub(super) async fn all(app: web::Data<App>, actor: Actor, query: Query<EmergencyQuery>) -> Result<HttpResponse> {
    let statuses = page::comma_list::<EmergencyStatus>("status", query.0.status.as_deref())?;
    let at = (query.0.cursor.as_deref(), page::size(query.0.page_size)?);
    let db = &app.kernel.db;
    let page = list::visible(db, &actor, &statuses, at).await?;
    let cases = Case::many(db, &actor, &page.items).await?;
    personal(&page.with_items(cases.iter().map(view::item).collect::<Vec<EmergencyItem>>()))
}

/// 应急详情
///
/// 原因和答复情况只有社区工作者和网格长能看到。
#[utoipa::path(
    tag = "emergencies",
    operation_id = "getEmergency",
    params(EmergencyPath),
    responses((status = 200, description = "应急", body = EmergencyDetail), Problems),
    security(("bearer" = []))
)]
#[get("")]
pub(super) async fn one(app: web::Data<App>, actor: Actor, path: Path<EmergencyPath>) -> Result<HttpResponse> {
    let db = &app.kernel.db;
    let case = Case::read(db, &actor, path.0.emergency_id).await?;
    let mut response = personal(&view::detail(db, &actor, &case).await?)?;
    if let Ok(etag) = format!("\"{}\"", case.emergency.version).parse() {
        response.headers_mut().insert(ETAG, etag);
    }
    Ok(response)
}

/// 应急报告
///
/// 召集、答复、岗位、人数、分钟数、紧急心愿，合计和按网格；社区工作者和网格长可看，网格长看到所领网格的。演练有标明。
#[utoipa::path(
    tag = "emergencies",
    operation_id = "getEmergencyReport",
    params(EmergencyPath),
    responses((status = 200, description = "报告", body = EmergencyReport), Problems),
    security(("bearer" = []))
)]
#[get("/report")]
pub(super) async fn report(app: web::Data<App>, actor: Actor, path: Path<EmergencyPath>) -> Result<HttpResponse> {
    let db = &app.kernel.db;
    let case = Case::read(db, &actor, path.0.emergency_id).await?.worked_on()?;
    let made = reporting::report(db, &actor, &case).await?;
    personal(&view::report(db, &case, made).await?)
}
