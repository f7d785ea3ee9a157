//! The members of a team.

use actix_web::{HttpResponse, delete, get, post, web};

use crate::app::App;
use crate::auth::Actor;
use crate::community::service::members;
use crate::community::view::{NewTeamMember, PageQuery, TeamMember, TeamMemberPath, TeamPath};
use crate::error::Result;
use crate::http::{Command, Empty, IdempotencyHeader, Path, Problems, Query, Reply, Routes, personal};
use crate::kernel::page::Page;

/// Mounts these routes.
pub fn mount(routes: &mut Routes<'_>) {
    routes.under("/teams").under("/{teamId}").service(list).service(add).service(remove);
}

/// 团队成员列表
///
/// 按加入顺序翻页。限社区工作者，以及有 `community:read` 权限的第三方程序。
#[utoipa::path(tag = "community", operation_id = "listTeamMembers", params(TeamPath, PageQuery),
    responses((status = 200, description = "一页", body = Page<TeamMember>), Problems), security(("bearer" = [])))]
#[get("/members")]
async fn list(
    app: web::Data<App>,
    actor: Actor,
    path: Path<TeamPath>,
    query: Query<PageQuery>,
) -> Result<HttpResponse> {
    personal(&members::list(&app.kernel, &actor, path.0.team_id, &query.0).await?)
}

/// 加入团队成员
///
/// 把本社区的一个账号加入团队。限社区工作者。
#[utoipa::path(tag = "community", operation_id = "addTeamMember", params(TeamPath, IdempotencyHeader),
    request_body = NewTeamMember,
    responses((status = 201, description = "已加入", body = TeamMember), Problems), security(("bearer" = [])))]
#[post("/members")]
async fn add(
    app: web::Data<App>,
    actor: Actor,
    path: Path<TeamPath>,
    command: Command<NewTeamMember>,
) -> Result<HttpResponse> {
    let id = path.0.team_id;
    let work = command.run(&app, &actor, async |tx, input| {
        let member = members::add(tx, &actor, id, input).await?;
        Reply::created(format!("/api/v1/teams/{id}/members/{}", member.account_id), &member)
    });
    work.await
}

/// 移除团队成员
///
/// 限社区工作者。
#[utoipa::path(tag = "community", operation_id = "removeTeamMember", params(TeamMemberPath, IdempotencyHeader),
    responses((status = 204, description = "已移除"), Problems), security(("bearer" = [])))]
#[delete("/members/{accountId}")]
async fn remove(
    app: web::Data<App>,
    actor: Actor,
    path: Path<TeamMemberPath>,
    command: Command<Empty>,
) -> Result<HttpResponse> {
    let work = command.run(&app, &actor, async |tx, _| {
        members::remove(tx, &actor, path.0.team_id, path.0.account_id).await?;
        Ok(Reply::empty())
    });
    work.await
}
