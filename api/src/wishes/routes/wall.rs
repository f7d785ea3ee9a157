//! The wall: public wishes, without login, from the cache.

use actix_web::{HttpRequest, HttpResponse, get, web};
use entity::community::community;
use entity::ids::{CommunityId, WishCategoryId, WishId};
use entity::wishes::{wish, wish_category};
use sea_orm::QuerySelect;
use sea_orm::prelude::*;
use serde::Deserialize;
use utoipa::IntoParams;

use super::categories::CommunityPath;
use super::requests::WishPath;
use crate::app::App;
use crate::auth::Visitor;
use crate::error::{Code, Result};
use crate::http::{Path, Problems, Query, cached, shared};
use crate::kernel::Kernel;
use crate::kernel::page::{self, Page};
use crate::kernel::text::Line;
use crate::wishes::list::{At, Filter};
use crate::wishes::service::cache_tag;
use crate::wishes::state;
use crate::wishes::view::{self, Names, WallWish};

/// A page of the wall.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WallQuery {
    /// 上一页返回的游标
    pub cursor: Option<String>,
    /// 每页条数（1–100，默认 20）
    #[param(minimum = 1, maximum = 100)]
    pub page_size: Option<u64>,
    /// 网格编号，多个用逗号分隔
    pub grid_id: Option<String>,
    /// 类别代码，多个用逗号分隔
    #[param(example = "repair,service")]
    pub category: Option<String>,
    /// 状态，多个用逗号分隔
    #[param(example = "open,claimed")]
    pub status: Option<String>,
    /// 搜索词，两个字即可
    pub q: Option<Line<50>>,
}

/// 心愿墙
///
/// 一个社区公开的心愿，无需登录；不含姓名、电话和门牌。可按网格、类别、状态筛选，可搜索。
#[utoipa::path(
    tag = "wall",
    operation_id = "listWall",
    params(CommunityPath, WallQuery),
    responses((status = 200, description = "一页心愿", body = Page<WallWish>), (status = 304, description = "没有变化"), Problems),
    security(())
)]
#[get("/wall")]
pub(super) async fn list(
    request: HttpRequest,
    app: web::Data<App>,
    _visitor: Visitor,
    path: Path<CommunityPath>,
    query: Query<WallQuery>,
) -> Result<HttpResponse> {
    let community = path.0.community_id;
    let make = page_of(&app.kernel, community, query.0);
    let answer = app.kernel.cache.get(&cache_tag(community), request.query_string(), make).await?;
    Ok(cached(&request, &answer))
}

async fn page_of(kernel: &Kernel, community: CommunityId, query: WallQuery) -> Result<String> {
    let db = &kernel.db;
    if community::Entity::find_by_id(community).count(db).await? == 0 {
        return Err(Code::NotFound.into());
    }
    let filter = Filter {
        grids: page::comma_list("gridId", query.grid_id.as_deref())?,
        categories: category_ids(db, Some(community), query.category.as_deref()).await?,
        statuses: page::comma_list("status", query.status.as_deref())?,
        words: query.q.map(Into::into),
        ..Filter::default()
    };
    let at = At { cursor: query.cursor, size: page::size(query.page_size)? };
    let page = crate::wishes::list::wall(db, community, filter, &at).await?;
    let names = Names::of(db, &page.items).await?;
    let ids: Vec<WishId> = page.items.iter().map(|wish| wish.id).collect();
    let photos = view::photo_counts(db, &ids).await?;
    let page = page.map(|wish| names.wall(&wish, photos.get(&wish.id).copied().unwrap_or(0)));
    serde_json::to_string(&page).map_err(|error| Code::Internal.error().cause(error))
}

/// The ids of the categories with these codes; codes that there are not narrow to nothing.
pub(super) async fn category_ids(
    conn: &impl ConnectionTrait,
    community: Option<CommunityId>,
    codes: Option<&str>,
) -> Result<Vec<WishCategoryId>> {
    let codes: Vec<String> = page::comma_list("category", codes)?;
    let (Some(community), false) = (community, codes.is_empty()) else { return Ok(Vec::new()) };
    let ids: Vec<WishCategoryId> = wish_category::Entity::find()
        .select_only()
        .column(wish_category::Column::Id)
        .filter(wish_category::Column::CommunityId.eq(community))
        .filter(wish_category::Column::Code.is_in(codes))
        .into_tuple()
        .all(conn)
        .await?;
    Ok(if ids.is_empty() { vec![Uuid::nil().into()] } else { ids })
}

/// 心愿墙上的一个心愿
///
/// 无需登录；只有公开的心愿可以看到。
#[utoipa::path(
    tag = "wall",
    operation_id = "getWallWish",
    params(WishPath),
    responses((status = 200, description = "心愿", body = WallWish), (status = 304, description = "没有变化"), Problems),
    security(())
)]
#[get("")]
pub(super) async fn one(
    request: HttpRequest,
    app: web::Data<App>,
    _visitor: Visitor,
    path: Path<WishPath>,
) -> Result<HttpResponse> {
    let db = &app.kernel.db;
    let wish = wish::Entity::find_by_id(path.0.wish_id).one(db).await?;
    let wish = wish.filter(state::is_public).ok_or_else(|| Code::NotFound.error())?;
    let names = Names::of(db, std::slice::from_ref(&wish)).await?;
    let photos = view::photo_counts(db, &[wish.id]).await?;
    shared(&request, &names.wall(&wish, photos.get(&wish.id).copied().unwrap_or(0)))
}
