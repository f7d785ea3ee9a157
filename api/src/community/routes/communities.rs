//! What everybody may know of a community, and its settings.

use actix_web::{HttpRequest, HttpResponse, get, put, web};

use crate::app::App;
use crate::auth::Actor;
use crate::community::service::communities;
use crate::community::view::{
    Communities, Community, CommunityPath, CommunitySettings, CommunitySettingsInput, Grids, Places,
};
use crate::error::Result;
use crate::http::{Command, IdempotencyHeader, IfMatchHeader, Path, Problems, Reply, Routes, shared};

/// Mounts these routes.
pub fn mount(routes: &mut Routes<'_>) {
    let mut communities = routes.under("/communities");
    communities.service(list);
    communities.under("/{communityId}").service(one).service(grids).service(places).service(settings).service(decide);
}

/// 社区列表
///
/// 全部社区，按区划代码排列。无需登录。
#[utoipa::path(tag = "community", operation_id = "listCommunities", security(()),
    responses((status = 200, description = "全部社区", body = Communities), (status = 304, description = "没有变化"), Problems))]
#[get("")]
async fn list(app: web::Data<App>, request: HttpRequest) -> Result<HttpResponse> {
    shared(&request, &Communities { items: communities::all(&app.kernel).await? })
}

/// 查看社区
///
/// 无需登录。
#[utoipa::path(tag = "community", operation_id = "getCommunity", security(()), params(CommunityPath),
    responses((status = 200, description = "社区", body = Community), (status = 304, description = "没有变化"), Problems))]
#[get("")]
async fn one(app: web::Data<App>, request: HttpRequest, path: Path<CommunityPath>) -> Result<HttpResponse> {
    shared(&request, &communities::one(&app.kernel, path.0.community_id).await?)
}

/// 社区的网格
///
/// 按网格顺序排列。无需登录。
#[utoipa::path(tag = "community", operation_id = "listGridsOfCommunity", security(()), params(CommunityPath),
    responses((status = 200, description = "全部网格", body = Grids), (status = 304, description = "没有变化"), Problems))]
#[get("/grids")]
async fn grids(app: web::Data<App>, request: HttpRequest, path: Path<CommunityPath>) -> Result<HttpResponse> {
    shared(&request, &Grids { items: communities::grids(&app.kernel, path.0.community_id).await? })
}

/// 社区的小区、楼栋与单元
///
/// 认领住户前用来选择自己的住处：只有名称，没有门牌和人。
#[utoipa::path(tag = "community", operation_id = "listPlacesOfCommunity", security(()), params(CommunityPath),
    responses((status = 200, description = "小区、楼栋与单元", body = Places), (status = 304, description = "没有变化"), Problems))]
#[get("/places")]
async fn places(app: web::Data<App>, request: HttpRequest, path: Path<CommunityPath>) -> Result<HttpResponse> {
    shared(&request, &communities::places(&app.kernel, path.0.community_id).await?)
}

/// 查看社区设置
///
/// 社区自行决定的事项。限社区工作者；由社区管理员修改。
#[utoipa::path(tag = "community", operation_id = "getCommunitySettings", params(CommunityPath),
    responses((status = 200, description = "社区设置", body = CommunitySettings), Problems), security(("bearer" = [])))]
#[get("/settings")]
async fn settings(app: web::Data<App>, actor: Actor, path: Path<CommunityPath>) -> Result<HttpResponse> {
    let settings = communities::settings(&app.kernel, &actor, path.0.community_id).await?;
    Ok(Reply::ok(&settings)?.etag(settings.version).into_response())
}

/// 修改社区设置
///
/// 例如一人同时最多认领几个心愿。限社区管理员。
#[utoipa::path(tag = "community", operation_id = "updateCommunitySettings",
    params(CommunityPath, IdempotencyHeader, IfMatchHeader), request_body = CommunitySettingsInput,
    responses((status = 200, description = "社区设置", body = CommunitySettings), Problems), security(("bearer" = [])))]
#[put("/settings")]
async fn decide(
    app: web::Data<App>,
    actor: Actor,
    path: Path<CommunityPath>,
    command: Command<CommunitySettingsInput>,
) -> Result<HttpResponse> {
    let expected = command.expected(command.body.version)?;
    command
        .run(&app, &actor, async |tx, input| {
            communities::decide(tx, &actor, path.0.community_id, expected, input).await
        })
        .await
}
