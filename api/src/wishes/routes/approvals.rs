//! Many wishes approved at once, each with an answer of its own.

use actix_web::{HttpResponse, post, web};
use entity::ids::WishId;
use entity::wishes::{WishStatus, wish};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::app::App;
use crate::auth::Actor;
use crate::error::Result;
use crate::http::{Call, Command, IdempotencyHeader, Problem, Problems, Reply};
use crate::kernel::db::Tx;
use crate::kernel::many::{self, Seen};
use crate::wishes::service;

/// 要通过的一个心愿
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WishApproval {
    /// 心愿编号
    pub wish_id: WishId,
    /// 所见的版本号
    #[schema(minimum = 1)]
    pub version: i32,
}

/// 批量通过
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ApproveWishes {
    /// 各个心愿，最多 50 个
    #[schema(min_items = 1, max_items = 50)]
    pub items: Vec<WishApproval>,
}

/// 一个心愿的结果
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WishApprovalResult {
    /// 心愿编号
    pub wish_id: WishId,
    /// 单独通过这一个时的 HTTP 状态码
    #[schema(example = 200)]
    pub http_status: u16,
    /// 通过后的状态；未通过为 null
    #[schema(required = true)]
    pub status: Option<WishStatus>,
    /// 通过后的版本号；未通过为 null
    #[schema(required = true)]
    pub version: Option<i32>,
    /// 未通过的原因；已通过为 null
    #[schema(required = true)]
    pub problem: Option<Problem>,
}

/// 批量通过的结果
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WishApprovals {
    /// 逐个的结果，按提交的顺序
    pub items: Vec<WishApprovalResult>,
    /// 通过了几个
    pub approved: usize,
}

impl WishApprovals {
    fn new(asked: &[Seen<WishId>], outcomes: Vec<Result<wish::Model>>, call: &Call) -> Self {
        let approved = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
        let result = |(one, outcome): (&Seen<WishId>, Result<wish::Model>)| {
            let (wish, problem) = match outcome {
                Ok(wish) => (Some(wish), None),
                Err(error) => (None, Some(Problem::of(&error, call))),
            };
            WishApprovalResult {
                wish_id: one.id,
                http_status: problem.as_ref().map_or(200, |problem| problem.status),
                status: wish.as_ref().map(|wish| wish.status),
                version: wish.map(|wish| wish.version),
                problem,
            }
        };
        Self { items: asked.iter().zip(outcomes).map(result).collect(), approved }
    }
}

/// 批量通过心愿
///
/// 一次通过最多 50 个心愿，逐个给出结果：其中一个未能通过不影响其他。部分未通过时也答 200。用同一个 Idempotency-Key
/// 重试得到同样的结果。
#[utoipa::path(
    tag = "wishes",
    operation_id = "approveWishes",
    params(IdempotencyHeader),
    request_body = ApproveWishes,
    responses((status = 200, description = "逐个的结果", body = WishApprovals), Problems),
    security(("bearer" = []))
)]
#[post("/approvals")]
pub(super) async fn approve(
    app: web::Data<App>,
    actor: Actor,
    command: Command<ApproveWishes>,
) -> Result<HttpResponse> {
    actor.require_decider()?;
    let call = command.call.clone();
    let work = async |tx: &Tx<'_>, body: ApproveWishes| {
        let asked: Vec<_> = body.items.iter().map(|item| Seen { id: item.wish_id, version: item.version }).collect();
        let outcomes =
            many::each(tx, &asked, async |tx, one| service::review::approve(tx, &actor, one.id, one.version).await);
        Reply::ok(&WishApprovals::new(&asked, outcomes.await?, &call))
    };
    command.run(&app, &actor, work).await
}
