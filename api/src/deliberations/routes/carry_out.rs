//! What was adopted is carried out and graded.

use actix_web::{HttpResponse, post, web};
use entity::ids::{MediaId, WishId};
use serde::Deserialize;
use utoipa::ToSchema;

use super::requests::DeliberationPath;
use super::show;
use crate::app::App;
use crate::auth::Actor;
use crate::deliberations::service;
use crate::deliberations::view::DeliberationDetail;
use crate::error::{Code, Result};
use crate::http::{Command, IdempotencyHeader, IfMatchHeader, Path, Problems};
use crate::kernel::db::Tx;
use crate::kernel::text::Prose;

/// Wishes that one decision may be carried out by.
const MOST_WISHES: usize = 50;

/// 付诸实施
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExecuteDecision {
    /// 所见的版本号（或用 If-Match 请求头）
    #[schema(minimum = 1)]
    pub version: Option<i32>,
    /// 由哪些微心愿落实
    #[serde(default)]
    #[schema(max_items = 50)]
    pub wish_ids: Vec<WishId>,
    /// 说明
    pub reason: Option<Prose<500>>,
}

/// 付诸实施
///
/// 通过的决定由工作人员或提出它的团队开始实施，可关联落实它的微心愿。
#[utoipa::path(
    tag = "deliberations",
    operation_id = "executeDecision",
    params(DeliberationPath, IdempotencyHeader, IfMatchHeader),
    request_body = ExecuteDecision,
    responses((status = 200, description = "议题的现状", body = DeliberationDetail), Problems),
    security(("bearer" = []))
)]
#[post("/execute")]
pub(super) async fn execute(
    app: web::Data<App>,
    actor: Actor,
    path: Path<DeliberationPath>,
    command: Command<ExecuteDecision>,
) -> Result<HttpResponse> {
    let id = path.0.deliberation_id;
    let version = command.expected(command.body.version)?;
    let work = async |tx: &Tx<'_>, mut body: ExecuteDecision| {
        body.wish_ids.sort();
        body.wish_ids.dedup();
        if body.wish_ids.len() > MOST_WISHES {
            return Err(Code::Invalid.error().at("/wishIds", Code::InvalidValue));
        }
        let reason = body.reason.map(Into::into);
        let moved = service::carry_out::execute(tx, &actor, id, version, &body.wish_ids, reason).await?;
        show(tx, &actor, moved).await
    };
    command.run(&app, &actor, work).await
}

/// 实施完成
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CompleteDecision {
    /// 所见的版本号（或用 If-Match 请求头）
    #[schema(minimum = 1)]
    pub version: Option<i32>,
    /// 做了什么
    pub note: Prose<500>,
    /// 照片，1 至 9 张
    #[schema(min_items = 1, max_items = 9)]
    pub photos: Vec<MediaId>,
}

/// 实施完成
///
/// 附照片说明已完成；此后 14 天内名册上的人可以评议。
#[utoipa::path(
    tag = "deliberations",
    operation_id = "completeDecision",
    params(DeliberationPath, IdempotencyHeader, IfMatchHeader),
    request_body = CompleteDecision,
    responses((status = 200, description = "议题的现状", body = DeliberationDetail), Problems),
    security(("bearer" = []))
)]
#[post("/complete")]
pub(super) async fn complete(
    app: web::Data<App>,
    actor: Actor,
    path: Path<DeliberationPath>,
    command: Command<CompleteDecision>,
) -> Result<HttpResponse> {
    let id = path.0.deliberation_id;
    let version = command.expected(command.body.version)?;
    let work = async |tx: &Tx<'_>, body: CompleteDecision| {
        let note = body.note.into();
        show(tx, &actor, service::carry_out::complete(tx, &actor, id, version, &body.photos, note).await?).await
    };
    command.run(&app, &actor, work).await
}

/// 评议
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EvaluateDecision {
    /// 一至五分
    #[schema(minimum = 1, maximum = 5)]
    pub score: i32,
    /// 评语
    pub comment: Option<Prose<200>>,
}

/// 评议
///
/// 名册上的人为实施情况打一至五分，每人一次。
#[utoipa::path(
    tag = "deliberations",
    operation_id = "evaluateDecision",
    params(DeliberationPath, IdempotencyHeader),
    request_body = EvaluateDecision,
    responses((status = 200, description = "议题的现状", body = DeliberationDetail), Problems),
    security(("bearer" = []))
)]
#[post("/evaluate")]
pub(super) async fn evaluate(
    app: web::Data<App>,
    actor: Actor,
    path: Path<DeliberationPath>,
    command: Command<EvaluateDecision>,
) -> Result<HttpResponse> {
    let id = path.0.deliberation_id;
    if !(1..=5).contains(&command.body.score) {
        return Err(Code::Invalid.error().at("/score", Code::InvalidValue));
    }
    let work = async |tx: &Tx<'_>, body: EvaluateDecision| {
        let comment = body.comment.map(Into::into);
        show(tx, &actor, service::carry_out::evaluate(tx, &actor, id, body.score, comment).await?).await
    };
    command.run(&app, &actor, work).await
}
