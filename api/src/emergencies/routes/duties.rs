//! Posts and who fills them.

use actix_web::{HttpResponse, get, post, web};

use super::requests::{AssignDuty, CreateRoster, EmergencyPageQuery, EmergencyPath};
use crate::actions::service as doing;
use crate::actions::service::together::Spot;
use crate::actions::view::{self, ActionDetail, ActionItem, SignupItem};
use crate::app::App;
use crate::auth::Actor;
use crate::emergencies::service::{Case, duty};
use crate::emergencies::state::Standing;
use crate::error::{Code, Result};
use crate::http::{Command, IdempotencyHeader, Path, Problems, Query, Reply, personal};
use crate::kernel::db::Tx;
use crate::kernel::page::{self, Page};

/// 排岗
///
/// 为应急设卡口、代购、配送、垃圾清运等岗位，即刻发布。此后名额、签到、签退、点名、核定时长都与行动相同；演练的时长不核入。
#[utoipa::path(
    tag = "emergencies",
    operation_id = "createRoster",
    params(EmergencyPath, IdempotencyHeader),
    request_body = CreateRoster,
    responses((status = 201, description = "岗位，已发布", body = ActionDetail), Problems),
    security(("bearer" = []))
)]
#[post("/rosters")]
pub(super) async fn create(
    app: web::Data<App>,
    actor: Actor,
    path: Path<EmergencyPath>,
    command: Command<CreateRoster>,
) -> Result<HttpResponse> {
    let id = path.0.emergency_id;
    let work = async |tx: &Tx<'_>, body: CreateRoster| {
        let put_up = duty::roster(tx, &actor, id, body.parsed()?).await?;
        let (id, version) = (put_up.id, put_up.version);
        let case = doing::Case::of(tx, &actor, put_up).await?;
        let shown = view::detail(tx.kernel(), tx, Some(&actor), &case).await?;
        Ok(Reply::created(format!("/api/v1/actions/{id}"), &shown)?.etag(version))
    };
    command.run(&app, &actor, work).await
}

/// 岗位列表
///
/// 应急的全部排岗，新的在前；社区工作者、网格长和被召集的志愿者可看。
#[utoipa::path(
    tag = "emergencies",
    operation_id = "listRosters",
    params(EmergencyPath, EmergencyPageQuery),
    responses((status = 200, description = "一页排岗", body = Page<ActionItem>), Problems),
    security(("bearer" = []))
)]
#[get("/rosters")]
pub(super) async fn list(
    app: web::Data<App>,
    actor: Actor,
    path: Path<EmergencyPath>,
    query: Query<EmergencyPageQuery>,
) -> Result<HttpResponse> {
    let db = &app.kernel.db;
    let at = (query.0.cursor.as_deref(), page::size(query.0.page_size)?);
    let case = Case::read(db, &actor, path.0.emergency_id).await?;
    if !case.is_worked_on() && !case.standings.contains(&Standing::Called) {
        return Err(Code::Forbidden.into());
    }
    let page = doing::duty::rosters(db, case.emergency.id, at).await?;
    personal(&page.with_items(view::items(db, &page.items).await?))
}

/// 派岗
///
/// 把岗位派给已答复能参加的志愿者；名额、时间冲突、年龄、技能和培训的条件仍然有效，班次结束前都可派。
#[utoipa::path(
    tag = "emergencies",
    operation_id = "assignDuty",
    params(EmergencyPath, IdempotencyHeader),
    request_body = AssignDuty,
    responses((status = 201, description = "已派岗", body = SignupItem), Problems),
    security(("bearer" = []))
)]
#[post("/assignments")]
pub(super) async fn assign(
    app: web::Data<App>,
    actor: Actor,
    path: Path<EmergencyPath>,
    command: Command<AssignDuty>,
) -> Result<HttpResponse> {
    let id = path.0.emergency_id;
    let work = async |tx: &Tx<'_>, body: AssignDuty| {
        let spot = Spot { action: body.action_id, shift: body.shift_id, role: body.role_id };
        let signup = duty::assign(tx, &actor, id, spot, body.volunteer_id).await?;
        Ok(Reply::created(format!("/api/v1/signups/{}", signup.id), &signup)?.etag(signup.version))
    };
    command.run(&app, &actor, work).await
}
