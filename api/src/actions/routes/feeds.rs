//! Calendars that others read: the own one under a secret address, the community's in public.

use actix_web::{HttpRequest, HttpResponse, delete, get, post, web};
use entity::ids::CalendarFeedId;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::browse::CalendarPath;
use crate::actions::feed;
use crate::actions::service::{self, cache_tag};
use crate::actions::view::{CalendarFeed, CalendarFeedAddress};
use crate::app::App;
use crate::auth::Actor;
use crate::error::Result;
use crate::http::{Command, Empty, IdempotencyHeader, Path, Problems, Reply, conditional, personal};
use crate::kernel::cache::Answer;
use crate::kernel::db::Tx;
use crate::kernel::text::Line;

/// Which of the own feeds.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[serde(rename_all = "camelCase")]
pub struct CalendarFeedPath {
    /// 日历订阅编号
    pub calendar_feed_id: CalendarFeedId,
}

/// Under which address.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct CalendarFeedToken {
    /// 订阅地址中的令牌
    pub token: String,
}

/// 新建日历订阅
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewCalendarFeed {
    /// 名称，也是日历的名称
    pub name: Line<60>,
}

/// 我的日历订阅
///
/// 本人的日历订阅，旧的在前；不再显示地址。
#[utoipa::path(
    tag = "actions",
    operation_id = "listCalendarFeeds",
    responses((status = 200, description = "日历订阅", body = Vec<CalendarFeed>), Problems),
    security(("bearer" = []))
)]
#[get("/calendar-feeds")]
pub(super) async fn list(app: web::Data<App>, actor: Actor) -> Result<HttpResponse> {
    let own = service::feeds::list(&app.kernel.db, actor.account()?).await?;
    personal(&own.into_iter().map(CalendarFeed::from).collect::<Vec<_>>())
}

/// 新建日历订阅
///
/// 得到一个 iCalendar 地址，手机或电脑的日历按此地址显示本人报名的班次。地址只在此处显示一次，
/// 知道地址的人都能看到，请勿转发；不用时撤销。最多同时保留 5 个。
#[utoipa::path(
    tag = "actions",
    operation_id = "createCalendarFeed",
    params(IdempotencyHeader),
    request_body = NewCalendarFeed,
    responses((status = 201, description = "日历订阅及其地址", body = CalendarFeedAddress), Problems),
    security(("bearer" = []))
)]
#[post("/calendar-feeds")]
pub(super) async fn create(
    app: web::Data<App>,
    actor: Actor,
    command: Command<NewCalendarFeed>,
) -> Result<HttpResponse> {
    let work = async |tx: &Tx<'_>, body: NewCalendarFeed| {
        let (made, url) = service::feeds::create(tx, &actor, body.name.into()).await?;
        Reply::made(&CalendarFeedAddress { feed: made.into(), url })
    };
    command.run(&app, &actor, work).await
}

/// 撤销日历订阅
///
/// 地址立即失效，不能恢复。
#[utoipa::path(
    tag = "actions",
    operation_id = "revokeCalendarFeed",
    params(CalendarFeedPath, IdempotencyHeader),
    responses((status = 204, description = "已撤销"), Problems),
    security(("bearer" = []))
)]
#[delete("/calendar-feeds/{calendarFeedId}")]
pub(super) async fn revoke(
    app: web::Data<App>,
    actor: Actor,
    path: Path<CalendarFeedPath>,
    command: Command<Empty>,
) -> Result<HttpResponse> {
    let id = path.0.calendar_feed_id;
    let work = async |tx: &Tx<'_>, _| service::feeds::revoke(tx, &actor, id).await.map(|()| Reply::empty());
    command.run(&app, &actor, work).await
}

/// 日历订阅的内容
///
/// iCalendar（RFC 5545）：近 90 天及以后的报名。已确认的为 CONFIRMED，待接受和候补的为 TENTATIVE，
/// 取消的为 CANCELLED。时刻为 UTC，位置为 WGS 84。地址即凭据，无需令牌。
#[utoipa::path(
    tag = "actions",
    operation_id = "getCalendarFeed",
    params(CalendarFeedToken),
    responses(
        (status = 200, description = "日历", body = String, content_type = "text/calendar"),
        (status = 304, description = "没有变化"),
        Problems
    ),
    security(())
)]
#[get("/{token}.ics")]
pub(super) async fn read(
    request: HttpRequest,
    app: web::Data<App>,
    path: Path<CalendarFeedToken>,
) -> Result<HttpResponse> {
    let calendar = Answer::new(service::feeds::read(&app.kernel, &path.0.token).await?);
    Ok(conditional(&request, &calendar, feed::MIME, "private, no-cache"))
}

/// 社区的行动日历
///
/// iCalendar（RFC 5545）：已发布行动的班次，近 30 天及以后，无需登录，可直接订阅。
#[utoipa::path(
    tag = "actions",
    operation_id = "getCommunityCalendar",
    params(CalendarPath),
    responses(
        (status = 200, description = "日历", body = String, content_type = "text/calendar"),
        (status = 304, description = "没有变化"),
        Problems
    ),
    security(())
)]
#[get("/actions.ics")]
pub(super) async fn public(
    request: HttpRequest,
    app: web::Data<App>,
    path: Path<CalendarPath>,
) -> Result<HttpResponse> {
    let community = path.0.community_id;
    let make = service::feeds::of_community(&app.kernel, community);
    let calendar = app.kernel.cache.get(&cache_tag(community), "actions.ics", make).await?;
    Ok(conditional(&request, &calendar, feed::MIME, "public, max-age=0, must-revalidate"))
}
