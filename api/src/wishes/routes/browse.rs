//! The lists of those who have to do with wishes, and a wish in full.

use actix_web::http::header::ETAG;
use actix_web::{HttpResponse, get, web};
use entity::auth::ApiScope;
use entity::ids::GridId;
use entity::wishes::WishStatus;
use serde::Deserialize;
use utoipa::IntoParams;

use super::requests::WishPath;
use super::wall::category_ids;
use crate::app::App;
use crate::auth::{Actor, Who};
use crate::error::Result;
use crate::http::{Path, Problems, Query, personal};
use crate::kernel::page::{self, Page};
use crate::kernel::text::Line;
use crate::wishes::list::{At, Filter};
use crate::wishes::order::Sort;
use crate::wishes::service::Case;
use crate::wishes::view::{self, Names, WishDetail, WishItem};

/// A page of the wishes that one has to do with.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WishQuery {
    /// 上一页返回的游标
    pub cursor: Option<String>,
    /// 每页条数（1–100，默认 20）
    #[param(minimum = 1, maximum = 100)]
    pub page_size: Option<u64>,
    /// 只看本人的心愿
    pub mine: Option<bool>,
    /// 只看本人正在帮忙的心愿
    pub helping: Option<bool>,
    /// 网格编号，多个用逗号分隔
    pub grid_id: Option<String>,
    /// 类别代码，多个用逗号分隔
    pub category: Option<String>,
    /// 状态，多个用逗号分隔
    pub status: Option<String>,
    /// 搜索词，两个字即可
    pub q: Option<Line<50>>,
    /// 排序：-createdAt 新的在前（默认），createdAt 旧的在前；respondDueAt 待审核的按回应期限，solveDueAt 待认领和已认领的按办结期限
    #[param(pattern = "^-?(createdAt|respondDueAt|solveDueAt)$")]
    pub sort: Option<String>,
    /// 是否给出总数（仅工作人员）
    pub with_total: Option<bool>,
}

/// 与我有关的心愿
///
/// 居民看到自己的和正在帮忙的，网格长看到本网格的，工作人员看到本社区的；接口密钥看到公开的，
/// 有 wishes:write 权限的还看到没有账号的来电、来访者的。
#[utoipa::path(
    tag = "wishes",
    operation_id = "listWishes",
    params(WishQuery),
    responses((status = 200, description = "一页心愿", body = Page<WishItem>), Problems),
    security(("bearer" = []))
)]
#[get("")]
pub(super) async fn list(app: web::Data<App>, actor: Actor, query: Query<WishQuery>) -> Result<HttpResponse> {
    may_read(&actor)?;
    let db = &app.kernel.db;
    let query = query.0;
    let filter = Filter {
        community: actor.community,
        grids: page::comma_list::<GridId>("gridId", query.grid_id.as_deref())?,
        categories: category_ids(db, actor.community, query.category.as_deref()).await?,
        statuses: page::comma_list::<WishStatus>("status", query.status.as_deref())?,
        words: query.q.map(Into::into),
        author: actor.account_id().filter(|_| query.mine == Some(true)),
        helper: actor.account_id().filter(|_| query.helping == Some(true)),
        sort: Sort::parse(query.sort.as_deref())?,
        ..Filter::default()
    };
    filter.sort.fits(&filter.statuses)?;
    let total = match query.with_total {
        Some(true) => {
            actor.require_staff_or(ApiScope::WishesRead)?;
            Some(crate::wishes::list::count_inside(db, &actor, &filter).await?)
        }
        _ => None,
    };
    let at = At { cursor: query.cursor, size: page::size(query.page_size)? };
    let page = crate::wishes::list::inside(db, &actor, &filter, &at).await?;
    let names = Names::of(db, &page.items).await?;
    personal(&page.map(|wish| names.item(&wish)).with_total(total))
}

/// Programs need the scope; people see what they have to do with.
pub(super) fn may_read(actor: &Actor) -> Result<()> {
    match actor.who {
        Who::Client { .. } => actor.require_scope(ApiScope::WishesRead).map(drop),
        _ => Ok(()),
    }
}

/// 心愿详情
///
/// 内容随身份而不同；看不到的心愿视为不存在。
#[utoipa::path(
    tag = "wishes",
    operation_id = "getWish",
    params(WishPath),
    responses((status = 200, description = "心愿", body = WishDetail), Problems),
    security(("bearer" = []))
)]
#[get("")]
pub(super) async fn one(app: web::Data<App>, actor: Actor, path: Path<WishPath>) -> Result<HttpResponse> {
    may_read(&actor)?;
    let db = &app.kernel.db;
    let case = Case::read(db, &actor, path.0.wish_id).await?;
    let now = app.kernel.clock.approximate();
    let mut response = personal(&view::detail(&app.kernel, db, &actor, &case, now).await?)?;
    if let Ok(etag) = format!("\"{}\"", case.wish.version).parse() {
        response.headers_mut().insert(ETAG, etag);
    }
    Ok(response)
}
