//! Roles over HTTP.

use actix_web::{HttpResponse, delete, get, post, web};

use crate::app::App;
use crate::auth::Actor;
use crate::auth::service::roles;
use crate::auth::view::{GrantRole, RoleGrant, RoleGrantPath, RoleQuery};
use crate::error::Result;
use crate::http::{Command, Empty, IdempotencyHeader, Path, Problems, Query, Reply, personal};
use crate::kernel::db::Tx;
use crate::kernel::page::Page;

/// 任职列表
///
/// 本社区现有的任职，新的在前。由社区工作者和管理员查看。
#[utoipa::path(
    tag = "auth",
    operation_id = "listRoles",
    params(RoleQuery),
    responses((status = 200, description = "一页任职", body = Page<RoleGrant>), Problems),
    security(("bearer" = []))
)]
#[get("")]
pub(super) async fn list(app: web::Data<App>, actor: Actor, query: Query<RoleQuery>) -> Result<HttpResponse> {
    personal(&roles::list(&app.kernel, &actor, &query.0).await?)
}

/// 任命
///
/// 社区工作者任命本社区的网格长、楼长、单元长、志愿者和共建单位成员，社区管理员任命本社区的全部角色，立即生效；
/// 平台管理员由平台管理员任命。
#[utoipa::path(
    tag = "auth",
    operation_id = "grantRole",
    params(IdempotencyHeader),
    request_body = GrantRole,
    responses((status = 201, description = "新的任职", body = RoleGrant), Problems),
    security(("bearer" = []))
)]
#[post("")]
pub(super) async fn grant(app: web::Data<App>, actor: Actor, command: Command<GrantRole>) -> Result<HttpResponse> {
    let work = async |tx: &Tx<'_>, body: GrantRole| {
        let granted = roles::grant(tx, &actor, &body).await?;
        Reply::created(format!("/api/v1/roles/{}", granted.id), &granted)
    };
    command.run(&app, &actor, work).await
}

/// 免职
///
/// 立即生效。最后一位管理员不能被免去。谁可以任命，谁就可以免去。
#[utoipa::path(
    tag = "auth",
    operation_id = "revokeRole",
    params(RoleGrantPath, IdempotencyHeader),
    responses((status = 204, description = "已免去"), Problems),
    security(("bearer" = []))
)]
#[delete("")]
pub(super) async fn revoke(
    app: web::Data<App>,
    actor: Actor,
    path: Path<RoleGrantPath>,
    command: Command<Empty>,
) -> Result<HttpResponse> {
    let work = async |tx: &Tx<'_>, _| roles::revoke(tx, &actor, path.0.role_grant_id).await.map(|()| Reply::empty());
    command.run(&app, &actor, work).await
}
