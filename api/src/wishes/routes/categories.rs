//! Categories: read by everybody, changed by the community's admins.

use actix_web::{HttpRequest, HttpResponse, get, put, web};
use entity::ids::{CommunityId, WishCategoryId};
use entity::wishes::wish_category;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::app::App;
use crate::auth::{Actor, Visitor};
use crate::error::{Code, Result};
use crate::http::{Command, IdempotencyHeader, IfMatchHeader, Path, Problems, Reply, shared};
use crate::kernel::db::Tx;
use crate::kernel::text::Line;
use crate::wishes::service::categories::{self, Change};

/// Which community.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[serde(rename_all = "camelCase")]
pub struct CommunityPath {
    /// 社区编号
    pub community_id: CommunityId,
}

/// Which category.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[serde(rename_all = "camelCase")]
pub struct CategoryPath {
    /// 类别编号
    pub category_id: WishCategoryId,
}

/// 心愿类别
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WishCategory {
    /// 编号
    pub id: WishCategoryId,
    /// 代码
    pub code: String,
    /// 名称
    pub name_zh: String,
    /// 英文名称
    pub name_en: String,
    /// 首次回应的工作日
    pub respond_days: i32,
    /// 办结的工作日
    pub solve_days: i32,
    /// 认领有效的工作日
    pub claim_days: i32,
    /// 是否可用于新的心愿
    pub active: bool,
    /// 版本号
    pub version: i32,
}

impl From<wish_category::Model> for WishCategory {
    fn from(row: wish_category::Model) -> Self {
        Self {
            id: row.id,
            code: row.code,
            name_zh: row.name_zh,
            name_en: row.name_en,
            respond_days: row.respond_days,
            solve_days: row.solve_days,
            claim_days: row.claim_days,
            active: row.active,
            version: row.version,
        }
    }
}

/// 修改心愿类别
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChangeWishCategory {
    /// 所见的版本号（或用 If-Match 请求头）
    #[schema(minimum = 1)]
    pub version: Option<i32>,
    /// 名称
    pub name_zh: Line<30>,
    /// 英文名称
    pub name_en: Line<60>,
    /// 首次回应的工作日
    #[schema(minimum = 1, maximum = 60)]
    pub respond_days: i32,
    /// 办结的工作日
    #[schema(minimum = 1, maximum = 250)]
    pub solve_days: i32,
    /// 认领有效的工作日
    #[schema(minimum = 1, maximum = 60)]
    pub claim_days: i32,
    /// 是否可用于新的心愿
    pub active: bool,
}

impl ChangeWishCategory {
    fn parsed(self) -> Result<Change> {
        let within = |days: i32, most: i32, pointer: &str| match (1..=most).contains(&days) {
            true => Ok(days),
            false => Err(Code::Invalid.error().at(pointer, Code::InvalidValue)),
        };
        Ok(Change {
            respond_days: within(self.respond_days, 60, "/respondDays")?,
            solve_days: within(self.solve_days, 250, "/solveDays")?,
            claim_days: within(self.claim_days, 60, "/claimDays")?,
            name_zh: self.name_zh.into(),
            name_en: self.name_en.into(),
            active: self.active,
        })
    }
}

/// 心愿类别
///
/// 一个社区的心愿类别及各自的期限，无需登录。
#[utoipa::path(
    tag = "wall",
    operation_id = "listWishCategories",
    params(CommunityPath),
    responses((status = 200, description = "各类别", body = Vec<WishCategory>), (status = 304, description = "没有变化"), Problems),
    security(())
)]
#[get("/wish-categories")]
pub(super) async fn list(
    request: HttpRequest,
    app: web::Data<App>,
    _visitor: Visitor,
    path: Path<CommunityPath>,
) -> Result<HttpResponse> {
    let categories = categories::list(&app.kernel.db, path.0.community_id).await?;
    if categories.is_empty() {
        return Err(Code::NotFound.into());
    }
    let categories: Vec<WishCategory> = categories.into_iter().map(Into::into).collect();
    shared(&request, &categories)
}

/// 修改心愿类别
///
/// 由社区管理员修改名称、期限和是否启用；已提交的心愿期限不变。
#[utoipa::path(
    tag = "wishes",
    operation_id = "changeWishCategory",
    params(CategoryPath, IdempotencyHeader, IfMatchHeader),
    request_body = ChangeWishCategory,
    responses((status = 200, description = "修改后的类别", body = WishCategory), Problems),
    security(("bearer" = []))
)]
#[put("")]
pub(super) async fn change(
    app: web::Data<App>,
    actor: Actor,
    path: Path<CategoryPath>,
    command: Command<ChangeWishCategory>,
) -> Result<HttpResponse> {
    let community = actor.require_admin()?;
    let version = command.expected(command.body.version)?;
    let work = async |tx: &Tx<'_>, body: ChangeWishCategory| {
        let changed = categories::change(tx, community, path.0.category_id, version, body.parsed()?).await?;
        let version = changed.version;
        Ok(Reply::ok(&WishCategory::from(changed))?.etag(version))
    };
    command.run(&app, &actor, work).await
}
