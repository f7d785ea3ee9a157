//! Ballots on paper, and where they clash with ballots that came online.

use actix_web::{HttpResponse, get, post, put, web};
use entity::deliberations::{BallotChannel, PaperState, paper_ballot};
use entity::ids::{DeliberationId, MediaId, PaperBallotId, RollEntryId};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::requests::{DeliberationPath, DeskQuery};
use super::staff;
use crate::app::App;
use crate::auth::Actor;
use crate::deliberations::desk;
use crate::deliberations::service::paper::Reading;
use crate::deliberations::service::{self, Case, voting};
use crate::deliberations::tally::Choice;
use crate::deliberations::view::{self, BallotConflict, PaperBallot};
use crate::error::{Code, Result};
use crate::http::{Command, IdempotencyHeader, Path, Problems, Query, Reply, decode_json, personal};
use crate::kernel::db::{self, Tx};
use crate::kernel::idempotency::{self, Begun};
use crate::kernel::page::{self, Page};

/// 纸质票的来源
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PaperChannel {
    /// 纸质票
    Paper,
    /// 入户票
    DoorToDoor,
}

impl From<PaperChannel> for BallotChannel {
    fn from(channel: PaperChannel) -> Self {
        match channel {
            PaperChannel::Paper => Self::Paper,
            PaperChannel::DoorToDoor => Self::DoorToDoor,
        }
    }
}

/// 录入一张纸质票
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EnterPaperBallot {
    /// 名册上的投票人
    pub entry_id: RollEntryId,
    /// 来源
    pub channel: PaperChannel,
    /// 选票内容
    pub choice: Choice,
    /// 扫描件；公开表决的第一人必须提供，无记名表决不得提供（扫描件会留下谁投了什么）
    pub media_id: Option<MediaId>,
}

/// 重新录入
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReplacePaperBallot {
    /// 来源
    pub channel: PaperChannel,
    /// 选票内容
    pub choice: Choice,
}

/// Which reading.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[serde(rename_all = "camelCase")]
pub struct PaperBallotPath {
    /// 议题编号
    pub deliberation_id: DeliberationId,
    /// 录入编号
    pub paper_ballot_id: PaperBallotId,
}

/// 录入纸质票
///
/// 两名工作人员各自录入，一致即计为选票；不一致的列出，待其中一人重新录入。须在截止前录入。与线上选票冲突时按表决方案取舍。
#[utoipa::path(
    tag = "deliberations",
    operation_id = "enterPaperBallot",
    params(DeliberationPath, IdempotencyHeader),
    request_body = EnterPaperBallot,
    responses((status = 201, description = "已录入", body = PaperBallot), Problems),
    security(("bearer" = []))
)]
#[post("/paper-ballots")]
pub(super) async fn enter(
    app: web::Data<App>,
    actor: Actor,
    path: Path<DeliberationPath>,
    command: Command<EnterPaperBallot>,
) -> Result<HttpResponse> {
    let id = path.0.deliberation_id;
    let work = async |tx: &Tx<'_>, body: EnterPaperBallot| {
        let reading = Reading { channel: body.channel.into(), choice: body.choice };
        let row = service::paper::enter(tx, &actor, id, body.entry_id, reading, body.media_id).await?;
        let shown = shown(&app, tx, &actor, row).await?;
        Reply::created(format!("/api/v1/deliberations/{id}/paper-ballots"), &shown)
    };
    once(&app, &actor, id, command, work).await
}

/// 重新录入纸质票
///
/// 两人不一致时，或第二人录入前，重新录入本人录入的一张。
#[utoipa::path(
    tag = "deliberations",
    operation_id = "replacePaperBallot",
    params(PaperBallotPath, IdempotencyHeader),
    request_body = ReplacePaperBallot,
    responses((status = 200, description = "已录入", body = PaperBallot), Problems),
    security(("bearer" = []))
)]
#[put("/paper-ballots/{paperBallotId}")]
pub(super) async fn replace(
    app: web::Data<App>,
    actor: Actor,
    path: Path<PaperBallotPath>,
    command: Command<ReplacePaperBallot>,
) -> Result<HttpResponse> {
    let PaperBallotPath { deliberation_id: id, paper_ballot_id } = path.0;
    let work = async |tx: &Tx<'_>, body: ReplacePaperBallot| {
        let reading = Reading { channel: body.channel.into(), choice: body.choice };
        let row = service::paper::replace(tx, &actor, id, paper_ballot_id, reading).await?;
        Reply::ok(&shown(&app, tx, &actor, row).await?)
    };
    once(&app, &actor, id, command, work).await
}

