//! The list of deliberations, and one in full.

use actix_web::http::header::ETAG;
use actix_web::{HttpResponse, get, web};
use entity::deliberations::DeliberationStatus;
use entity::wishes::Level;
use serde::Deserialize;
use utoipa::IntoParams;

use super::requests::DeliberationPath;
use crate::app::App;
use crate::auth::Actor;
use crate::deliberations::list::Filter;
use crate::deliberations::service::Case;
use crate::deliberations::view::{self, DeliberationDetail, DeliberationItem};
use crate::error::Result;
use crate::http::{Path, Problems, Query, personal};
use crate::kernel::page::{self, Page};

/// A page of deliberations.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DeliberationQuery {
    /// 上一页返回的游标
    pub cursor: Option<String>,
    /// 每页条数（1–100，默认 20）
    #[param(minimum = 1, maximum = 100)]
    pub page_size: Option<u64>,
    /// 状态，多个用逗号分隔
    pub status: Option<String>,
    /// 层级，多个用逗号分隔
    pub level: Option<String>,
    /// 只看本人提出的
    pub mine: Option<bool>,
}

/// 议题列表
///
/// 本社区的议题，新的在前。
#[utoipa::path(
    tag = "deliberations",
    operation_id = "listDeliberations",
    params(DeliberationQuery),
    responses((status = 200, description = "一页议题", body = Page<DeliberationItem>), Problems),
    security(("bearer" = []))
)]
#[get("")]
pub(super) async fn list(app: web::Data<App>, actor: Actor, query: Query<DeliberationQuery>) -> Result<HttpResponse> {
    let account = actor.account()?;
    let query = query.0;
    let filter = Filter {
        statuses: page::comma_list::<DeliberationStatus>("status", query.status.as_deref())?,
        levels: page::comma_list::<Level>("level", query.level.as_deref())?,
        author: (query.mine == Some(true)).then_some(account),
    };
    let size = page::size(query.page_size)?;
    let page = crate::deliberations::list::page(&app.kernel.db, &actor, &filter, query.cursor.as_deref(), size).await?;
    personal(&page.map(|matter| view::item(&matter)))
}

/// 议题详情
///
/// 看不到的议题视为不存在。
#[utoipa::path(
    tag = "deliberations",
    operation_id = "getDeliberation",
    params(DeliberationPath),
    responses((status = 200, description = "议题", body = DeliberationDetail), Problems),
    security(("bearer" = []))
)]
#[get("")]
pub(super) async fn one(app: web::Data<App>, actor: Actor, path: Path<DeliberationPath>) -> Result<HttpResponse> {
    actor.account()?;
    let db = &app.kernel.db;
    let case = Case::read(db, &actor, path.0.deliberation_id).await?;
    let mut response = personal(&view::detail(db, &actor, &case).await?)?;
    if let Ok(etag) = format!("\"{}\"", case.deliberation.version).parse() {
        response.headers_mut().insert(ETAG, etag);
    }
    Ok(response)
}
