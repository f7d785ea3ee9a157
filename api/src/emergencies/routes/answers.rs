//! Who was called up, and what they answer.

use actix_web::{HttpResponse, get, put, web};
use entity::emergencies::CallUpReply;
use entity::ids::GridId;
use serde::Deserialize;
use utoipa::IntoParams;

use super::requests::{AnswerCallUp, EmergencyPageQuery, EmergencyPath};
use crate::app::App;
use crate::auth::Actor;
use crate::emergencies::list;
use crate::emergencies::service::{Case, answer as answering};
use crate::emergencies::view::{self, CallUpAnswer, CallUpOnList, OwnCallUp};
use crate::error::Result;
use crate::http::{Command, IdempotencyHeader, IfMatchHeader, Path, Problems, Query, Reply, personal};
use crate::kernel::db::Tx;
use crate::kernel::page::{self, Page};

/// A page of those who were called up.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AnswerQuery {
    /// 上一页返回的游标
    pub cursor: Option<String>,
    /// 每页条数（1–100，默认 20）
    #[param(minimum = 1, maximum = 100)]
    pub page_size: Option<u64>,
    /// 答复，多个用逗号分隔
    #[param(example = "can,later")]
    pub reply: Option<String>,
    /// 只看这个网格
    pub grid_id: Option<GridId>,
}

/// 召集名单
///
/// 被召集的志愿者和他们的答复；姓名已脱敏，社区工作者可在志愿者处查看全名并留下记录。网格长看到所领网格的。
#[utoipa::path(
    tag = "emergencies",
    operation_id = "listCallUpAnswers",
    params(EmergencyPath, AnswerQuery),
    responses((status = 200, description = "一页名单", body = Page<CallUpOnList>), Problems),
    security(("bearer" = []))
)]
#[get("/answers")]
pub(super) async fn called(
    app: web::Data<App>,
    actor: Actor,
    path: Path<EmergencyPath>,
    query: Query<AnswerQuery>,
) -> Result<HttpResponse> {
    let (kernel, query) = (&app.kernel, query.0);
    let replies = page::comma_list::<CallUpReply>("reply", query.reply.as_deref())?;
    let at = (query.cursor.as_deref(), page::size(query.page_size)?);
    let case = Case::read(&kernel.db, &actor, path.0.emergency_id).await?.worked_on()?;
    let mut grids = case.reach(&actor);
    grids.retain(|grid| query.grid_id.is_none_or(|only| only == *grid));
    let page = list::answers(&kernel.db, case.emergency.id, (&grids, &replies), at).await?;
    personal(&page.with_items(view::on_list(&kernel.vault, &kernel.db, &page.items).await?))
}

/// 答复召集
///
/// 被召集的志愿者答复能、不能或稍后能参加，应急期间可以改；已有岗位的先取消岗位，再改为不能。
#[utoipa::path(
    tag = "emergencies",
    operation_id = "answerCallUp",
    params(EmergencyPath, IdempotencyHeader, IfMatchHeader),
    request_body = AnswerCallUp,
    responses((status = 200, description = "答复的现状", body = CallUpAnswer), Problems),
    security(("bearer" = []))
)]
#[put("/answer")]
pub(super) async fn answer(
    app: web::Data<App>,
    actor: Actor,
    path: Path<EmergencyPath>,
    command: Command<AnswerCallUp>,
) -> Result<HttpResponse> {
    let id = path.0.emergency_id;
    let version = command.expected(command.body.version)?;
    let work = async |tx: &Tx<'_>, body: AnswerCallUp| {
        let row = answering::answer(tx, &actor, id, version, body.into()).await?;
        Ok(Reply::ok(&view::answer(tx.vault(), &row)?)?.etag(row.version))
    };
    command.run(&app, &actor, work).await
}

/// 我收到的召集
///
/// 本人收到的召集和答复，新的在前。
#[utoipa::path(
    tag = "emergencies",
    operation_id = "listOwnCallUps",
    params(EmergencyPageQuery),
    responses((status = 200, description = "一页召集", body = Page<OwnCallUp>), Problems),
    security(("bearer" = []))
)]
#[get("/call-ups")]
pub(super) async fn mine(app: web::Data<App>, actor: Actor, query: Query<EmergencyPageQuery>) -> Result<HttpResponse> {
    let kernel = &app.kernel;
    let at = (query.0.cursor.as_deref(), page::size(query.0.page_size)?);
    let page = list::own(&kernel.db, &actor, at).await?;
    personal(&page.with_items(view::own(&kernel.vault, &kernel.db, &page.items).await?))
}
