//! Reports over HTTP.

use actix_web::{HttpResponse, get, web};

use super::service::{self, Wanted};
use super::view::{RatesQuery, WishRates};
use crate::app::App;
use crate::auth::Actor;
use crate::error::Result;
use crate::http::{Problems, Query, personal};

/// 微心愿三率
///
/// 某月审核通过的心愿的响应率、解决率和满意率，附分子、分母、未计入的数量和统计时刻。分母与未计入的数量之和总是当月审核通过的心愿数。
/// 社区工作者和持有 reports:read 权限的接口密钥可看全社区，网格长只看自己的网格。
#[utoipa::path(
    tag = "reports",
    operation_id = "getWishRates",
    params(RatesQuery),
    responses((status = 200, description = "三率", body = WishRates), Problems),
    security(("bearer" = []))
)]
#[get("/wish-rates")]
pub(super) async fn wish_rates(app: web::Data<App>, actor: Actor, query: Query<RatesQuery>) -> Result<HttpResponse> {
    let RatesQuery { month, grid_id, community_id } = query.0;
    let wanted = Wanted { month, grid: grid_id, community: community_id };
    personal(&WishRates::from(service::wish_rates(&app.kernel, &actor, wanted).await?))
}
