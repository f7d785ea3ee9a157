//! Looks at personal data in full. They bypass the store of idempotent answers, which
//! must not hold personal data; each look counts.

use actix_web::{HttpResponse, post, web};
use serde::Serialize;

use crate::app::App;
use crate::auth::Actor;
use crate::community::service::unmask;
use crate::community::view::{
    DwellingPath, HouseholdClaimPath, OwnerPath, PartnerPath, ResidentPath, Unmask, UnmaskedDwelling,
    UnmaskedHouseholdClaim, UnmaskedOwner, UnmaskedPartner, UnmaskedResident,
};
use crate::error::Result;
use crate::http::{Command, Path, Problems, Routes, personal};
use crate::kernel::db::{self, Tx};

/// Mounts these routes.
pub fn mount(routes: &mut Routes<'_>) {
    routes.under("/residents").under("/{residentId}").service(resident);
    routes.under("/owners").under("/{ownerId}").service(owner);
    routes.under("/dwellings").under("/{dwellingId}").service(dwelling);
    routes.under("/partners").under("/{partnerId}").service(partner);
    routes.under("/household-claims").under("/{householdClaimId}").service(claim);
}

/// 查看居民的完整个人信息
///
/// 限社区工作者，每次查看连同原因都会记录，居民本人可见。
#[utoipa::path(tag = "community", operation_id = "unmaskResident", params(ResidentPath), request_body = Unmask,
    responses((status = 200, description = "完整信息", body = UnmaskedResident), Problems),
    security(("bearer" = [])))]
#[post("/unmask")]
async fn resident(
    app: web::Data<App>,
    actor: Actor,
    path: Path<ResidentPath>,
    command: Command<Unmask>,
) -> Result<HttpResponse> {
    look(&app, &actor, command, async |tx, why| unmask::resident(tx, &actor, path.0.resident_id, why).await).await
}

/// 查看业主的完整信息
///
/// 限社区工作者，每次查看连同原因都会记录，业主本人可见。
#[utoipa::path(tag = "community", operation_id = "unmaskOwner", params(OwnerPath), request_body = Unmask,
    responses((status = 200, description = "完整信息", body = UnmaskedOwner), Problems),
    security(("bearer" = [])))]
#[post("/unmask")]
async fn owner(
    app: web::Data<App>,
    actor: Actor,
    path: Path<OwnerPath>,
    command: Command<Unmask>,
) -> Result<HttpResponse> {
    look(&app, &actor, command, async |tx, why| unmask::owner(tx, &actor, path.0.owner_id, why).await).await
}

/// 查看完整的门牌号
///
/// 限社区工作者，每次查看连同原因都会记录。
#[utoipa::path(tag = "community", operation_id = "unmaskDwelling", params(DwellingPath), request_body = Unmask,
    responses((status = 200, description = "完整门牌号", body = UnmaskedDwelling), Problems),
    security(("bearer" = [])))]
#[post("/unmask")]
async fn dwelling(
    app: web::Data<App>,
    actor: Actor,
    path: Path<DwellingPath>,
    command: Command<Unmask>,
) -> Result<HttpResponse> {
    look(&app, &actor, command, async |tx, why| unmask::dwelling(tx, &actor, path.0.dwelling_id, why).await).await
}

/// 查看共建单位的联系方式
///
/// 限社区工作者，每次查看连同原因都会记录。
#[utoipa::path(tag = "community", operation_id = "unmaskPartner", params(PartnerPath), request_body = Unmask,
    responses((status = 200, description = "联系方式", body = UnmaskedPartner), Problems),
    security(("bearer" = [])))]
#[post("/unmask")]
async fn partner(
    app: web::Data<App>,
    actor: Actor,
    path: Path<PartnerPath>,
    command: Command<Unmask>,
) -> Result<HttpResponse> {
    look(&app, &actor, command, async |tx, why| unmask::partner(tx, &actor, path.0.partner_id, why).await).await
}

/// 查看认领人的完整信息
///
/// 限本网格的网格长和社区工作者，每次查看连同原因都会记录。
#[utoipa::path(tag = "community", operation_id = "unmaskHouseholdClaim", params(HouseholdClaimPath),
    request_body = Unmask,
    responses((status = 200, description = "完整信息", body = UnmaskedHouseholdClaim), Problems),
    security(("bearer" = [])))]
#[post("/unmask")]
async fn claim(
    app: web::Data<App>,
    actor: Actor,
    path: Path<HouseholdClaimPath>,
    command: Command<Unmask>,
) -> Result<HttpResponse> {
    let id = path.0.household_claim_id;
    look(&app, &actor, command, async |tx, why| unmask::claim(tx, &actor, id, why).await).await
}

async fn look<T: Serialize>(
    app: &App,
    actor: &Actor,
    command: Command<Unmask>,
    work: impl AsyncFnOnce(&Tx<'_>, Unmask) -> Result<T>,
) -> Result<HttpResponse> {
    let cause = actor.cause(&command.call.request_id);
    personal(&db::write(&app.kernel, cause, async |tx| work(tx, command.body).await).await?)
}
