//! What a community does: the public calendar, what somebody works on, one action in full.

use actix_web::http::header::ETAG;
use actix_web::{HttpRequest, HttpResponse, get, web};
use entity::actions::ActionStatus;
use entity::community::community;
use entity::ids::CommunityId;
use sea_orm::EntityTrait;
use serde::Deserialize;
use utoipa::IntoParams;

use super::requests::ActionPath;
use crate::actions::list::{self, At, Filter};
use crate::actions::service::{Case, cache_tag};
use crate::actions::view::{self, ActionDetail, ActionItem};
use crate::app::App;
use crate::auth::{Actor, Visitor};
use crate::error::{Code, Result};
use crate::http::{Path, Problems, Query, cached, personal};
use crate::kernel::Kernel;
use crate::kernel::page::{self, Page};

/// Whose calendar.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[serde(rename_all = "camelCase")]
pub struct CalendarPath {
    /// 社区编号
    pub community_id: CommunityId,
}

/// A page of the public calendar.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CalendarQuery {
    /// 上一页返回的游标
    pub cursor: Option<String>,
    /// 每页条数（1–100，默认 20）
    #[param(minimum = 1, maximum = 100)]
    pub page_size: Option<u64>,
    /// 月份，按社区的时区；省略为全部
    #[param(example = "2026-11", pattern = "^[0-9]{4}-[0-9]{2}$")]
    pub month: Option<String>,
    /// 类型，多个用逗号分隔
    pub kind: Option<String>,
    /// 网格编号，多个用逗号分隔
    pub grid_id: Option<String>,
    /// 状态，多个用逗号分隔
    pub status: Option<String>,
}

/// 社区的行动
///
/// 已发布的行动，按开始时间排列，无需登录。可按月份、类型、网格、状态筛选；名额数字最多迟几秒。
#[utoipa::path(
    tag = "actions",
    operation_id = "listCommunityActions",
    params(CalendarPath, CalendarQuery),
    responses((status = 200, description = "一页行动", body = Page<ActionItem>), (status = 304, description = "没有变化"), Problems),
    security(())
)]
#[get("/actions")]
pub(super) async fn public(
    request: HttpRequest,
    app: web::Data<App>,
    _visitor: Visitor,
    path: Path<CalendarPath>,
    query: Query<CalendarQuery>,
) -> Result<HttpResponse> {
    let community = path.0.community_id;
    let make = page_of(&app.kernel, community, query.0);
    let answer = app.kernel.cache.get(&cache_tag(community), request.query_string(), make).await?;
    Ok(cached(&request, &answer))
}

async fn page_of(kernel: &Kernel, community: CommunityId, query: CalendarQuery) -> Result<String> {
    let db = &kernel.db;
    let here = community::Entity::find_by_id(community).one(db).await?.ok_or_else(|| Code::NotFound.error())?;
    let zone = here.time_zone.parse().unwrap_or(chrono_tz::Asia::Shanghai);
    let filter = Filter {
        span: query.month.as_deref().map(|month| list::month(month, zone)).transpose()?,
        kinds: page::comma_list("kind", query.kind.as_deref())?,
        grids: page::comma_list("gridId", query.grid_id.as_deref())?,
        statuses: page::comma_list("status", query.status.as_deref())?,
    };
    let at = At { cursor: query.cursor.as_deref(), size: page::size(query.page_size)? };
    let page = list::public(db, community, &filter, at).await?;
    let page = page.with_items(view::items(db, &page.items).await?);
    serde_json::to_string(&page).map_err(|error| Code::Internal.error().cause(error))
}

/// A page of what somebody works on.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ActionQuery {
    /// 上一页返回的游标
    pub cursor: Option<String>,
    /// 每页条数（1–100，默认 20）
    #[param(minimum = 1, maximum = 100)]
    pub page_size: Option<u64>,
    /// 状态，多个用逗号分隔
    pub status: Option<String>,
}

/// 我负责的行动
///
/// 本人、本人所领的网格和团队、所在共建单位的行动，含草稿，新的在前；社区工作者看到全部。
#[utoipa::path(
    tag = "actions",
    operation_id = "listActions",
    params(ActionQuery),
    responses((status = 200, description = "一页行动", body = Page<ActionItem>), Problems),
    security(("bearer" = []))
)]
#[get("")]
pub(super) async fn worked_on(app: web::Data<App>, actor: Actor, query: Query<ActionQuery>) -> Result<HttpResponse> {
    let statuses = page::comma_list::<ActionStatus>("status", query.0.status.as_deref())?;
    let at = At { cursor: query.0.cursor.as_deref(), size: page::size(query.0.page_size)? };
    let db = &app.kernel.db;
    let page = list::worked_on(db, &actor, &Filter { statuses, ..Filter::default() }, at).await?;
    personal(&page.with_items(view::items(db, &page.items).await?))
}

/// 行动详情
///
/// 已发布的无需登录；草稿只有负责者和社区工作者能看到。
#[utoipa::path(
    tag = "actions",
    operation_id = "getAction",
    params(ActionPath),
    responses((status = 200, description = "行动", body = ActionDetail), Problems),
    security((), ("bearer" = []))
)]
#[get("")]
pub(super) async fn one(app: web::Data<App>, visitor: Visitor, path: Path<ActionPath>) -> Result<HttpResponse> {
    let kernel = &app.kernel;
    let case = Case::read(&kernel.db, visitor.0.as_ref(), path.0.action_id).await?;
    let mut response = personal(&view::detail(kernel, &kernel.db, visitor.0.as_ref(), &case).await?)?;
    if let Ok(etag) = format!("\"{}\"", case.action.version).parse() {
        response.headers_mut().insert(ETAG, etag);
    }
    Ok(response)
}
