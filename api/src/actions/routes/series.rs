//! One action again and again.

use actix_web::{HttpResponse, get, post, put, web};
use chrono::NaiveDate;
use entity::actions::{HolidayRule, HostKind};
use entity::ids::ActionSeriesId;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::content::ActionContent;
use super::requests::{ActionMove, ActionMoveBecause, ActionPath, UpdateAction};
use crate::actions::service::following;
use crate::actions::service::series::{self, Recurrence, Series};
use crate::actions::view::{ActionSeries, RecurrencePreview};
use crate::app::App;
use crate::auth::{Actor, Visitor};
use crate::error::Result;
use crate::http::{Command, IdempotencyHeader, IfMatchHeader, Path, Problems, Reply, personal};
use crate::kernel::db::Tx;
use crate::kernel::text::Line;

/// Which series.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[serde(rename_all = "camelCase")]
pub struct ActionSeriesPath {
    /// 重复行动编号
    pub action_series_id: ActionSeriesId,
}

/// 怎样重复
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RecurrenceInput {
    /// 规则（RFC 5545 的 RRULE）：按日、周、月、年重复，须有 COUNT 或 UNTIL，最多 120 次、400 天
    #[schema(example = "FREQ=WEEKLY;BYDAY=SA;COUNT=10")]
    pub rrule: Line<200>,
    /// 遇到法定节假日时：不办、顺延到下一个工作日（含调休上班日）、照常
    pub holidays: HolidayRule,
}

impl From<RecurrenceInput> for Recurrence {
    fn from(input: RecurrenceInput) -> Self {
        Self { rrule: input.rrule.into(), holidays: input.holidays }
    }
}

/// 预览重复规则
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PreviewRecurrence {
    /// 从哪天起
    pub first_on: NaiveDate,
    /// 怎样重复
    pub recurrence: RecurrenceInput,
}

/// 新的重复行动
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateActionSeries {
    /// 主办方
    pub host_kind: HostKind,
    /// 团队或共建单位的编号；社区主办时省略
    pub host_id: Option<Uuid>,
    /// 第一次的内容，含班次；其余各次的时间按日期顺推
    pub content: ActionContent,
    /// 怎样重复
    pub recurrence: RecurrenceInput,
}

/// 预览重复规则
///
/// 规则所指的每一天，按社区的时区和工作日历：照常、因节假日不办或顺延，以及原因。不保存任何内容。
#[utoipa::path(
    tag = "actions",
    operation_id = "previewRecurrence",
    request_body = PreviewRecurrence,
    responses((status = 200, description = "每一天", body = RecurrencePreview), Problems),
    security(("bearer" = []))
)]
#[post("/recurrence-preview")]
pub(super) async fn preview(
    app: web::Data<App>,
    actor: Actor,
    command: Command<PreviewRecurrence>,
) -> Result<HttpResponse> {
    let wanted = command.body.recurrence.into();
    let (rule, days) = series::preview(&app.kernel.db, &actor, command.body.first_on, &wanted).await?;
    personal(&RecurrencePreview::new(&rule, days))
}

/// 起草重复行动
///
/// 按规则为每一天起草一次行动，各自可以单独修改、取消。起草的权限同单次行动。
#[utoipa::path(
    tag = "actions",
    operation_id = "createActionSeries",
    params(IdempotencyHeader),
    request_body = CreateActionSeries,
    responses((status = 201, description = "重复行动", body = ActionSeries), Problems),
    security(("bearer" = []))
)]
#[post("")]
pub(super) async fn create(
    app: web::Data<App>,
    actor: Actor,
    command: Command<CreateActionSeries>,
) -> Result<HttpResponse> {
    let work = async |tx: &Tx<'_>, body: CreateActionSeries| {
        let host = (body.host_kind, body.host_id);
        let made = series::create(tx, &actor, host, body.content.parsed()?, &body.recurrence.into()).await?;
        let (id, version) = (made.row.id, made.row.version);
        Ok(Reply::created(format!("/api/v1/action-series/{id}"), &ActionSeries::from(made))?.etag(version))
    };
    command.run(&app, &actor, work).await
}

