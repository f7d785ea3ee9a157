//! The register of owners.

use actix_web::{HttpResponse, delete, get, post, put, web};

use crate::app::App;
use crate::auth::Actor;
use crate::community::service::owners;
use crate::community::view::{CommunityChoice, Owner, OwnerInput, OwnerPath, OwnerQuery};
use crate::error::Result;
use crate::http::{Command, Empty, IdempotencyHeader, IfMatchHeader, Path, Problems, Query, Reply, Routes, personal};
use crate::kernel::page::Page;

/// Mounts these routes.
pub fn mount(routes: &mut Routes<'_>) {
    let mut owners = routes.under("/owners");
    owners.service(list).service(create);
    owners.under("/{ownerId}").service(one).service(replace).service(remove);
}

/// 业主列表
///
/// 逐页列出，默认按录入顺序，个人信息已遮盖。限社区工作者，以及有 `community:read` 权限的第三方程序。
#[utoipa::path(tag = "community", operation_id = "listOwners", params(OwnerQuery),
    responses((status = 200, description = "一页", body = Page<Owner>), Problems), security(("bearer" = [])))]
#[get("")]
async fn list(app: web::Data<App>, actor: Actor, query: Query<OwnerQuery>) -> Result<HttpResponse> {
    personal(&owners::list(&app.kernel, &actor, &query.0).await?)
}

/// 新增业主
///
/// 同时登记其拥有的房屋。名册上的居民通过经认证的账号表决，不住在本社区的业主通过登记的手机号。限社区工作者。
#[utoipa::path(tag = "community", operation_id = "createOwner", params(CommunityChoice, IdempotencyHeader),
    request_body = OwnerInput,
    responses((status = 201, description = "已新增", body = Owner), Problems), security(("bearer" = [])))]
#[post("")]
async fn create(
    app: web::Data<App>,
    actor: Actor,
    choice: Query<CommunityChoice>,
    command: Command<OwnerInput>,
) -> Result<HttpResponse> {
    let named = choice.0.community_id;
    command.run(&app, &actor, async |tx, input| owners::create(tx, &actor, named, input).await).await
}

/// 查看业主
///
/// 附版本号，个人信息已遮盖。限社区工作者，以及有 `community:read` 权限的第三方程序。
#[utoipa::path(tag = "community", operation_id = "getOwner", params(OwnerPath),
    responses((status = 200, description = "当前内容", body = Owner), Problems), security(("bearer" = [])))]
#[get("")]
async fn one(app: web::Data<App>, actor: Actor, path: Path<OwnerPath>) -> Result<HttpResponse> {
    let (view, version) = owners::one(&app.kernel, &actor, path.0.owner_id).await?;
    Ok(Reply::ok(&view)?.etag(version).into_response())
}

/// 修改业主
///
/// 须带所见的版本号，被他人改过则答 412；`dwellingIds` 列出修改后拥有的全部房屋。限社区工作者。
#[utoipa::path(tag = "community", operation_id = "updateOwner",
    params(OwnerPath, IdempotencyHeader, IfMatchHeader), request_body = OwnerInput,
    responses((status = 200, description = "修改后的内容", body = Owner), Problems), security(("bearer" = [])))]
#[put("")]
async fn replace(
    app: web::Data<App>,
    actor: Actor,
    path: Path<OwnerPath>,
    command: Command<OwnerInput>,
) -> Result<HttpResponse> {
    let expected = command.expected(command.body.version)?;
    let id = path.0.owner_id;
    command.run(&app, &actor, async |tx, input| owners::replace(tx, &actor, id, expected, input).await).await
}

/// 删除业主
///
/// 连同其产权登记一并删除，已冻结的表决名册不受影响；版本号放在 `If-Match`。限社区工作者。
#[utoipa::path(tag = "community", operation_id = "deleteOwner",
    params(OwnerPath, IdempotencyHeader, IfMatchHeader),
    responses((status = 204, description = "已删除"), Problems), security(("bearer" = [])))]
#[delete("")]
async fn remove(
    app: web::Data<App>,
    actor: Actor,
    path: Path<OwnerPath>,
    command: Command<Empty>,
) -> Result<HttpResponse> {
    let expected = command.expected(None)?;
    let id = path.0.owner_id;
    command.run(&app, &actor, async |tx, _| owners::remove(tx, &actor, id, expected).await).await
}
