//! Volunteers as staff see and keep them.

use actix_web::{HttpResponse, get, post, put, web};

use super::go;
use crate::app::App;
use crate::auth::Actor;
use crate::community::view::Unmask;
use crate::error::Result;
use crate::http::{Command, IdempotencyHeader, IfMatchHeader, Path, Problems, Query, Reply, Routes, personal};
use crate::kernel::db::{self, Tx};
use crate::kernel::page::{self, Page};
use crate::volunteers::service::staff::{self, Filter, Passed};
use crate::volunteers::store;
use crate::volunteers::view::{
    self, BlockVolunteer, HonourVolunteer, MoveVolunteer, TagVolunteer, TrainVolunteer, UnmaskedVolunteer, Volunteer,
    VolunteerItem, VolunteerPath, VolunteerQuery,
};

/// Mounts these routes.
pub fn mount(routes: &mut Routes<'_>) {
    let mut volunteers = routes.under("/volunteers");
    volunteers.service(list);
    let mut of_one = volunteers.under("/{volunteerId}");
    of_one.service(one).service(tag).service(train).service(honour).service(block).service(unblock).service(unmask);
}

/// 志愿者列表
///
/// 先注册的在前，姓名已遮盖；可按网格、技能、状态、标签筛选。限社区工作者。
#[utoipa::path(tag = "volunteers", operation_id = "listVolunteers", params(VolunteerQuery),
    responses((status = 200, description = "一页志愿者", body = Page<VolunteerItem>), Problems),
    security(("bearer" = [])))]
#[get("")]
async fn list(app: web::Data<App>, actor: Actor, query: Query<VolunteerQuery>) -> Result<HttpResponse> {
    let (query, kernel) = (query.0, &app.kernel);
    let filter = Filter { grid: query.grid_id, skill: query.skill, status: query.status, tag: query.tag };
    let at = (query.cursor.as_deref(), page::size(query.page_size)?, query.with_total.unwrap_or(false));
    let rows = staff::list(&kernel.db, &actor, query.community_id, &filter, at).await?;
    let items = view::items(&kernel.db, &kernel.vault, &rows.items).await?;
    personal(&rows.with_items(items))
}

/// 查看志愿者
///
/// 本人和社区工作者可见，姓名已遮盖。
#[utoipa::path(tag = "volunteers", operation_id = "getVolunteer", params(VolunteerPath),
    responses((status = 200, description = "志愿者", body = Volunteer), Problems), security(("bearer" = [])))]
#[get("")]
async fn one(app: web::Data<App>, actor: Actor, path: Path<VolunteerPath>) -> Result<HttpResponse> {
    let kernel = &app.kernel;
    let row = store::one(&kernel.db, &actor, path.0.volunteer_id).await?;
    let version = row.version;
    Ok(Reply::ok(&view::show(&kernel.db, &kernel.vault, &actor, row).await?)?.etag(version).into_response())
}

/// 设置志愿者标签
///
/// 党员、双报到、下沉干部等标签由社区工作者设置，不能设置本人的。
#[utoipa::path(tag = "volunteers", operation_id = "tagVolunteer",
    params(VolunteerPath, IdempotencyHeader, IfMatchHeader), request_body = TagVolunteer,
    responses((status = 200, description = "志愿者", body = Volunteer), Problems), security(("bearer" = [])))]
#[put("/tags")]
async fn tag(
    app: web::Data<App>,
    actor: Actor,
    path: Path<VolunteerPath>,
    command: Command<TagVolunteer>,
) -> Result<HttpResponse> {
    let act = async |tx: &Tx<'_>, seen, body: TagVolunteer| {
        staff::tag(tx, &actor, path.0.volunteer_id, seen, body.tags).await
    };
    go(&app, &actor, command, act).await
}

/// 登记培训
///
/// 由社区工作者登记志愿者通过的培训，部分班次以此为条件。
#[utoipa::path(tag = "volunteers", operation_id = "trainVolunteer",
    params(VolunteerPath, IdempotencyHeader, IfMatchHeader), request_body = TrainVolunteer,
    responses((status = 200, description = "志愿者", body = Volunteer), Problems), security(("bearer" = [])))]