/// 重复行动详情
///
/// 已发布的各次无需登录；未发布的只有负责者和社区工作者能看到。
#[utoipa::path(
    tag = "actions",
    operation_id = "getActionSeries",
    params(ActionSeriesPath),
    responses((status = 200, description = "重复行动", body = ActionSeries), Problems),
    security((), ("bearer" = []))
)]
#[get("")]
pub(super) async fn one(app: web::Data<App>, visitor: Visitor, path: Path<ActionSeriesPath>) -> Result<HttpResponse> {
    let series = series::read(&app.kernel.db, visitor.0.as_ref(), path.0.action_series_id).await?;
    Ok(show(series)?.into_response())
}

/// 发布重复行动
///
/// 一并发布尚未开始的各次草稿。各次文字相同的只审核一次，都通过后才能发布。
#[utoipa::path(
    tag = "actions",
    operation_id = "publishActionSeries",
    params(ActionSeriesPath, IdempotencyHeader, IfMatchHeader),
    request_body = ActionMove,
    responses((status = 200, description = "重复行动的现状", body = ActionSeries), Problems),
    security(("bearer" = []))
)]
#[post("/publish")]
pub(super) async fn publish(
    app: web::Data<App>,
    actor: Actor,
    path: Path<ActionSeriesPath>,
    command: Command<ActionMove>,
) -> Result<HttpResponse> {
    let id = path.0.action_series_id;
    let version = command.expected(command.body.version)?;
    let work = async |tx: &Tx<'_>, _| show(series::publish(tx, &actor, id, version).await?);
    command.run(&app, &actor, work).await
}

/// 取消此次及以后各次
///
/// 重复行动中的此次和以后未结束的各次一并取消，须说明原因；已报名和候补的都会收到消息。
#[utoipa::path(
    tag = "actions",
    operation_id = "cancelFollowingActions",
    params(ActionPath, IdempotencyHeader, IfMatchHeader),
    request_body = ActionMoveBecause,
    responses((status = 200, description = "重复行动的现状", body = ActionSeries), Problems),
    security(("bearer" = []))
)]
#[post("/following/cancel")]
pub(super) async fn cancel_following(
    app: web::Data<App>,
    actor: Actor,
    path: Path<ActionPath>,
    command: Command<ActionMoveBecause>,
) -> Result<HttpResponse> {
    let id = path.0.action_id;
    let version = command.expected(command.body.version)?;
    let work = async |tx: &Tx<'_>, body: ActionMoveBecause| {
        show(following::cancel(tx, &actor, id, version, body.reason.into()).await?)
    };
    command.run(&app, &actor, work).await
}

/// 修改此次及以后各次
///
/// 整体替换重复行动中此次和以后各次的内容，班次除外（须省略）；报名的起止时间按日期顺推。
#[utoipa::path(
    tag = "actions",
    operation_id = "updateFollowingActions",
    params(ActionPath, IdempotencyHeader, IfMatchHeader),
    request_body = UpdateAction,
    responses((status = 200, description = "重复行动的现状", body = ActionSeries), Problems),
    security(("bearer" = []))
)]
#[put("/following")]
pub(super) async fn update_following(
    app: web::Data<App>,
    actor: Actor,
    path: Path<ActionPath>,
    command: Command<UpdateAction>,
) -> Result<HttpResponse> {
    let id = path.0.action_id;
    let version = command.expected(command.body.version)?;
    let work = async |tx: &Tx<'_>, body: UpdateAction| {
        show(following::update(tx, &actor, id, version, body.content.parsed()?).await?)
    };
    command.run(&app, &actor, work).await
}

fn show(series: Series) -> Result<Reply> {
    let version = series.row.version;
    Ok(Reply::ok(&ActionSeries::from(series))?.etag(version))
}
