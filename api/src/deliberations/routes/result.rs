//! The result: published, recounted by anybody, objected to.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::{HttpResponse, get, post, web};
use entity::deliberations::deliberation_objection;
use entity::ids::{DeliberationId, ObjectionId};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::requests::DeliberationPath;
use super::show;
use crate::app::App;
use crate::auth::{Actor, Visitor};
use crate::deliberations::bundle::Bundle;
use crate::deliberations::service::{self, Case, published};
use crate::deliberations::state::Standing;
use crate::deliberations::view::{self, DeliberationDetail, Objection};
use crate::error::{Code, Result};
use crate::http::{Command, IdempotencyHeader, IfMatchHeader, Path, Problems, Reply, personal};
use crate::kernel::db::Tx;
use crate::kernel::text::Prose;

/// 公示结果
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PublishResult {
    /// 所见的版本号（或用 If-Match 请求头）
    #[schema(minimum = 1)]
    pub version: Option<i32>,
    /// 受理异议的天数，默认 7
    #[schema(minimum = 1, maximum = 60)]
    pub objection_days: Option<u32>,
}

/// 公示结果
///
/// 工作人员公示计票结果；此后任何人可下载计票数据自行核算，名册上的人可提出异议，期满即为结论。
#[utoipa::path(
    tag = "deliberations",
    operation_id = "publishResult",
    params(DeliberationPath, IdempotencyHeader, IfMatchHeader),
    request_body = PublishResult,
    responses((status = 200, description = "议题的现状", body = DeliberationDetail), Problems),
    security(("bearer" = []))
)]
#[post("/publish")]
pub(super) async fn publish(
    app: web::Data<App>,
    actor: Actor,
    path: Path<DeliberationPath>,
    command: Command<PublishResult>,
) -> Result<HttpResponse> {
    let id = path.0.deliberation_id;
    let version = command.expected(command.body.version)?;
    let days = command.body.objection_days.unwrap_or(service::publish::OBJECTION_DAYS);
    if !(1..=60).contains(&days) {
        return Err(Code::Invalid.error().at("/objectionDays", Code::InvalidValue));
    }
    let work =
        async |tx: &Tx<'_>, _| show(tx, &actor, service::publish::publish(tx, &actor, id, version, days).await?).await;
    command.run(&app, &actor, work).await
}

/// 计票数据
///
/// 公示后任何人可下载，无需登录：问题、规则、名册摘要、全部选票（不含投票人）、默克尔根、票数、结论和签名。用 `siwei verify bundle 文件` 可重新计票。
#[utoipa::path(
    tag = "deliberations",
    operation_id = "getBundle",
    params(DeliberationPath),
    responses((status = 200, description = "计票数据", body = Bundle), Problems),
    security(())
)]
#[get("/bundle")]
pub(super) async fn bundle(
    app: web::Data<App>,
    visitor: Visitor,
    path: Path<DeliberationPath>,
) -> Result<HttpResponse> {
    let db = app.kernel.db.clone();
    let id = path.0.deliberation_id;
    let one = entity::deliberations::deliberation::Entity::find_by_id(id).one(&db).await?;
    let one = one.filter(published::is_public).ok_or_else(|| Code::NotFound.error())?;
    drop(visitor);
    let pieces = published::json(db, &one).await?;
    Ok(HttpResponse::Ok()
        .content_type("application/json")
        .insert_header((CACHE_CONTROL, "public, max-age=60"))
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"bundle-{id}.json\"")))
        .streaming(pieces))
}

/// 一项异议
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ObjectToResult {
    /// 内容
    pub text: Prose<2000>,
}

/// 对异议的答复
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DecideObjection {
    /// 答复
    pub decision: Prose<200>,
}

/// Which objection.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[serde(rename_all = "camelCase")]
pub struct ObjectionPath {
    /// 议题编号
    pub deliberation_id: DeliberationId,
    /// 异议编号
    pub objection_id: ObjectionId,
}

