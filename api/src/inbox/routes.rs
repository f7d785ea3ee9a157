//! The inbox over HTTP.

use actix_web::{HttpResponse, get, web};
use entity::ids::GridId;
use entity::wishes::Level;

use super::desk::{Desk, Now, Wanted};
use super::view::{InboxCounts, InboxCountsQuery, InboxItem, InboxKind, InboxQuery};
use super::{counts, list};
use crate::app::App;
use crate::auth::Actor;
use crate::error::Result;
use crate::http::{Problems, Query, Routes, personal};
use crate::kernel::page::{self, Page};

/// Mounts the room.
pub fn mount(routes: &mut Routes<'_>) {
    routes.under("/inbox").service(items).service(totals);
}

/// 待办
///
/// 等您处理的全部事项，应急中的紧急心愿在最前，其余先到期的在前：网格长看到本网格的，工作人员看到本社区的和上报到社区的。本人的事项不在其中。
/// 同一心愿只出现一次。这里只看不办：办理用各自的接口，心愿和住户认领可以批量通过。
#[utoipa::path(
    tag = "inbox",
    operation_id = "listInbox",
    params(InboxQuery),
    responses((status = 200, description = "一页待办", body = Page<InboxItem>), Problems),
    security(("bearer" = []))
)]
#[get("")]
async fn items(app: web::Data<App>, actor: Actor, query: Query<InboxQuery>) -> Result<HttpResponse> {
    let query = query.0;
    let desk = Desk::of(&actor, query.community_id)?;
    let wanted = Wanted {
        community: query.community_id,
        kinds: page::comma_list::<InboxKind>("kind", query.kind.as_deref())?,
        grids: page::comma_list::<GridId>("gridId", query.grid_id.as_deref())?,
        levels: page::comma_list::<Level>("level", query.level.as_deref())?,
        overdue: query.overdue,
    };
    let now = Now::read(&app.kernel, desk.community).await?;
    let at = (query.cursor.as_deref(), page::size(query.page_size)?);
    personal(&list::page(&app.kernel, &actor, &desk, &wanted, now, at).await?)
}

/// 待办数量
///
/// 各种待办有多少，其中多少已超过期限、多少今天到期。
#[utoipa::path(
    tag = "inbox",
    operation_id = "countInbox",
    params(InboxCountsQuery),
    responses((status = 200, description = "待办数量", body = InboxCounts), Problems),
    security(("bearer" = []))
)]
#[get("/counts")]
async fn totals(app: web::Data<App>, actor: Actor, query: Query<InboxCountsQuery>) -> Result<HttpResponse> {
    let desk = Desk::of(&actor, query.0.community_id)?;
    let grids = page::comma_list::<GridId>("gridId", query.0.grid_id.as_deref())?;
    let wanted = Wanted { community: query.0.community_id, grids, ..Wanted::default() };
    let now = Now::read(&app.kernel, desk.community).await?;
    personal(&counts::counts(&app.kernel, &desk, &wanted, now).await?)
}
