//! Keys of third parties over HTTP.

use actix_web::{HttpResponse, delete, get, post, web};

use crate::app::App;
use crate::auth::Actor;
use crate::auth::service::clients;
use crate::auth::view::{AdminQuery, ApiClient, ApiClientPath, CommunityQuery, NewApiClient, NewApiClientKey};
use crate::error::Result;
use crate::http::{Command, Empty, IdempotencyHeader, Path, Problems, Query, Reply, personal};
use crate::kernel::db::Tx;
use crate::kernel::page::Page;

/// 接口密钥列表
///
/// 本社区未撤销的接口密钥，新的在前。由社区管理员查看。
#[utoipa::path(
    tag = "auth",
    operation_id = "listApiClients",
    params(AdminQuery),
    responses((status = 200, description = "一页接口密钥", body = Page<ApiClient>), Problems),
    security(("bearer" = []))
)]
#[get("")]
pub(super) async fn list(app: web::Data<App>, actor: Actor, query: Query<AdminQuery>) -> Result<HttpResponse> {
    personal(&clients::list(&app.kernel, &actor, &query.0).await?)
}

/// 新建接口密钥
///
/// 供第三方系统使用，例如 12345 热线。密钥只在此处显示一次。由社区管理员新建。
#[utoipa::path(
    tag = "auth",
    operation_id = "createApiClient",
    params(CommunityQuery, IdempotencyHeader),
    request_body = NewApiClient,
    responses((status = 201, description = "新的接口密钥", body = NewApiClientKey), Problems),
    security(("bearer" = []))
)]
#[post("")]
pub(super) async fn create(
    app: web::Data<App>,
    actor: Actor,
    query: Query<CommunityQuery>,
    command: Command<NewApiClient>,
) -> Result<HttpResponse> {
    let named = query.0.community_id;
    let work = async |tx: &Tx<'_>, body: NewApiClient| {
        let made = clients::create(tx, &actor, named, &body).await?;
        Reply::created(format!("/api/v1/api-clients/{}", made.client.id), &made)
    };
    command.run(&app, &actor, work).await
}

/// 撤销接口密钥
///
/// 立即失效，不能恢复。由社区管理员撤销。
#[utoipa::path(
    tag = "auth",
    operation_id = "revokeApiClient",
    params(ApiClientPath, IdempotencyHeader),
    responses((status = 204, description = "已撤销"), Problems),
    security(("bearer" = []))
)]
#[delete("")]
pub(super) async fn revoke(
    app: web::Data<App>,
    actor: Actor,
    path: Path<ApiClientPath>,
    command: Command<Empty>,
) -> Result<HttpResponse> {
    let work = async |tx: &Tx<'_>, _| clients::revoke(tx, &actor, path.0.api_client_id).await.map(|()| Reply::empty());
    command.run(&app, &actor, work).await
}
