//! Imports over HTTP.

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use utoipa_actix_web::service_config::ServiceConfig;

use super::service::{self, Order};
use super::view::{FormatChoice, Import, ImportDetail, ImportForm, ImportPath, ImportQuery, TemplateChoice};
use crate::app::App;
use crate::auth::Actor;
use crate::community::service::Within;
use crate::community::view::CommunityChoice;
use crate::error::Result;
use crate::http::{Call, IdempotencyHeader, Path, Problems, Query, Reply, Upload, download, personal};
use crate::kernel::page::Page;

/// Mounts the room's routes.
pub fn mount(config: &mut ServiceConfig<'_>) {
    config.service(template).service(list).service(import).service(one).service(sheet);
}

/// 导入花名册
///
/// Takes one XLSX or CSV file (UTF-8 or GBK) in the field `file`, with the columns of the template in any order. The
/// whole sheet is checked: every fault is named by row and column, and nothing is written when there is one. With
/// `dryRun` = `true` nothing is written at all; the answer says what would be. The same file twice changes nothing: people are found by
/// their identity number, else by household and name; an empty cell leaves what is on record, and who is not in the
/// sheet stays. For staff of the community.
#[utoipa::path(
    tag = "imports",
    operation_id = "importRoster",
    params(CommunityChoice, IdempotencyHeader),
    request_body(content = ImportForm, content_type = "multipart/form-data"),
    responses((status = 201, description = "已检查；status 说明是否写入", body = ImportDetail), Problems),
    security(("bearer" = []))
)]
#[post("/imports")]
async fn import(
    app: web::Data<App>,
    actor: Actor,
    choice: Query<CommunityChoice>,
    upload: Upload<10>,
) -> Result<HttpResponse> {
    let community = Within::kept_by(&actor)?.choose(choice.0.community_id)?;
    let upload = upload.only(&["dryRun"])?;
    let dry_run = upload.flag("dryRun")?;
    let file = service::open(&app.kernel, upload.name.clone(), upload.file.clone()).await?;
    let command = upload.command(());
    let order = Order { community, by: actor.account_id(), dry_run, locale: command.call.locale };
    command
        .run(&app, &actor, async |tx, ()| {
            let imported = service::import(tx, order, &file, &|_, _| {}).await?;
            Reply::created(format!("/api/v1/imports/{}", imported.import.id), &imported)
        })
        .await
}

/// 导入记录
///
/// A page of the community's imports, dry runs included, newest first; for its staff.
#[utoipa::path(
    tag = "imports",
    operation_id = "listImports",
    params(ImportQuery),
    responses((status = 200, description = "一页导入记录", body = Page<Import>), Problems),
    security(("bearer" = []))
)]
#[get("/imports")]
async fn list(app: web::Data<App>, actor: Actor, query: Query<ImportQuery>) -> Result<HttpResponse> {
    personal(&service::list(&app.kernel, &actor, &query.0).await?)
}

/// 查看一次导入
///
/// What an import did, or what was wrong with its sheet, by row and column; for staff of the community.
#[utoipa::path(
    tag = "imports",
    operation_id = "getImport",
    params(ImportPath),
    responses((status = 200, description = "导入及其错误", body = ImportDetail), Problems),
    security(("bearer" = []))
)]
#[get("/imports/{importId}")]
async fn one(app: web::Data<App>, request: HttpRequest, actor: Actor, path: Path<ImportPath>) -> Result<HttpResponse> {
    personal(&service::one(&app.kernel, &actor, path.0.import_id, Call::of(&request).locale).await?)
}

/// 下载带原因的表格
///
/// The faulty sheet as it was sent, with a column that names all that is wrong with each row: correct it and send it
/// again. It is kept sealed for seven days. For staff of the community; each download is recorded, for the sheet
/// shows personal data in full.
#[utoipa::path(
    tag = "imports",
    operation_id = "getImportSheet",
    params(ImportPath, FormatChoice),
    responses(
        (status = 200, description = "表格", content(
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (String = "text/csv")
        )),
        Problems
    ),
    security(("bearer" = []))
)]
#[get("/imports/{importId}/sheet")]
async fn sheet(
    app: web::Data<App>,
    request: HttpRequest,
    actor: Actor,
    path: Path<ImportPath>,
    choice: Query<FormatChoice>,
) -> Result<HttpResponse> {
    let format = choice.0.format.unwrap_or_default();
    let cause = actor.cause(&Call::of(&request).request_id);
    let bytes = service::sheet(&app.kernel, &actor, path.0.import_id, format, cause).await?;
    Ok(download(&format!("roster-faults.{}", format.extension()), format.mime(), bytes))
}

/// 下载花名册模板
///
/// An empty roster. The workbook explains its columns and offers the community's grids; the CSV file has the heads
/// only. For staff.
#[utoipa::path(
    tag = "imports",
    operation_id = "getRosterTemplate",
    params(TemplateChoice),
    responses(
        (status = 200, description = "模板", content(
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (String = "text/csv")
        )),
        Problems
    ),
    security(("bearer" = []))
)]
#[get("/imports/templates/roster")]
async fn template(app: web::Data<App>, actor: Actor, choice: Query<TemplateChoice>) -> Result<HttpResponse> {
    let format = choice.0.format.unwrap_or_default();
    let bytes = service::template(&app.kernel, &actor, choice.0.community_id, format).await?;
    Ok(download(&format!("roster-template.{}", format.extension()), format.mime(), bytes))
}