async fn shown(app: &App, tx: &Tx<'_>, actor: &Actor, row: paper_ballot::Model) -> Result<PaperBallot> {
    let case = Case::read(tx, actor, row.deliberation_id).await?;
    let shown = view::papers(app, tx, &case.deliberation, &[row], actor.account()?).await?;
    shown.into_iter().next().ok_or_else(|| Code::Internal.into())
}

/// As [`Command::run`], but the fingerprint of a secret vote's request is kept under its key.
async fn once<T>(
    app: &App,
    actor: &Actor,
    id: DeliberationId,
    command: Command<T>,
    work: impl AsyncFnOnce(&Tx<'_>, T) -> Result<Reply>,
) -> Result<HttpResponse> {
    let (body, cause, claim) = command.into_parts(&actor.who);
    let Some(claim) = claim else {
        let reply = db::write(&app.kernel, cause, async |tx| work(tx, body).await).await?;
        return Ok(reply.into_response());
    };
    let _running = app.kernel.running.hold(&claim.caller, &claim.key)?;
    let reply = db::write(&app.kernel, cause, async |tx| {
        let fingerprint = voting::fingerprint(tx, actor, id, claim.fingerprint).await?;
        match idempotency::begin(tx, &claim.caller, &claim.key, &fingerprint).await? {
            Begun::Replay(stored) => decode_json(stored.as_bytes()),
            Begun::Started(ticket) => {
                let reply = work(tx, body).await?;
                let answer = serde_json::to_string(&reply).map_err(|error| Code::Internal.error().cause(error))?;
                idempotency::finish(tx, ticket, &answer).await?;
                Ok(reply)
            }
        }
    });
    Ok(reply.await?.into_response())
}

/// Which readings.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PaperBallotQuery {
    /// 上一页返回的游标
    pub cursor: Option<String>,
    /// 每页条数（1–100，默认 20）
    #[param(minimum = 1, maximum = 100)]
    pub page_size: Option<u64>,
    /// 状态
    pub state: Option<PaperState>,
}

/// 纸质票列表
///
/// 已录入的纸质票，先录入的在前；仅工作人员。无记名表决不显示内容。
#[utoipa::path(
    tag = "deliberations",
    operation_id = "listPaperBallots",
    params(DeliberationPath, PaperBallotQuery),
    responses((status = 200, description = "一页纸质票", body = Page<PaperBallot>), Problems),
    security(("bearer" = []))
)]
#[get("/paper-ballots")]
pub(super) async fn list(
    app: web::Data<App>,
    actor: Actor,
    path: Path<DeliberationPath>,
    query: Query<PaperBallotQuery>,
) -> Result<HttpResponse> {
    let case = staff(&app, &actor, path.0.deliberation_id).await?;
    let which = desk::Which { cursor: query.0.cursor.as_deref(), size: page::size(query.0.page_size)? };
    let (db, one) = (&app.kernel.db, &case.deliberation);
    let page = desk::papers(db, one.id, query.0.state, which).await?;
    let items = view::papers(&app, db, one, &page.items, actor.account()?).await?;
    personal(&page.with_items(items))
}

/// 线上与纸质的冲突
///
/// 同一位投票人线上和纸质都投了票：计入哪一张，先发现的在前；仅工作人员。
#[utoipa::path(
    tag = "deliberations",
    operation_id = "listBallotConflicts",
    params(DeliberationPath, DeskQuery),
    responses((status = 200, description = "一页冲突", body = Page<BallotConflict>), Problems),
    security(("bearer" = []))
)]
#[get("/conflicts")]
pub(super) async fn conflicts(
    app: web::Data<App>,
    actor: Actor,
    path: Path<DeliberationPath>,
    query: Query<DeskQuery>,
) -> Result<HttpResponse> {
    let case = staff(&app, &actor, path.0.deliberation_id).await?;
    let page = desk::conflicts(&app.kernel.db, case.deliberation.id, query.0.which()?).await?;
    personal(&page.map(view::conflict))
}
