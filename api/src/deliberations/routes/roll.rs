//! The frozen roll while the vote is open: who has voted, and what is wrong with it.

use actix_web::{HttpResponse, get, post, web};
use entity::ids::{BuildingId, RollEntryId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::requests::DeliberationPath;
use super::show;
use crate::app::App;
use crate::auth::Actor;
use crate::deliberations::desk::Which;
use crate::deliberations::service::roll_correction::Correction;
use crate::deliberations::service::{self, Case};
use crate::deliberations::view::DeliberationDetail;
use crate::deliberations::voters::{self, Filter, Voter};
use crate::error::Result;
use crate::http::{Command, Empty, IdempotencyHeader, IfMatchHeader, Path, Problems, Query, Reply, personal};
use crate::kernel::db::Tx;
use crate::kernel::page::{self, Page};
use crate::kernel::text::Prose;

/// Which voters.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VoterQuery {
    /// 上一页返回的游标
    pub cursor: Option<String>,
    /// 每页条数（1–100，默认 20）
    #[param(minimum = 1, maximum = 100)]
    pub page_size: Option<u64>,
    /// 只看已投票或未投票的
    pub voted: Option<bool>,
    /// 只看这个楼栋
    pub building_id: Option<BuildingId>,
}

/// 名册上的投票人
///
/// 姓名和门牌已脱敏；只显示是否已投票。工作人员和自治管理小组看到全部，网格长和楼栋长看到各自负责的楼栋。
#[utoipa::path(
    tag = "deliberations",
    operation_id = "listVoters",
    params(DeliberationPath, VoterQuery),
    responses((status = 200, description = "一页投票人", body = Page<Voter>), Problems),
    security(("bearer" = []))
)]
#[get("/voters")]
pub(super) async fn list(
    app: web::Data<App>,
    actor: Actor,
    path: Path<DeliberationPath>,
    query: Query<VoterQuery>,
) -> Result<HttpResponse> {
    actor.account()?;
    let case = Case::read(&app.kernel.db, &actor, path.0.deliberation_id).await?;
    let query = query.0;
    let filter = Filter { deliberation: case.deliberation.id, voted: query.voted, building: query.building_id };
    let which = Which { cursor: query.cursor.as_deref(), size: page::size(query.page_size)? };
    personal(&voters::page(&app.kernel, &actor, &case, filter, which).await?)
}

/// 已提醒的人数
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Reminded {
    /// 尚未投票的人数
    pub voters: u64,
}

/// 提醒未投票者
///
/// 向尚未投票者的账号发站内消息；工作人员或自治管理小组，一天至多一次。
#[utoipa::path(
    tag = "deliberations",
    operation_id = "remindVoters",
    params(DeliberationPath, IdempotencyHeader),
    request_body = Empty,
    responses((status = 202, description = "将发出提醒", body = Reminded), Problems),
    security(("bearer" = []))
)]
#[post("/remind")]
pub(super) async fn remind(
    app: web::Data<App>,
    actor: Actor,
    path: Path<DeliberationPath>,
    command: Command<Empty>,
) -> Result<HttpResponse> {
    let id = path.0.deliberation_id;
    let work =
        async |tx: &Tx<'_>, _| Reply::accepted(&Reminded { voters: service::remind::remind(tx, &actor, id).await? });
    command.run(&app, &actor, work).await
}

/// 更正名册
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CorrectRoll {
    /// 所见的版本号（或用 If-Match 请求头）
    #[schema(minimum = 1)]
    pub version: Option<i32>,
    /// 名册上的投票人
    pub entry_id: RollEntryId,
    /// 正确的面积，单位 0.01 平方米，仅业主表决；省略则将此人移出名册
    #[schema(minimum = 1, maximum = 1_000_000_000)]
    pub area: Option<i64>,
    /// 原因
    pub reason: Prose<500>,
}

/// 更正名册
///
/// 表决期间由工作人员将不应在册者移出，或更正面积；已投票的不能更正。名册摘要和合计随之重算，前后都列入议题的经过。
#[utoipa::path(
    tag = "deliberations",
    operation_id = "correctRoll",
    params(DeliberationPath, IdempotencyHeader, IfMatchHeader),
    request_body = CorrectRoll,
    responses((status = 200, description = "议题的现状", body = DeliberationDetail), Problems),
    security(("bearer" = []))
)]
#[post("/roll-corrections")]
pub(super) async fn correct(
    app: web::Data<App>,
    actor: Actor,
    path: Path<DeliberationPath>,
    command: Command<CorrectRoll>,
) -> Result<HttpResponse> {
    let id = path.0.deliberation_id;
    let version = command.expected(command.body.version)?;
    let work = async |tx: &Tx<'_>, body: CorrectRoll| {
        let correction = body.area.map_or(Correction::Strike, Correction::Area);
        let what = (body.entry_id, correction);
        let corrected = service::roll_correction::correct(tx, &actor, id, version, what, body.reason.into()).await?;
        show(tx, &actor, corrected).await
    };
    command.run(&app, &actor, work).await
}