/// 提出异议
///
/// 公示期内，名册上的人可对结果提出异议；前一项答复之前不能再提。
#[utoipa::path(
    tag = "deliberations",
    operation_id = "objectToResult",
    params(DeliberationPath, IdempotencyHeader),
    request_body = ObjectToResult,
    responses((status = 201, description = "已提出", body = Objection), Problems),
    security(("bearer" = []))
)]
#[post("/objections")]
pub(super) async fn raise(
    app: web::Data<App>,
    actor: Actor,
    path: Path<DeliberationPath>,
    command: Command<ObjectToResult>,
) -> Result<HttpResponse> {
    let id = path.0.deliberation_id;
    let work = async |tx: &Tx<'_>, body: ObjectToResult| {
        let raised = service::publish::object(tx, &actor, id, body.text.into()).await?;
        Reply::created(format!("/api/v1/deliberations/{id}/objections"), &view::objection(raised, actor.account_id()))
    };
    command.run(&app, &actor, work).await
}

/// 异议列表
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Objections {
    /// 异议，先提出的在前
    pub items: Vec<Objection>,
}

/// 异议列表
///
/// 工作人员看到全部，其他人看到本人提出的。
#[utoipa::path(
    tag = "deliberations",
    operation_id = "listObjections",
    params(DeliberationPath),
    responses((status = 200, description = "异议", body = Objections), Problems),
    security(("bearer" = []))
)]
#[get("/objections")]
pub(super) async fn objections(
    app: web::Data<App>,
    actor: Actor,
    path: Path<DeliberationPath>,
) -> Result<HttpResponse> {
    let account = actor.account()?;
    let case = Case::read(&app.kernel.db, &actor, path.0.deliberation_id).await?;
    let mut rows = deliberation_objection::Entity::find()
        .filter(deliberation_objection::Column::DeliberationId.eq(case.deliberation.id))
        .order_by_asc(deliberation_objection::Column::CreatedAt)
        .order_by_asc(deliberation_objection::Column::Id);
    if !case.standings.contains(&Standing::Staff) {
        rows = rows.filter(deliberation_objection::Column::AccountId.eq(account));
    }
    let items = rows.all(&app.kernel.db).await?.into_iter().map(|row| view::objection(row, Some(account)));
    personal(&Objections { items: items.collect() })
}

/// 异议不成立
///
/// 工作人员答复；不能答复本人的异议。
#[utoipa::path(
    tag = "deliberations",
    operation_id = "dismissObjection",
    params(ObjectionPath, IdempotencyHeader),
    request_body = DecideObjection,
    responses((status = 200, description = "异议", body = Objection), Problems),
    security(("bearer" = []))
)]
#[post("/objections/{objectionId}/dismiss")]
pub(super) async fn dismiss(
    app: web::Data<App>,
    actor: Actor,
    path: Path<ObjectionPath>,
    command: Command<DecideObjection>,
) -> Result<HttpResponse> {
    let ObjectionPath { deliberation_id, objection_id } = path.0;
    let work = async |tx: &Tx<'_>, body: DecideObjection| {
        let why = body.decision.into();
        let decided = service::publish::dismiss(tx, &actor, deliberation_id, objection_id, why).await?;
        Reply::ok(&view::objection(decided, actor.account_id()))
    };
    command.run(&app, &actor, work).await
}

/// 异议成立
///
/// 工作人员认定异议成立，结果随即作废。
#[utoipa::path(
    tag = "deliberations",
    operation_id = "upholdObjection",
    params(ObjectionPath, IdempotencyHeader),
    request_body = DecideObjection,
    responses((status = 200, description = "异议", body = Objection), Problems),
    security(("bearer" = []))
)]
#[post("/objections/{objectionId}/uphold")]
pub(super) async fn uphold(
    app: web::Data<App>,
    actor: Actor,
    path: Path<ObjectionPath>,
    command: Command<DecideObjection>,
) -> Result<HttpResponse> {
    let ObjectionPath { deliberation_id, objection_id } = path.0;
    let work = async |tx: &Tx<'_>, body: DecideObjection| {
        let why = body.decision.into();
        let decided = service::publish::uphold(tx, &actor, deliberation_id, objection_id, why).await?;
        Reply::ok(&view::objection(decided, actor.account_id()))
    };
    command.run(&app, &actor, work).await
}
