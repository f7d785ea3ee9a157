//! An emergency is opened, volunteers are called up, it is closed.

use actix_web::{HttpResponse, post, web};

use super::requests::{CallUpVolunteers, CloseEmergency, EmergencyPath, OpenEmergency};
use crate::app::App;
use crate::auth::Actor;
use crate::emergencies::service::close::{self, Closing};
use crate::emergencies::service::{Case, call_up as calling, open as opening};
use crate::emergencies::view::{self, CallUpDone, EmergencyDetail};
use crate::error::Result;
use crate::http::{Command, IdempotencyHeader, IfMatchHeader, Path, Problems, Reply};
use crate::kernel::db::Tx;

/// 启动应急
///
/// 社区管理员为若干网格启动，须说明原因，并说明是真实应急还是演练。一个网格同时只能有一个真实应急。
#[utoipa::path(
    tag = "emergencies",
    operation_id = "openEmergency",
    params(IdempotencyHeader),
    request_body = OpenEmergency,
    responses((status = 201, description = "已启动", body = EmergencyDetail), Problems),
    security(("bearer" = []))
)]
#[post("")]
pub(super) async fn open(app: web::Data<App>, actor: Actor, command: Command<OpenEmergency>) -> Result<HttpResponse> {
    let work = async |tx: &Tx<'_>, body: OpenEmergency| {
        let opened = opening::open(tx, &actor, body.into()).await?;
        let (id, version) = (opened.id, opened.version);
        let case = Case::of(tx, &actor, opened).await?;
        let shown = view::detail(tx, &actor, &case).await?;
        Ok(Reply::created(format!("/api/v1/emergencies/{id}"), &shown)?.etag(version))
    };
    command.run(&app, &actor, work).await
}

/// 结束应急
///
/// 社区管理员结束并作总结，召集过的志愿者会收到消息。有人在岗时须先签退；还有未结束的岗位时，须说明一并取消。
#[utoipa::path(
    tag = "emergencies",
    operation_id = "closeEmergency",
    params(EmergencyPath, IdempotencyHeader, IfMatchHeader),
    request_body = CloseEmergency,
    responses((status = 200, description = "应急的现状", body = EmergencyDetail), Problems),
    security(("bearer" = []))
)]
#[post("/close")]
pub(super) async fn end(
    app: web::Data<App>,
    actor: Actor,
    path: Path<EmergencyPath>,
    command: Command<CloseEmergency>,
) -> Result<HttpResponse> {
    let id = path.0.emergency_id;
    let version = command.expected(command.body.version)?;
    let work = async |tx: &Tx<'_>, body: CloseEmergency| {
        let closing = Closing { summary: body.summary.into(), call_off: body.call_off.unwrap_or(false) };
        let closed = close::close(tx, &actor, id, version, closing).await?;
        let version = closed.version;
        let case = Case::of(tx, &actor, closed).await?;
        Ok(Reply::ok(&view::detail(tx, &actor, &case).await?)?.etag(version))
    };
    command.run(&app, &actor, work).await
}

/// 召集志愿者
///
/// 召集服务于这些网格、具备这些技能、并已同意应急时可被召集的志愿者，每人收到一条消息；已召集过的不再重复。
/// 社区工作者召集全部网格的，网格长召集所领网格的。
#[utoipa::path(
    tag = "emergencies",
    operation_id = "callUpVolunteers",
    params(EmergencyPath, IdempotencyHeader),
    request_body = CallUpVolunteers,
    responses((status = 201, description = "已召集", body = CallUpDone), Problems),
    security(("bearer" = []))
)]
#[post("/call-ups")]
pub(super) async fn call_up(
    app: web::Data<App>,
    actor: Actor,
    path: Path<EmergencyPath>,
    command: Command<CallUpVolunteers>,
) -> Result<HttpResponse> {
    let id = path.0.emergency_id;
    let work = async |tx: &Tx<'_>, body: CallUpVolunteers| {
        let made = calling::call(tx, &actor, id, body.parsed()?).await?;
        Reply::created(format!("/api/v1/emergencies/{id}/answers"), &CallUpDone::from(made))
    };
    command.run(&app, &actor, work).await
}
