//! Minutes and points.

use actix_web::{HttpResponse, get, post, web};
use entity::volunteers::LedgerUnit;

use crate::app::App;
use crate::auth::{Actor, Visitor};
use crate::error::{Code, Result};
use crate::http::{Command, IdempotencyHeader, Path, Problems, Query, Reply, Routes, personal};
use crate::kernel::db::Tx;
use crate::kernel::page::{self, Page};
use crate::volunteers::rule::Rate;
use crate::volunteers::service::ledger;
use crate::volunteers::service::points::{self, GIFT_LIMIT, NewRule, Receiver};
use crate::volunteers::store;
use crate::volunteers::view::{
    Balances, GivePoints, MakePointRule, OfCommunity, PointRule, Posting, PostingQuery, ReverseTransfer, TransferPath,
    VolunteerPath,
};

/// Mounts these routes.
pub fn mount(routes: &mut Routes<'_>) {
    routes.under("/me").service(own).service(own_postings);
    routes.under("/volunteers").under("/{volunteerId}").service(postings);
    routes.under("/points").service(give);
    routes.under("/transfers").under("/{transferId}").service(take_back);
    routes.under("/communities").under("/{communityId}").service(rules);
    routes.under("/point-rules").service(make_rule);
}

/// 我的积分与时长
///
/// 记录的时长与补录的时长分开累计。
#[utoipa::path(tag = "volunteers", operation_id = "getOwnBalances",
    responses((status = 200, description = "余额", body = Balances), Problems), security(("bearer" = [])))]
#[get("/balances")]
async fn own(app: web::Data<App>, actor: Actor) -> Result<HttpResponse> {
    personal(&Balances::from(ledger::balances(&app.kernel.db, actor.account()?).await?))
}

/// 我的账目
///
/// 一种单位的每一笔，新的在前。
#[utoipa::path(tag = "volunteers", operation_id = "listOwnPostings", params(PostingQuery),
    responses((status = 200, description = "一页账目", body = Page<Posting>), Problems), security(("bearer" = [])))]
#[get("/postings")]
async fn own_postings(app: web::Data<App>, actor: Actor, query: Query<PostingQuery>) -> Result<HttpResponse> {
    page_of(&app, actor.account()?, query.0).await
}

/// 志愿者的账目
///
/// 本人和社区工作者可见，新的在前。
#[utoipa::path(tag = "volunteers", operation_id = "listVolunteerPostings", params(VolunteerPath, PostingQuery),
    responses((status = 200, description = "一页账目", body = Page<Posting>), Problems), security(("bearer" = [])))]
#[get("/postings")]
async fn postings(
    app: web::Data<App>,
    actor: Actor,
    path: Path<VolunteerPath>,
    query: Query<PostingQuery>,
) -> Result<HttpResponse> {
    let whose = store::one(&app.kernel.db, &actor, path.0.volunteer_id).await?;
    page_of(&app, whose.account_id, query.0).await
}

async fn page_of(app: &App, account: entity::ids::AccountId, query: PostingQuery) -> Result<HttpResponse> {
    let at = (query.cursor.as_deref(), page::size(query.page_size)?);
    let unit = query.unit.unwrap_or(LedgerUnit::Points);
    personal(&ledger::statement(&app.kernel.db, account, unit, at).await?.map(Posting::from))
}

/// 赠送积分
///
/// 时间银行：把积分赠给本社区的另一位成员并写明缘由；30 天内最多赠送 500 分。
#[utoipa::path(tag = "volunteers", operation_id = "givePoints", params(IdempotencyHeader), request_body = GivePoints,
    responses((status = 200, description = "赠送后的余额", body = Balances), Problems), security(("bearer" = [])))]
#[post("/gifts")]
async fn give(app: web::Data<App>, actor: Actor, command: Command<GivePoints>) -> Result<HttpResponse> {
    let work = async |tx: &Tx<'_>, body: GivePoints| {
        if !(1..=GIFT_LIMIT).contains(&body.points) {
            return Err(Code::Invalid.error().at("/points", Code::InvalidValue));
        }
        let to = match (body.to_account_id, body.to_number) {
            (Some(id), None) => Receiver::Account(id),
            (None, Some(number)) => Receiver::Number(number.into()),
            _ => return Err(Code::Invalid.error().at("/toNumber", Code::InvalidValue)),
        };
        points::give(tx, &actor, to, body.points, body.reason.into()).await?;
        Reply::ok(&Balances::from(ledger::balances(tx, actor.account()?).await?))
    };
    command.run(&app, &actor, work).await
}

/// 冲正一笔账
///
/// 由社区工作者冲正有误的志愿服务或赠送，须说明原因；原来的账不改，另记一笔相反的账，只能一次。
#[utoipa::path(tag = "volunteers", operation_id = "reverseTransfer", params(TransferPath, IdempotencyHeader),
    request_body = ReverseTransfer,
    responses((status = 204, description = "已冲正"), Problems), security(("bearer" = [])))]
#[post("/reverse")]
async fn take_back(
    app: web::Data<App>,
    actor: Actor,
    path: Path<TransferPath>,
    command: Command<ReverseTransfer>,
) -> Result<HttpResponse> {
    let work = async |tx: &Tx<'_>, body: ReverseTransfer| {
        points::take_back(tx, &actor, path.0.transfer_id, body.reason.into()).await?;
        Ok(Reply::empty())
    };
    command.run(&app, &actor, work).await
}

/// 积分规则
///
/// 社区制定的规则，新的在前，其后是没有另定时适用的默认规则。无需登录。
#[utoipa::path(tag = "volunteers", operation_id = "listPointRules", params(OfCommunity),
    responses((status = 200, description = "规则", body = Vec<PointRule>), Problems), security(()))]
#[get("/point-rules")]
async fn rules(app: web::Data<App>, _visitor: Visitor, path: Path<OfCommunity>) -> Result<HttpResponse> {
    let (db, community) = (&app.kernel.db, path.0.community_id);
    // A community that there is not has no zone either.
    crate::community::service::communities::zone(db, community).await?;
    personal(&PointRule::all(points::rules(db, community).await?))
}

/// 制定积分规则
///
/// 由社区工作者制定；同一种服务的新规则到时取代旧规则，此前的服务仍按旧规则。
#[utoipa::path(tag = "volunteers", operation_id = "makePointRule", params(IdempotencyHeader),
    request_body = MakePointRule,
    responses((status = 200, description = "规则", body = PointRule), Problems), security(("bearer" = [])))]
#[post("")]
async fn make_rule(app: web::Data<App>, actor: Actor, command: Command<MakePointRule>) -> Result<HttpResponse> {
    let work = async |tx: &Tx<'_>, body: MakePointRule| {
        let within = |value: i32, most: i32, pointer: &str| match (0..=most).contains(&value) {
            true => Ok(value),
            false => Err(Code::Invalid.error().at(pointer, Code::InvalidValue)),
        };
        let rate = Rate {
            per_hour: within(body.points_per_hour, 1_000, "/pointsPerHour")?,
            flat: within(body.points_flat, 1_000, "/pointsFlat")?,
            minutes: within(body.minutes_flat, 1_440, "/minutesFlat")?,
        };
        let (kind, role, valid_from) = (body.kind, body.role, body.valid_from);
        let rule = NewRule { kind, category: body.category.map(Into::into), role, rate, valid_from };
        Reply::ok(&PointRule::from(points::make_rule(tx, &actor, rule).await?))
    };
    command.run(&app, &actor, work).await
}
