//! What anybody may know of certificates, without login.

use actix_web::{HttpRequest, HttpResponse, get, web};
use entity::community::community;
use entity::volunteers::CertificateStatus;
use sea_orm::EntityTrait;

use crate::app::App;
use crate::auth::Visitor;
use crate::error::{Code, Result};
use crate::http::{Path, Problems, Routes, cached, shared};
use crate::volunteers::service::{cache_tag, certificates, name_of};
use crate::volunteers::view::{CertificateCheck, CertificateNumber, OfCommunity, PublishedCertificate};

/// Mounts these routes.
pub fn mount(routes: &mut Routes<'_>) {
    routes.under("/certificate-checks").under("/{number}").service(check);
    routes.under("/communities").under("/{communityId}").service(published);
}

/// 核对服务证明
///
/// 按编号核对服务证明是否有效，不含个人信息。无需登录。
#[utoipa::path(tag = "volunteers", operation_id = "checkCertificate", params(CertificateNumber),
    responses((status = 200, description = "核对结果", body = CertificateCheck), (status = 304, description = "没有变化"), Problems),
    security(()))]
#[get("")]
async fn check(
    request: HttpRequest,
    app: web::Data<App>,
    _visitor: Visitor,
    path: Path<CertificateNumber>,
) -> Result<HttpResponse> {
    let db = &app.kernel.db;
    let row = certificates::by_number(db, &path.0.number).await?;
    let issuer = community::Entity::find_by_id(row.community_id).one(db).await?;
    shared(
        &request,
        &CertificateCheck {
            valid: row.status == CertificateStatus::Issued,
            number: row.number.unwrap_or_default(),
            issuer: issuer.ok_or_else(|| Code::Internal.error())?.name,
            issued_at: row.issued_at,
            revoked_at: row.revoked_at,
            minutes: row.minutes,
            added_minutes: row.added_minutes,
            content_hash: row.content_hash,
            public_key: row.public_key,
        },
    )
}

/// 服务证明公示
///
/// 最近 7 天出具的服务证明，姓名已遮盖。无需登录。
#[utoipa::path(tag = "volunteers", operation_id = "listPublishedCertificates", params(OfCommunity),
    responses((status = 200, description = "公示", body = Vec<PublishedCertificate>), (status = 304, description = "没有变化"), Problems),
    security(()))]
#[get("/certificates")]
async fn published(
    request: HttpRequest,
    app: web::Data<App>,
    _visitor: Visitor,
    path: Path<OfCommunity>,
) -> Result<HttpResponse> {
    let (kernel, community) = (&app.kernel, path.0.community_id);
    let make = async {
        crate::community::service::communities::zone(&kernel.db, community).await?;
        let now = kernel.clock.now(&kernel.db).await?;
        let rows = certificates::published(&kernel.db, community, now).await?.into_iter();
        let shown = rows.map(|(row, whose)| {
            Ok(PublishedCertificate {
                number: row.number.unwrap_or_default(),
                name: name_of(&kernel.vault, &whose)?,
                minutes: row.minutes + row.added_minutes,
                issued_at: row.issued_at,
            })
        });
        let shown = shown.collect::<Result<Vec<_>>>()?;
        serde_json::to_string(&shown).map_err(|error| Code::Internal.error().cause(error))
    };
    let answer = kernel.cache.get(&cache_tag(community), "certificates", make).await?;
    Ok(cached(&request, &answer))
}
