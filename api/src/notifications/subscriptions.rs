//! Which messages somebody may agree to in the mini-program, and what they said.

use actix_web::{HttpResponse, get, post, web};
use entity::ids::AccountId;
use entity::wechat::MessageKind;
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::wechat::grants;
use crate::app::App;
use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::http::{Command, IdempotencyHeader, Problems, Reply, personal};
use crate::kernel::db::Tx;
use crate::kernel::text::Line;
use crate::wechat::Wechat;

/// Answers in one report; one popup asks of five templates at most.
const MOST: usize = 20;

/// 可订阅的微信消息
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Subscription {
    /// 消息种类
    pub kind: MessageKind,
    /// 小程序
    pub appid: String,
    /// 模板编号，用于 wx.requestSubscribeMessage
    pub template_id: String,
    /// 还可收到的次数
    pub remaining: i32,
}

/// 可订阅的微信消息一览
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Subscriptions {
    /// 各模板
    pub items: Vec<Subscription>,
}

/// 对一个模板的选择
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum SubscriptionResult {
    /// 同意
    Accept,
    /// 拒绝
    Reject,
    /// 模板已被封禁
    Ban,
    /// 因同名等原因被过滤
    Filter,
}

/// 对一个模板的回答
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SubscriptionAnswer {
    /// 模板编号
    pub template_id: Line<64>,
    /// 用户的选择
    pub result: SubscriptionResult,
}

/// wx.requestSubscribeMessage 的结果
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SubscriptionReport {
    /// 各模板的结果
    #[schema(max_items = 20)]
    pub answers: Vec<SubscriptionAnswer>,
}

async fn shown(conn: &impl ConnectionTrait, wechat: &Wechat, account: AccountId) -> Result<Subscriptions> {
    let held = grants::of(conn, account).await?;
    let remaining = |id: &str| held.iter().find(|grant| grant.template_id == id).map_or(0, |grant| grant.remaining);
    let templates = wechat.templates().all().iter().map(|template| Subscription {
        kind: template.kind,
        appid: template.appid.clone(),
        template_id: template.id.clone(),
        remaining: remaining(&template.id),
    });
    Ok(Subscriptions { items: templates.collect() })
}

/// 可订阅的微信消息
///
/// 本系统会发送的微信订阅消息，及本人还可收到的次数。小程序据此调用 wx.requestSubscribeMessage。
#[utoipa::path(
    tag = "notifications",
    operation_id = "listSubscriptions",
    responses((status = 200, description = "各模板", body = Subscriptions), Problems),
    security(("bearer" = []))
)]
#[get("/subscriptions")]
pub(super) async fn list(app: web::Data<App>, actor: Actor) -> Result<HttpResponse> {
    personal(&shown(&app.kernel.db, &app.wechat, actor.account()?).await?)
}

/// 上报订阅结果
///
/// 用户在 wx.requestSubscribeMessage 弹窗中的选择。同意一次可收到一条。已配置微信消息推送时由微信告知，
/// 此处不重复计数；本系统未使用的模板不计。
#[utoipa::path(
    tag = "notifications",
    operation_id = "reportSubscriptions",
    params(IdempotencyHeader),
    request_body = SubscriptionReport,
    responses((status = 200, description = "各模板", body = Subscriptions), Problems),
    security(("bearer" = []))
)]
#[post("/subscriptions")]
pub(super) async fn report(
    app: web::Data<App>,
    actor: Actor,
    command: Command<SubscriptionReport>,
) -> Result<HttpResponse> {
    let account = actor.account()?;
    let work = async |tx: &Tx<'_>, body: SubscriptionReport| {
        note(tx, &app.wechat, account, &body.answers).await?;
        Reply::ok(&shown(tx, &app.wechat, account).await?)
    };
    command.run(&app, &actor, work).await
}

async fn note(tx: &Tx<'_>, wechat: &Wechat, account: AccountId, answers: &[SubscriptionAnswer]) -> Result<()> {
    if answers.len() > MOST {
        return Err(Code::Invalid.error().at("/answers", Code::InvalidValue));
    }
    for answer in answers.iter().filter(|answer| answer.result == SubscriptionResult::Accept) {
        let Some(appid) = wechat.templates().appid_of(&answer.template_id) else { continue };
        if wechat.push(appid).is_none() {
            grants::add(tx, account, &answer.template_id).await?;
        }
    }
    Ok(())
}
