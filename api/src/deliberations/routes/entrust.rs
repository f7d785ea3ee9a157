//! Written proxies of owners.

use actix_web::{HttpResponse, delete, get, post, web};
use entity::ids::{AccountId, BallotProxyId, DeliberationId, MediaId, RollEntryId};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::requests::{DeliberationPath, DeskQuery};
use super::staff;
use crate::app::App;
use crate::auth::Actor;
use crate::auth::input::Mobile;
use crate::deliberations::desk;
use crate::deliberations::service::{self, entrust::Agent};
use crate::deliberations::view::{self, BallotProxy};
use crate::error::{Code, Result};
use crate::http::{Command, Empty, IdempotencyHeader, Path, Problems, Query, Reply, personal};
use crate::kernel::db::Tx;
use crate::kernel::page::Page;

/// 登记一份书面委托
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EntrustBallot {
    /// 委托人在名册上的编号
    pub entry_id: RollEntryId,
    /// 受托人的账号；与手机号二者取一
    pub account_id: Option<AccountId>,
    /// 受托人账号的手机号
    pub phone: Option<Mobile>,
    /// 委托书扫描件
    pub media_id: MediaId,
}

impl EntrustBallot {
    fn agent(&self) -> Result<Agent> {
        match (self.account_id, &self.phone) {
            (Some(id), None) => Ok(Agent::Account(id)),
            (None, Some(phone)) => Ok(Agent::Phone((**phone).to_owned())),
            (None, None) => Err(Code::Invalid.error().at("/accountId", Code::MissingField)),
            (Some(_), Some(_)) => Err(Code::Invalid.error().at("/phone", Code::InvalidValue)),
        }
    }
}

/// Which proxy.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[serde(rename_all = "camelCase")]
pub struct BallotProxyPath {
    /// 议题编号
    pub deliberation_id: DeliberationId,
    /// 委托编号
    pub proxy_id: BallotProxyId,
}

/// 登记书面委托
///
/// 仅业主表决，且方案允许委托；一人持有的委托不超过方案的限额。由工作人员凭委托书登记，不能登记给本人。
#[utoipa::path(
    tag = "deliberations",
    operation_id = "entrustBallot",
    params(DeliberationPath, IdempotencyHeader),
    request_body = EntrustBallot,
    responses((status = 201, description = "已登记", body = BallotProxy), Problems),
    security(("bearer" = []))
)]
#[post("/proxies")]
pub(super) async fn entrust(
    app: web::Data<App>,
    actor: Actor,
    path: Path<DeliberationPath>,
    command: Command<EntrustBallot>,
) -> Result<HttpResponse> {
    let id = path.0.deliberation_id;
    let work = async |tx: &Tx<'_>, body: EntrustBallot| {
        let (entry, scan) = (body.entry_id, body.media_id);
        let row = service::entrust::entrust(tx, &actor, id, entry, body.agent(), scan).await?;
        let shown = view::proxies(tx.kernel(), tx, &[row]).await?;
        let first = shown.first().ok_or_else(|| Code::Internal.error())?;
        Reply::created(format!("/api/v1/deliberations/{id}/proxies"), first)
    };
    command.run(&app, &actor, work).await
}

/// 书面委托列表
///
/// 先登记的在前；仅工作人员。
#[utoipa::path(
    tag = "deliberations",
    operation_id = "listBallotProxies",
    params(DeliberationPath, DeskQuery),
    responses((status = 200, description = "一页委托", body = Page<BallotProxy>), Problems),
    security(("bearer" = []))
)]
#[get("/proxies")]
pub(super) async fn list(
    app: web::Data<App>,
    actor: Actor,
    path: Path<DeliberationPath>,
    query: Query<DeskQuery>,
) -> Result<HttpResponse> {
    let case = staff(&app, &actor, path.0.deliberation_id).await?;
    let kernel = &app.kernel;
    let page = desk::proxies(&kernel.db, case.deliberation.id, query.0.which()?).await?;
    personal(&page.with_items(view::proxies(kernel, &kernel.db, &page.items).await?))
}

/// 撤销书面委托
///
/// 该票投出之前。
#[utoipa::path(
    tag = "deliberations",
    operation_id = "endBallotProxy",
    params(BallotProxyPath, IdempotencyHeader),
    responses((status = 204, description = "已撤销"), Problems),
    security(("bearer" = []))
)]
#[delete("/proxies/{proxyId}")]
pub(super) async fn end(
    app: web::Data<App>,
    actor: Actor,
    path: Path<BallotProxyPath>,
    command: Command<Empty>,
) -> Result<HttpResponse> {
    let BallotProxyPath { deliberation_id, proxy_id } = path.0;
    let work = async |tx: &Tx<'_>, _| {
        service::entrust::end(tx, &actor, deliberation_id, proxy_id).await?;
        Ok(Reply::empty())
    };
    command.run(&app, &actor, work).await
}
