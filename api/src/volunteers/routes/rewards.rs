//! Rewards and redemptions.

use actix_web::{HttpResponse, get, post, put, web};
use entity::volunteers::redemption;

use crate::app::App;
use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::http::{Command, IdempotencyHeader, IfMatchHeader, Path, Problems, Query, Reply, Routes, personal};
use crate::kernel::db::Tx;
use crate::kernel::page::{self, Page};
use crate::volunteers::service::redeem::{self, Filter};
use crate::volunteers::service::rewards::{self, Offered};
use crate::volunteers::view::{
    CancelRedemption, HandOverRedemption, RedeemReward, Redemption, RedemptionPath, RedemptionQuery, Reward,
    RewardInput, RewardPath, RewardQuery,
};

/// Mounts these routes.
pub fn mount(routes: &mut Routes<'_>) {
    let mut rewards = routes.under("/rewards");
    rewards.service(list).service(enter);
    rewards.under("/{rewardId}").service(change).service(exchange);
    let mut bought = routes.under("/redemptions");
    bought.service(redemptions);
    bought.under("/{redemptionId}").service(hand_over).service(cancel);
}

impl RewardInput {
    fn parsed(self) -> Result<Offered> {
        let wrong = |pointer: &str| Err(Code::Invalid.error().at(pointer, Code::InvalidValue));
        if !(1..=100_000).contains(&self.price) {
            return wrong("/price");
        }
        if !(0..=100_000).contains(&self.stock) {
            return wrong("/stock");
        }
        Ok(Offered {
            partner: self.partner_id,
            title: self.title.into(),
            description: self.description.map(Into::into),
            price: self.price,
            stock: self.stock,
            active: self.active,
        })
    }
}

/// 奖品列表
///
/// 本社区可兑换的奖品；社区工作者另见已停用的。
#[utoipa::path(tag = "volunteers", operation_id = "listRewards", params(RewardQuery),
    responses((status = 200, description = "一页奖品", body = Page<Reward>), Problems), security(("bearer" = [])))]
#[get("")]
async fn list(app: web::Data<App>, actor: Actor, query: Query<RewardQuery>) -> Result<HttpResponse> {
    let at = (query.0.cursor.as_deref(), page::size(query.0.page_size)?);
    personal(&rewards::list(&app.kernel.db, &actor, at).await?.map(Reward::from))
}

/// 新增奖品
///
/// 由社区工作者录入共建单位提供的奖品。
#[utoipa::path(tag = "volunteers", operation_id = "createReward", params(IdempotencyHeader),
    request_body = RewardInput,
    responses((status = 200, description = "奖品", body = Reward), Problems), security(("bearer" = [])))]
#[post("")]
async fn enter(app: web::Data<App>, actor: Actor, command: Command<RewardInput>) -> Result<HttpResponse> {
    let work = async |tx: &Tx<'_>, body: RewardInput| {
        let row = rewards::enter(tx, &actor, body.parsed()?).await?;
        let version = row.version;
        Ok(Reply::ok(&Reward::from(row))?.etag(version))
    };
    command.run(&app, &actor, work).await
}

/// 修改奖品
///
/// 由社区工作者修改价格、数量和是否可兑换；已兑换的不受影响。
#[utoipa::path(tag = "volunteers", operation_id = "changeReward",
    params(RewardPath, IdempotencyHeader, IfMatchHeader), request_body = RewardInput,
    responses((status = 200, description = "奖品", body = Reward), Problems), security(("bearer" = [])))]
#[put("")]
async fn change(
    app: web::Data<App>,
    actor: Actor,
    path: Path<RewardPath>,
    command: Command<RewardInput>,
) -> Result<HttpResponse> {
    let seen = command.expected(command.body.version)?;
    let work = async |tx: &Tx<'_>, body: RewardInput| {
        let row = rewards::change(tx, &actor, path.0.reward_id, seen, body.parsed()?).await?;
        let version = row.version;
        Ok(Reply::ok(&Reward::from(row))?.etag(version))
    };
    command.run(&app, &actor, work).await
}

/// 兑换奖品
///
/// 积分转给共建单位，得到领取码；到共建单位出示领取码领取。
#[utoipa::path(tag = "volunteers", operation_id = "redeemReward", params(RewardPath, IdempotencyHeader),
    request_body = RedeemReward,
    responses((status = 200, description = "兑换", body = Redemption), Problems), security(("bearer" = [])))]
#[post("/redeem")]
async fn exchange(
    app: web::Data<App>,
    actor: Actor,
    path: Path<RewardPath>,
    command: Command<RedeemReward>,
) -> Result<HttpResponse> {
    let work = async |tx: &Tx<'_>, body: RedeemReward| {
        show(&actor, redeem::redeem(tx, &actor, path.0.reward_id, body.price).await?)
    };
    command.run(&app, &actor, work).await
}

/// 兑换列表
///
/// 本人的兑换；共建单位成员另见本单位的，社区工作者另见本社区的。新的在前，可按领取码查找。
#[utoipa::path(tag = "volunteers", operation_id = "listRedemptions", params(RedemptionQuery),
    responses((status = 200, description = "一页兑换", body = Page<Redemption>), Problems),
    security(("bearer" = [])))]
#[get("")]
async fn redemptions(app: web::Data<App>, actor: Actor, query: Query<RedemptionQuery>) -> Result<HttpResponse> {
    let filter = Filter { status: query.0.status, code: query.0.code.map(Into::into) };
    let at = (query.0.cursor.as_deref(), page::size(query.0.page_size)?);
    let rows = redeem::redemptions(&app.kernel.db, &actor, &filter, at).await?;
    personal(&rows.map(|row| Redemption::new(&actor, row)))
}

/// 确认领取
///
/// 由共建单位成员或社区工作者核对领取码后确认，不能确认本人的。
#[utoipa::path(tag = "volunteers", operation_id = "handOverRedemption",
    params(RedemptionPath, IdempotencyHeader, IfMatchHeader), request_body = HandOverRedemption,
    responses((status = 200, description = "已领取", body = Redemption), Problems), security(("bearer" = [])))]
#[post("/hand-over")]
async fn hand_over(
    app: web::Data<App>,
    actor: Actor,
    path: Path<RedemptionPath>,
    command: Command<HandOverRedemption>,
) -> Result<HttpResponse> {
    let seen = command.expected(command.body.version)?;
    let work = async |tx: &Tx<'_>, body: HandOverRedemption| {
        show(&actor, redeem::hand_over(tx, &actor, path.0.redemption_id, seen, &body.code).await?)
    };
    command.run(&app, &actor, work).await
}

/// 取消兑换
///
/// 领取之前由本人、共建单位成员或社区工作者取消，积分和数量随即退回。
#[utoipa::path(tag = "volunteers", operation_id = "cancelRedemption",
    params(RedemptionPath, IdempotencyHeader, IfMatchHeader), request_body = CancelRedemption,
    responses((status = 200, description = "已取消", body = Redemption), Problems), security(("bearer" = [])))]
#[post("/cancel")]
async fn cancel(
    app: web::Data<App>,
    actor: Actor,
    path: Path<RedemptionPath>,
    command: Command<CancelRedemption>,
) -> Result<HttpResponse> {
    let seen = command.expected(command.body.version)?;
    let work = async |tx: &Tx<'_>, _| show(&actor, redeem::cancel(tx, &actor, path.0.redemption_id, seen).await?);
    command.run(&app, &actor, work).await
}

fn show(actor: &Actor, row: redemption::Model) -> Result<Reply> {
    let version = row.version;
    Ok(Reply::ok(&Redemption::new(actor, row))?.etag(version))
}
