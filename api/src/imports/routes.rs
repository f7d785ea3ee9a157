//! Imports over HTTP.

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use entity::community::ImportKind;
use entity::ids::CommunityId;

use super::service::{self, Order};
use super::view::{FormatChoice, Import, ImportDetail, ImportForm, ImportPath, ImportQuery, TemplateChoice};
use crate::app::App;
use crate::auth::Actor;
use crate::community::service::Within;
use crate::community::view::CommunityChoice;
use crate::error::Result;
use crate::http::{Call, IdempotencyHeader, Path, Problems, Query, Reply, Routes, Upload, download, personal};
use crate::kernel::page::Page;

/// Mounts the room's routes.
pub fn mount(routes: &mut Routes<'_>) {
    let mut imports = routes.under("/imports");
    imports.service(roster_template).service(owners_template).service(list).service(import_roster);
    imports.service(import_owners);
    imports.under("/{importId}").service(one).service(sheet);
}

/// 导入花名册
///
/// 在 `file` 字段上传一个 XLSX 或 CSV 文件（UTF-8 或 GBK），列与模板相同，顺序不限。整张表一次查完：每个错误都指明
/// 行和列，有错误就什么也不写入。`dryRun` 为 `true` 时只检查不写入，答复说明将会如何变化。同一个文件导入两次不会再有变化：
/// 居民先按身份证号、再按户和姓名辨认；空单元格保留原有内容，表中没有的人不受影响。限社区工作者。
#[utoipa::path(
    tag = "imports",
    operation_id = "importRoster",
    params(CommunityChoice, IdempotencyHeader),
    request_body(content = ImportForm, content_type = "multipart/form-data"),
    responses((status = 201, description = "已检查；status 说明是否写入", body = ImportDetail), Problems),
    security(("bearer" = []))
)]
#[post("")]
async fn import_roster(
    app: web::Data<App>,
    actor: Actor,
    choice: Query<CommunityChoice>,
    upload: Upload<10>,
) -> Result<HttpResponse> {
    import(&app, &actor, ImportKind::Roster, choice.0.community_id, upload).await
}

/// 导入业主名册
///
/// 在 `file` 字段上传一个 XLSX 或 CSV 文件（UTF-8 或 GBK），列与模板相同，顺序不限；每处房屋的每位业主一行。与导入花名册
/// 一样，整张表一次查完，有错误就什么也不写入，`dryRun` 为 `true` 时只检查，同一个文件导入两次不会再有变化。表中列出的房屋，
/// 其业主以表为准；表中没有的房屋不受影响。业主先按证件号码、再按房屋和姓名辨认。限社区工作者。
#[utoipa::path(
    tag = "imports",
    operation_id = "importOwners",
    params(CommunityChoice, IdempotencyHeader),
    request_body(content = ImportForm, content_type = "multipart/form-data"),
    responses((status = 201, description = "已检查；status 说明是否写入", body = ImportDetail), Problems),
    security(("bearer" = []))
)]
#[post("/owners")]
async fn import_owners(
    app: web::Data<App>,
    actor: Actor,
    choice: Query<CommunityChoice>,
    upload: Upload<10>,
) -> Result<HttpResponse> {
    import(&app, &actor, ImportKind::Owners, choice.0.community_id, upload).await
}

async fn import(
    app: &App,
    actor: &Actor,
    kind: ImportKind,
    named: Option<CommunityId>,
    upload: Upload<10>,
) -> Result<HttpResponse> {
    let community = Within::kept_by(actor)?.choose(named)?;
    let upload = upload.only(&["dryRun"])?;
    let dry_run = upload.flag("dryRun")?;
    let file = service::open(&app.kernel, kind, upload.name.clone(), upload.file.clone()).await?;
    let command = upload.command(());
    let order = Order { community, by: actor.account_id(), dry_run, locale: command.call.locale };
    command
        .run(app, actor, async |tx, ()| {
            let imported = service::import(tx, order, &file, &|_, _| {}).await?;
            Reply::created(format!("/api/v1/imports/{}", imported.import.id), &imported)
        })
        .await
}

/// 导入记录
///
/// 本社区的导入记录，包括试运行，新的在前。限社区工作者。
#[utoipa::path(
    tag = "imports",
    operation_id = "listImports",
    params(ImportQuery),
    responses((status = 200, description = "一页导入记录", body = Page<Import>), Problems),
    security(("bearer" = []))
)]
#[get("")]
async fn list(app: web::Data<App>, actor: Actor, query: Query<ImportQuery>) -> Result<HttpResponse> {
    personal(&service::list(&app.kernel, &actor, &query.0).await?)
}

/// 查看一次导入
///
/// 这次导入改变了什么，或者表格错在哪一行哪一列。限社区工作者。
#[utoipa::path(
    tag = "imports",
    operation_id = "getImport",
    params(ImportPath),
    responses((status = 200, description = "导入及其错误", body = ImportDetail), Problems),
    security(("bearer" = []))
)]
#[get("")]
async fn one(app: web::Data<App>, request: HttpRequest, actor: Actor, path: Path<ImportPath>) -> Result<HttpResponse> {
    personal(&service::one(&app.kernel, &actor, path.0.import_id, Call::of(&request).locale).await?)
}

/// 下载带原因的表格
///
/// 原样退回有错误的表格，另加一列“原因”说明每一行的全部错误，改好后可再次上传。表格加密保存七天。表中个人信息没有遮盖，
/// 每次下载都有记录。限社区工作者。
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
#[get("/sheet")]
async fn sheet(
    app: web::Data<App>,
    request: HttpRequest,
    actor: Actor,
    path: Path<ImportPath>,
    choice: Query<FormatChoice>,
) -> Result<HttpResponse> {
    let format = choice.0.format.unwrap_or_default();
    let cause = actor.cause(&Call::of(&request).request_id);
    let (kind, bytes) = service::sheet(&app.kernel, &actor, path.0.import_id, format, cause).await?;
    Ok(download(&format!("{kind}-faults.{}", format.extension()), format.mime(), bytes))
}

/// 下载花名册模板
///
/// 一张空的花名册。XLSX 附各列说明和本社区的网格供选择，CSV 只有表头。限社区工作者。
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
#[get("/templates/roster")]
async fn roster_template(app: web::Data<App>, actor: Actor, choice: Query<TemplateChoice>) -> Result<HttpResponse> {
    template(&app, &actor, ImportKind::Roster, choice.0).await
}

/// 下载业主名册模板
///
/// 一张空的业主名册。XLSX 附各列说明，CSV 只有表头。限社区工作者。
#[utoipa::path(
    tag = "imports",
    operation_id = "getOwnersTemplate",
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
#[get("/templates/owners")]
async fn owners_template(app: web::Data<App>, actor: Actor, choice: Query<TemplateChoice>) -> Result<HttpResponse> {
    template(&app, &actor, ImportKind::Owners, choice.0).await
}

async fn template(app: &App, actor: &Actor, kind: ImportKind, choice: TemplateChoice) -> Result<HttpResponse> {
    let format = choice.format.unwrap_or_default();
    let bytes = service::template(&app.kernel, actor, kind, choice.community_id, format).await?;
    Ok(download(&format!("{kind}-template.{}", format.extension()), format.mime(), bytes))
}
