//! The vote itself: ballots, the own ones, turnout, a later end.

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use chrono::{DateTime, SubsecRound, Utc};
use entity::ids::RollEntryId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::requests::DeliberationPath;
use super::show;
use crate::app::App;
use crate::auth::{Actor, Bearer, Visitor, Who};
use crate::deliberations::casting::{Cast, CastBallot, Caster};
use crate::deliberations::service::{self, Case};
use crate::deliberations::tally::Choice;
use crate::deliberations::turnout::{self, Turnout};
use crate::deliberations::view::{DeliberationDetail, OwnBallot};
use crate::error::Result;
use crate::http::{Command, IdempotencyHeader, IfMatchHeader, Path, Problems, Reply, cached, personal};
use crate::kernel::db::Tx;
use crate::kernel::text::Prose;

/// 一张选票
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"choice": {"kind": "agree"}}))]
pub struct CastRequest {
    /// 选票内容
    pub choice: Choice,
    /// 为名册上的哪一位投票；只能为一位投票时可省略，见“本人的选票”
    pub entry_id: Option<RollEntryId>,
}

/// 投票
///
/// 名册上的人投票；方案允许改票时，本人可再次投票，以最后一次为准。请带 Idempotency-Key，网络中断后原样重试不会重复，也会得到同一张回执。
#[utoipa::path(
    tag = "deliberations",
    operation_id = "castBallot",
    params(DeliberationPath, IdempotencyHeader),
    request_body = CastRequest,
    responses((status = 201, description = "已收到", body = CastBallot), Problems),
    security(("bearer" = []))
)]
#[post("/ballots")]
pub(super) async fn cast(
    app: web::Data<App>,
    bearer: Bearer,
    path: Path<DeliberationPath>,
    command: Command<CastRequest>,
) -> Result<HttpResponse> {
    let (body, cause, claim) = command.into_parts(&Who::Account(bearer.account));
    let ballot = Cast {
        deliberation: path.0.deliberation_id,
        by: Caster::Bearer(bearer),
        entry: body.entry_id,
        choice: body.choice,
        cause,
        claim,
    };
    let taken = app.ballots.send(ballot).await?;
    Ok(Reply::made(&taken.signed(&app.signer)?)?.into_response())
}

/// 本人的选票
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OwnBallots {
    /// 可为之投票的人，及已投的票
    pub items: Vec<OwnBallot>,
}

/// 本人的选票
///
/// 本人在名册上可为谁投票（户、共有业主、书面委托），已投的票和回执。
#[utoipa::path(
    tag = "deliberations",
    operation_id = "listOwnBallots",
    params(DeliberationPath),
    responses((status = 200, description = "本人的选票", body = OwnBallots), Problems),
    security(("bearer" = []))
)]
#[get("/ballots/mine")]
pub(super) async fn mine(app: web::Data<App>, actor: Actor, path: Path<DeliberationPath>) -> Result<HttpResponse> {
    let account = actor.account()?;
    let case = Case::read(&app.kernel.db, &actor, path.0.deliberation_id).await?;
    let items = service::mine::ballots(&app.kernel, &app.signer, account, &case.deliberation).await?;
    personal(&OwnBallots { items })
}

/// 参与情况
///
/// 各楼栋已有多少人参与、各门槛还差多少；不含任何人的选择。表决开始后可看，无需登录。
#[utoipa::path(
    tag = "deliberations",
    operation_id = "getTurnout",
    params(DeliberationPath),
    responses((status = 200, description = "参与情况", body = Turnout), (status = 304, description = "没有变化"), Problems),
    security((), ("bearer" = []))
)]
#[get("/turnout")]
pub(super) async fn progress(
    request: HttpRequest,
    app: web::Data<App>,
    visitor: Visitor,
    path: Path<DeliberationPath>,
) -> Result<HttpResponse> {
    let answer = turnout::answer(&app.kernel, visitor.0.as_ref(), path.0.deliberation_id).await?;
    Ok(cached(&request, &answer))
}

/// 延长表决
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExtendDeliberation {
    /// 所见的版本号（或用 If-Match 请求头）
    #[schema(minimum = 1)]
    pub version: Option<i32>,
    /// 新的截止时间
    pub closes_at: DateTime<Utc>,
    /// 原因
    pub reason: Prose<500>,
}

/// 延长表决
///
/// 方案允许时，工作人员可在截止前延长一次，须说明原因。
#[utoipa::path(
    tag = "deliberations",
    operation_id = "extendDeliberation",
    params(DeliberationPath, IdempotencyHeader, IfMatchHeader),
    request_body = ExtendDeliberation,
    responses((status = 200, description = "议题的现状", body = DeliberationDetail), Problems),
    security(("bearer" = []))
)]
#[post("/extend")]
pub(super) async fn extend(
    app: web::Data<App>,
    actor: Actor,
    path: Path<DeliberationPath>,
    command: Command<ExtendDeliberation>,
) -> Result<HttpResponse> {
    let id = path.0.deliberation_id;
    let version = command.expected(command.body.version)?;
    let work = async |tx: &Tx<'_>, body: ExtendDeliberation| {
        let closes_at = body.closes_at.trunc_subsecs(6);
        let extended = service::extend::extend(tx, &actor, id, version, closes_at, body.reason.into()).await?;
        show(tx, &actor, extended).await
    };
    command.run(&app, &actor, work).await
}