#[post("/trainings")]
async fn train(
    app: web::Data<App>,
    actor: Actor,
    path: Path<VolunteerPath>,
    command: Command<TrainVolunteer>,
) -> Result<HttpResponse> {
    let act = async |tx: &Tx<'_>, seen, body: TrainVolunteer| {
        let passed = Passed { training: body.training, on: body.passed_on, valid_until: body.valid_until };
        staff::train(tx, &actor, path.0.volunteer_id, seen, passed).await
    };
    go(&app, &actor, command, act).await
}

/// 登记表彰
///
/// 由社区工作者登记志愿者获得的表彰奖励，列入服务证明。
#[utoipa::path(tag = "volunteers", operation_id = "honourVolunteer",
    params(VolunteerPath, IdempotencyHeader, IfMatchHeader), request_body = HonourVolunteer,
    responses((status = 200, description = "志愿者", body = Volunteer), Problems), security(("bearer" = [])))]
#[post("/honours")]
async fn honour(
    app: web::Data<App>,
    actor: Actor,
    path: Path<VolunteerPath>,
    command: Command<HonourVolunteer>,
) -> Result<HttpResponse> {
    let act = async |tx: &Tx<'_>, seen, body: HonourVolunteer| {
        let given = (body.title.into(), body.given_by.into(), body.given_on);
        staff::honour(tx, &actor, path.0.volunteer_id, seen, given).await
    };
    go(&app, &actor, command, act).await
}

/// 暂停报名
///
/// 由社区工作者暂停志愿者报名并说明原因，到期自动恢复。
#[utoipa::path(tag = "volunteers", operation_id = "blockVolunteer",
    params(VolunteerPath, IdempotencyHeader, IfMatchHeader), request_body = BlockVolunteer,
    responses((status = 200, description = "志愿者", body = Volunteer), Problems), security(("bearer" = [])))]
#[post("/block")]
async fn block(
    app: web::Data<App>,
    actor: Actor,
    path: Path<VolunteerPath>,
    command: Command<BlockVolunteer>,
) -> Result<HttpResponse> {
    let act = async |tx: &Tx<'_>, seen, body: BlockVolunteer| {
        staff::block(tx, &actor, path.0.volunteer_id, seen, (body.until, body.reason.into())).await
    };
    go(&app, &actor, command, act).await
}

/// 恢复报名
///
/// 由社区工作者提前恢复志愿者报名。
#[utoipa::path(tag = "volunteers", operation_id = "unblockVolunteer",
    params(VolunteerPath, IdempotencyHeader, IfMatchHeader), request_body = MoveVolunteer,
    responses((status = 200, description = "志愿者", body = Volunteer), Problems), security(("bearer" = [])))]
#[post("/unblock")]
async fn unblock(
    app: web::Data<App>,
    actor: Actor,
    path: Path<VolunteerPath>,
    command: Command<MoveVolunteer>,
) -> Result<HttpResponse> {
    let act = async |tx: &Tx<'_>, seen, _| staff::unblock(tx, &actor, path.0.volunteer_id, seen).await;
    go(&app, &actor, command, act).await
}

/// 查看志愿者的完整个人信息
///
/// 限社区工作者，每次查看连同原因都会记录，志愿者本人可见。
#[utoipa::path(tag = "volunteers", operation_id = "unmaskVolunteer", params(VolunteerPath), request_body = Unmask,
    responses((status = 200, description = "完整信息", body = UnmaskedVolunteer), Problems),
    security(("bearer" = [])))]
#[post("/unmask")]
async fn unmask(
    app: web::Data<App>,
    actor: Actor,
    path: Path<VolunteerPath>,
    command: Command<Unmask>,
) -> Result<HttpResponse> {
    let (id, cause) = (path.0.volunteer_id, actor.cause(&command.call.request_id));
    let look = db::write(&app.kernel, cause, async |tx| staff::unmask(tx, &actor, id, command.body).await);
    personal(&UnmaskedVolunteer::from(look.await?))
}
