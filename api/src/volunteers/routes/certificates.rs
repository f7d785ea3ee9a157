//! Certificates.

use actix_web::{HttpResponse, get, post, web};
use entity::volunteers::{CertificateVerb, certificate};

use super::Versioned;
use crate::app::App;
use crate::auth::Actor;
use crate::community::service::communities;
use crate::error::{Code, Result};
use crate::http::{
    Command, Empty, IdempotencyHeader, IfMatchHeader, Path, Problems, Query, Reply, Routes, download, personal,
};
use crate::kernel::db::Tx;
use crate::kernel::page::{self, Page};
use crate::volunteers::certificate::CertificateFile;
use crate::volunteers::service::certificates;
use crate::volunteers::service::record::Signatories;
use crate::volunteers::store;
use crate::volunteers::view::{
    Certificate, CertificatePath, CertificateQuery, EndCertificate, IssueCertificate, VolunteerPath,
    WithdrawCertificate,
};

/// Mounts these routes.
pub fn mount(routes: &mut Routes<'_>) {
    routes.under("/volunteers").under("/{volunteerId}").service(ask);
    let mut certificates = routes.under("/certificates");
    certificates.service(list);
    let mut of_one = certificates.under("/{certificateId}");
    of_one.service(one).service(issue).service(decline).service(withdraw).service(revoke).service(file).service(pdf);
}

/// 申请服务证明
///
/// 由志愿者本人申请，社区工作者出具；同时只能有一份待出具的申请。
#[utoipa::path(tag = "volunteers", operation_id = "requestCertificate", params(VolunteerPath, IdempotencyHeader),
    request_body = Empty,
    responses((status = 201, description = "已申请", body = Certificate), Problems), security(("bearer" = [])))]
#[post("/certificates")]
async fn ask(
    app: web::Data<App>,
    actor: Actor,
    path: Path<VolunteerPath>,
    command: Command<Empty>,
) -> Result<HttpResponse> {
    let work = async |tx: &Tx<'_>, _| {
        let row = certificates::ask(tx, &actor, path.0.volunteer_id).await?;
        let (location, version) = (format!("/api/v1/certificates/{}", row.id), row.version);
        let whose = store::one(tx, &actor, row.volunteer_id).await?;
        Ok(Reply::created(location, &Certificate::new(&actor, row, &whose))?.etag(version))
    };
    command.run(&app, &actor, work).await
}

/// 服务证明列表
///
/// 社区工作者看到本社区的；志愿者以 volunteerId 查本人的。新的在前。
#[utoipa::path(tag = "volunteers", operation_id = "listCertificates", params(CertificateQuery),
    responses((status = 200, description = "一页服务证明", body = Page<Certificate>), Problems),
    security(("bearer" = [])))]
#[get("")]
async fn list(app: web::Data<App>, actor: Actor, query: Query<CertificateQuery>) -> Result<HttpResponse> {
    let at = (query.0.cursor.as_deref(), page::size(query.0.page_size)?);
    let of = (query.0.volunteer_id, query.0.community_id);
    let rows = certificates::list(&app.kernel.db, &actor, of, query.0.status, at).await?;
    personal(&rows.map(|(row, whose)| Certificate::new(&actor, row, &whose)))
}

/// 查看服务证明
///
/// 本人和社区工作者可见。
#[utoipa::path(tag = "volunteers", operation_id = "getCertificate", params(CertificatePath),
    responses((status = 200, description = "服务证明", body = Certificate), Problems), security(("bearer" = [])))]
#[get("")]
async fn one(app: web::Data<App>, actor: Actor, path: Path<CertificatePath>) -> Result<HttpResponse> {
    let (row, whose) = certificates::one(&app.kernel.db, &actor, path.0.certificate_id).await?;
    let version = row.version;
    Ok(Reply::ok(&Certificate::new(&actor, row, &whose))?.etag(version).into_response())
}

/// 出具服务证明
///
/// 由社区工作者出具，不能出具本人的；内容即时固定并签名，此后不再改变。
#[utoipa::path(tag = "volunteers", operation_id = "issueCertificate",
    params(CertificatePath, IdempotencyHeader, IfMatchHeader), request_body = IssueCertificate,
    responses((status = 200, description = "已出具", body = Certificate), Problems), security(("bearer" = [])))]
#[post("/issue")]
async fn issue(
    app: web::Data<App>,
    actor: Actor,
    path: Path<CertificatePath>,
    command: Command<IssueCertificate>,
) -> Result<HttpResponse> {
    let seen = command.expected(command.body.version)?;
    let work = async |tx: &Tx<'_>, body: IssueCertificate| {
        let by = Signatories {
            responsible: body.responsible.into(),
            handler: body.handler.into(),
            contact: body.contact.into(),
        };
        let at = (path.0.certificate_id, seen);
        show(tx, &actor, certificates::issue(tx, &actor, &app.signer, at, by).await?).await
    };
    command.run(&app, &actor, work).await
}

