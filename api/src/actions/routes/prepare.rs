//! An action is drafted, changed, published, called off.

use actix_web::{HttpResponse, post, put, web};

use super::requests::{
    ActionMove, ActionMoveBecause, ActionPath, ChangeCapacity, CreateAction, RolePath, ShiftPath, UpdateAction,
};
use super::show;
use crate::actions::service::{self, Case};
use crate::actions::view::{self, ActionDetail};
use crate::app::App;
use crate::auth::Actor;
use crate::error::Result;
use crate::http::{Command, IdempotencyHeader, IfMatchHeader, Path, Problems, Reply};
use crate::kernel::db::Tx;

/// 起草行动
///
/// 社区工作者为社区、团队或共建单位起草；网格长为所领的网格，团队负责人为本团队，共建单位成员为本单位。
#[utoipa::path(
    tag = "actions",
    operation_id = "createAction",
    params(IdempotencyHeader),
    request_body = CreateAction,
    responses((status = 201, description = "草稿", body = ActionDetail), Problems),
    security(("bearer" = []))
)]
#[post("")]
pub(super) async fn create(app: web::Data<App>, actor: Actor, command: Command<CreateAction>) -> Result<HttpResponse> {
    let work = async |tx: &Tx<'_>, body: CreateAction| {
        let host = (body.host_kind, body.host_id);
        let drafted = service::draft::create(tx, &actor, host, body.content.parsed()?).await?;
        let (id, version) = (drafted.id, drafted.version);
        let case = Case::of(tx, &actor, drafted).await?;
        let shown = view::detail(tx.kernel(), tx, Some(&actor), &case).await?;
        Ok(Reply::created(format!("/api/v1/actions/{id}"), &shown)?.etag(version))
    };
    command.run(&app, &actor, work).await
}

/// 修改行动
///
/// 整体替换内容。草稿可以改班次；发布后只能改其他内容，名额另有操作。文字有改动的重新审核，通过前别人看不到。
#[utoipa::path(
    tag = "actions",
    operation_id = "updateAction",
    params(ActionPath, IdempotencyHeader, IfMatchHeader),
    request_body = UpdateAction,
    responses((status = 200, description = "行动的现状", body = ActionDetail), Problems),
    security(("bearer" = []))
)]
#[put("")]
pub(super) async fn update(
    app: web::Data<App>,
    actor: Actor,
    path: Path<ActionPath>,
    command: Command<UpdateAction>,
) -> Result<HttpResponse> {
    let id = path.0.action_id;
    let version = command.expected(command.body.version)?;
    let work = async |tx: &Tx<'_>, body: UpdateAction| {
        show(tx, &actor, service::draft::update(tx, &actor, id, version, body.content.parsed()?).await?).await
    };
    command.run(&app, &actor, work).await
}

/// 发布行动
///
/// 发布后可以报名，班次不再改变。网格长、团队和共建单位的行动须先通过内容审核，草稿的 `screening` 为 `passed` 时才能发布。
#[utoipa::path(
    tag = "actions",
    operation_id = "publishAction",
    params(ActionPath, IdempotencyHeader, IfMatchHeader),
    request_body = ActionMove,
    responses((status = 200, description = "行动的现状", body = ActionDetail), Problems),
    security(("bearer" = []))
)]
#[post("/publish")]
pub(super) async fn publish(
    app: web::Data<App>,
    actor: Actor,
    path: Path<ActionPath>,
    command: Command<ActionMove>,
) -> Result<HttpResponse> {
    let id = path.0.action_id;
    let version = command.expected(command.body.version)?;
    let work = async |tx: &Tx<'_>, _| show(tx, &actor, service::draft::publish(tx, &actor, id, version).await?).await;
    command.run(&app, &actor, work).await
}

/// 取消行动
///
/// 须说明原因；已报名和候补的都会收到消息。
#[utoipa::path(
    tag = "actions",
    operation_id = "cancelAction",
    params(ActionPath, IdempotencyHeader, IfMatchHeader),
    request_body = ActionMoveBecause,
    responses((status = 200, description = "行动的现状", body = ActionDetail), Problems),
    security(("bearer" = []))
)]
#[post("/cancel")]
pub(super) async fn cancel(
    app: web::Data<App>,
    actor: Actor,
    path: Path<ActionPath>,
    command: Command<ActionMoveBecause>,
) -> Result<HttpResponse> {
    let id = path.0.action_id;
    let version = command.expected(command.body.version)?;
    let work = async |tx: &Tx<'_>, body: ActionMoveBecause| {
        show(tx, &actor, service::call_off::action(tx, &actor, id, version, body.reason.into()).await?).await
    };
    command.run(&app, &actor, work).await
}

/// 取消一个班次
///
/// 开始前取消，须说明原因；此班次已报名和候补的都会收到消息。最后一个班次不能单独取消。
#[utoipa::path(
    tag = "actions",
    operation_id = "cancelShift",
    params(ShiftPath, IdempotencyHeader, IfMatchHeader),
    request_body = ActionMoveBecause,
    responses((status = 200, description = "行动的现状", body = ActionDetail), Problems),
    security(("bearer" = []))
)]
#[post("/shifts/{shiftId}/cancel")]
pub(super) async fn cancel_shift(
    app: web::Data<App>,
    actor: Actor,
    path: Path<ShiftPath>,
    command: Command<ActionMoveBecause>,
) -> Result<HttpResponse> {
    let which = (path.0.action_id, path.0.shift_id);
    let version = command.expected(command.body.version)?;
    let work = async |tx: &Tx<'_>, body: ActionMoveBecause| {
        show(tx, &actor, service::call_off::shift(tx, &actor, which, version, body.reason.into()).await?).await
    };
    command.run(&app, &actor, work).await
}

/// 调整名额
///
/// 不能少于已占的名额；多出的名额按候补号依次给出。
#[utoipa::path(
    tag = "actions",
    operation_id = "changeShiftCapacity",
    params(RolePath, IdempotencyHeader, IfMatchHeader),
    request_body = ChangeCapacity,
    responses((status = 200, description = "行动的现状", body = ActionDetail), Problems),
    security(("bearer" = []))
)]
#[post("/roles/{shiftRoleId}/capacity")]
pub(super) async fn change_capacity(
    app: web::Data<App>,
    actor: Actor,
    path: Path<RolePath>,
    command: Command<ChangeCapacity>,
) -> Result<HttpResponse> {
    let which = (path.0.action_id, path.0.shift_role_id);
    let version = command.expected(command.body.version)?;
    let work = async |tx: &Tx<'_>, body: ChangeCapacity| {
        show(tx, &actor, service::capacity::change(tx, &actor, which, version, body.capacity).await?).await
    };
    command.run(&app, &actor, work).await
}
