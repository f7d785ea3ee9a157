//! Many claims to households approved at once, each with an answer of its own.

use actix_web::{HttpResponse, post, web};

use crate::app::App;
use crate::auth::Actor;
use crate::community::service::claims::{self, Decision};
use crate::community::view::{ApproveHouseholdClaims, HouseholdClaimApprovals};
use crate::error::Result;
use crate::http::{Command, IdempotencyHeader, Problems, Reply, Routes};
use crate::kernel::db::Tx;
use crate::kernel::many::{self, Seen};

/// Mounts these routes.
pub fn mount(routes: &mut Routes<'_>) {
    routes.under("/household-claims").service(approve);
}

/// 批量通过住户认领
///
/// 一次通过最多 50 个认领，各归入按名册匹配的户，逐个给出结果：其中一个未能通过不影响其他。部分未通过时也答 200。
/// 用同一个 Idempotency-Key 重试得到同样的结果。
#[utoipa::path(tag = "community", operation_id = "approveHouseholdClaims", params(IdempotencyHeader),
    request_body = ApproveHouseholdClaims,
    responses((status = 200, description = "逐个的结果", body = HouseholdClaimApprovals), Problems),
    security(("bearer" = [])))]
#[post("/approvals")]
async fn approve(app: web::Data<App>, actor: Actor, command: Command<ApproveHouseholdClaims>) -> Result<HttpResponse> {
    actor.require_decider()?;
    let call = command.call.clone();
    let work = async |tx: &Tx<'_>, body: ApproveHouseholdClaims| {
        let asked: Vec<_> =
            body.items.iter().map(|item| Seen { id: item.household_claim_id, version: item.version }).collect();
        let outcomes = many::each(tx, &asked, async |tx, one| {
            claims::decide(tx, &actor, one.id, one.version, Decision::Approve(None)).await
        });
        Reply::ok(&HouseholdClaimApprovals::new(&asked, outcomes.await?, &call))
    };
    command.run(&app, &actor, work).await
}
