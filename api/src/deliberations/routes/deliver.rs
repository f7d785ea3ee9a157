//! The ledger of deliveries.

use actix_web::{HttpResponse, get, post, web};
use chrono::{DateTime, SubsecRound, Utc};
use entity::deliberations::DeliveryMethod;
use entity::ids::{MediaId, RollEntryId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::requests::{DeliberationPath, DeskQuery};
use super::staff;
use crate::app::App;
use crate::auth::Actor;
use crate::deliberations::view::{self, Delivery};
use crate::deliberations::{desk, service};
use crate::error::Result;
use crate::http::{Command, IdempotencyHeader, Path, Problems, Query, Reply, personal};
use crate::kernel::db::Tx;
use crate::kernel::page::Page;
use crate::kernel::text::Line;

/// 登记送达
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RecordDeliveries {
    /// 名册上的投票人，1 至 200 位，不得重复
    #[schema(min_items = 1, max_items = 200)]
    pub entry_ids: Vec<RollEntryId>,
    /// 送达方式
    pub method: DeliveryMethod,
    /// 送达时间，不得晚于现在
    pub delivered_at: DateTime<Utc>,
    /// 证明的图片；与说明至少有一项
    pub media_id: Option<MediaId>,
    /// 说明
    pub note: Option<Line<200>>,
}

/// 已登记的送达
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Deliveries {
    /// 每位投票人一项
    pub items: Vec<Delivery>,
}

/// 登记送达
///
/// 表决期间由工作人员登记，一次至多 200 位。方案约定未表决者随多数意见时，只计已登记送达的业主。
#[utoipa::path(
    tag = "deliberations",
    operation_id = "recordDeliveries",
    params(DeliberationPath, IdempotencyHeader),
    request_body = RecordDeliveries,
    responses((status = 201, description = "已登记", body = Deliveries), Problems),
    security(("bearer" = []))
)]
#[post("/deliveries")]
pub(super) async fn deliver(
    app: web::Data<App>,
    actor: Actor,
    path: Path<DeliberationPath>,
    command: Command<RecordDeliveries>,
) -> Result<HttpResponse> {
    let id = path.0.deliberation_id;
    let work = async |tx: &Tx<'_>, body: RecordDeliveries| {
        let delivery = service::deliver::Delivery {
            entries: body.entry_ids,
            method: body.method,
            delivered_at: body.delivered_at.trunc_subsecs(6),
            scan: body.media_id,
            note: body.note.map(Into::into),
        };
        let rows = service::deliver::deliver(tx, &actor, id, delivery).await?;
        let items = view::deliveries(tx.kernel(), tx, &rows).await?;
        Reply::created(format!("/api/v1/deliberations/{id}/deliveries"), &Deliveries { items })
    };
    command.run(&app, &actor, work).await
}

/// 送达台账
///
/// 先登记的在前；仅工作人员。
#[utoipa::path(
    tag = "deliberations",
    operation_id = "listDeliveries",
    params(DeliberationPath, DeskQuery),
    responses((status = 200, description = "一页送达", body = Page<Delivery>), Problems),
    security(("bearer" = []))
)]
#[get("/deliveries")]
pub(super) async fn list(
    app: web::Data<App>,
    actor: Actor,
    path: Path<DeliberationPath>,
    query: Query<DeskQuery>,
) -> Result<HttpResponse> {
    let case = staff(&app, &actor, path.0.deliberation_id).await?;
    let kernel = &app.kernel;
    let page = desk::deliveries(&kernel.db, case.deliberation.id, query.0.which()?).await?;
    personal(&page.with_items(view::deliveries(kernel, &kernel.db, &page.items).await?))
}