/// 不予出具
///
/// 由社区工作者说明原因。
#[utoipa::path(tag = "volunteers", operation_id = "declineCertificate",
    params(CertificatePath, IdempotencyHeader, IfMatchHeader), request_body = EndCertificate,
    responses((status = 200, description = "未出具", body = Certificate), Problems), security(("bearer" = [])))]
#[post("/decline")]
async fn decline(
    app: web::Data<App>,
    actor: Actor,
    path: Path<CertificatePath>,
    command: Command<EndCertificate>,
) -> Result<HttpResponse> {
    let because = |body: EndCertificate| Some(body.reason.into());
    end(&app, &actor, path.0, command, CertificateVerb::Decline, because).await
}

/// 撤回申请
///
/// 在出具之前由本人撤回。
#[utoipa::path(tag = "volunteers", operation_id = "withdrawCertificate",
    params(CertificatePath, IdempotencyHeader, IfMatchHeader), request_body = WithdrawCertificate,
    responses((status = 200, description = "已撤回", body = Certificate), Problems), security(("bearer" = [])))]
#[post("/withdraw")]
async fn withdraw(
    app: web::Data<App>,
    actor: Actor,
    path: Path<CertificatePath>,
    command: Command<WithdrawCertificate>,
) -> Result<HttpResponse> {
    end(&app, &actor, path.0, command, CertificateVerb::Withdraw, |_| None).await
}

/// 撤销服务证明
///
/// 由社区工作者撤销并说明原因；公开核对随即显示无效。
#[utoipa::path(tag = "volunteers", operation_id = "revokeCertificate",
    params(CertificatePath, IdempotencyHeader, IfMatchHeader), request_body = EndCertificate,
    responses((status = 200, description = "已撤销", body = Certificate), Problems), security(("bearer" = [])))]
#[post("/revoke")]
async fn revoke(
    app: web::Data<App>,
    actor: Actor,
    path: Path<CertificatePath>,
    command: Command<EndCertificate>,
) -> Result<HttpResponse> {
    let because = |body: EndCertificate| Some(body.reason.into());
    end(&app, &actor, path.0, command, CertificateVerb::Revoke, because).await
}

async fn end<T: Versioned>(
    app: &App,
    actor: &Actor,
    path: CertificatePath,
    command: Command<T>,
    verb: CertificateVerb,
    because: impl FnOnce(T) -> Option<String>,
) -> Result<HttpResponse> {
    let at = (path.certificate_id, command.expected(command.body.version())?);
    let work = async |tx: &Tx<'_>, body: T| {
        show(tx, actor, certificates::end(tx, actor, at, verb, because(body)).await?).await
    };
    command.run(app, actor, work).await
}

async fn show(tx: &Tx<'_>, actor: &Actor, row: certificate::Model) -> Result<Reply> {
    let whose = store::one(tx, actor, row.volunteer_id).await?;
    let version = row.version;
    Ok(Reply::ok(&Certificate::new(actor, row, &whose))?.etag(version))
}

/// 下载服务证明的数据
///
/// 带签名的内容，可用 `siwei verify certificate` 离线核验；有没有撤销另按编号查询。
#[utoipa::path(tag = "volunteers", operation_id = "getCertificateFile", params(CertificatePath),
    responses((status = 200, description = "带签名的内容", body = CertificateFile), Problems),
    security(("bearer" = [])))]
#[get("/file")]
async fn file(app: web::Data<App>, actor: Actor, path: Path<CertificatePath>) -> Result<HttpResponse> {
    let kernel = &app.kernel;
    let (row, _) = certificates::one(&kernel.db, &actor, path.0.certificate_id).await?;
    personal(&certificates::file(&kernel.vault, &row)?)
}

/// 打印服务证明
///
/// A4 的证明：五组信息、盖章处，以及公开核对的二维码。
#[utoipa::path(tag = "volunteers", operation_id = "printCertificate", params(CertificatePath),
    responses((status = 200, description = "服务证明", body = Vec<u8>, content_type = "application/pdf"), Problems),
    security(("bearer" = [])))]
#[get("/certificate.pdf")]
async fn pdf(app: web::Data<App>, actor: Actor, path: Path<CertificatePath>) -> Result<HttpResponse> {
    let kernel = &app.kernel;
    let (row, _) = certificates::one(&kernel.db, &actor, path.0.certificate_id).await?;
    let signed = certificates::file(&kernel.vault, &row)?;
    let record = serde_json::from_value(signed.record.clone()).map_err(|error| Code::Internal.error().cause(error))?;
    let base = kernel.settings.public_url.trim_end_matches('/');
    let link = format!("{base}/api/v1/certificate-checks/{}", row.number.unwrap_or_default());
    let zone = communities::zone(&kernel.db, row.community_id).await?;
    let sheet = crate::volunteers::print::sheet(&record, &signed, &link, zone, app.printer.fonts());
    Ok(download("certificate.pdf", "application/pdf", app.printer.print(sheet).await?.bytes))
}
