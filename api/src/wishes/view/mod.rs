//! Wishes as JSON: what stands on the wall, what those see who have to do with one.

mod contact;
mod detail;
mod notes;
mod photos;
mod timeline;

pub use contact::{ContactLook, ContactView};
pub use detail::{WishDetail, detail};
pub use photos::photo_counts;
pub use timeline::Reasons;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::community::grid;
use entity::ids::{EmergencyId, GridId, WishCategoryId, WishId};
use entity::moderation::Screening;
use entity::wishes::{Level, WishChannel, WishStatus, wish, wish_category};
use sea_orm::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use crate::error::Result;

/// 类别
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CategoryRef {
    /// 代码
    pub code: String,
    /// 名称
    pub name: String,
}

/// 网格
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GridRef {
    /// 编号
    pub id: GridId,
    /// 名称
    pub name: String,
}

/// 心愿墙上的一个心愿：没有姓名、电话和门牌
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WallWish {
    /// 编号
    pub id: WishId,
    /// 标题
    pub title: String,
    /// 内容
    pub body: String,
    /// 类别
    pub category: CategoryRef,
    /// 所在网格
    pub grid: GridRef,
    /// 状态
    pub status: WishStatus,
    /// 附和人数
    pub support_count: i32,
    /// 照片数量
    pub photo_count: u32,
    /// 评分（1–5），未评为 null
    #[schema(required = true)]
    pub rating: Option<i32>,
    /// 提交时间
    pub created_at: DateTime<Utc>,
    /// 更新时间
    pub updated_at: DateTime<Utc>,
}

/// 列表中的一个心愿
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WishItem {
    /// 编号
    pub id: WishId,
    /// 标题
    pub title: String,
    /// 类别
    pub category: CategoryRef,
    /// 所在网格
    pub grid: GridRef,
    /// 状态
    pub status: WishStatus,
    /// 能否公开；未通过内容检查时只有有关的人看得到
    pub screening: Screening,
    /// 办理层级
    pub level: Level,
    /// 应急中的紧急心愿所属的应急；其他心愿为 null
    #[schema(required = true)]
    pub emergency_id: Option<EmergencyId>,
    /// 来源
    pub channel: WishChannel,
    /// 附和人数
    pub support_count: i32,
    /// 首次回应期限
    #[schema(required = true)]
    pub respond_due_at: Option<DateTime<Utc>>,
    /// 办结期限
    #[schema(required = true)]
    pub solve_due_at: Option<DateTime<Utc>>,
    /// 版本号
    pub version: i32,
    /// 提交时间
    pub created_at: DateTime<Utc>,
    /// 更新时间
    pub updated_at: DateTime<Utc>,
}

/// The names that lists of wishes need, read once a list.
pub struct Names {
    categories: HashMap<WishCategoryId, CategoryRef>,
    grids: HashMap<GridId, GridRef>,
}

impl Names {
    /// The names of what these wishes refer to.
    pub async fn of(conn: &impl ConnectionTrait, wishes: &[wish::Model]) -> Result<Self> {
        let categories = wish_category::Entity::find()
            .filter(wish_category::Column::Id.is_in(wishes.iter().map(|wish| wish.category_id)))
            .all(conn)
            .await?;
        let grids = grid::Entity::find().filter(grid::Column::Id.is_in(wishes.iter().map(|wish| wish.grid_id)));
        let grids = grids.all(conn).await?;
        Ok(Self {
            categories: categories
                .into_iter()
                .map(|category| (category.id, CategoryRef { code: category.code, name: category.name_zh }))
                .collect(),
            grids: grids.into_iter().map(|grid| (grid.id, GridRef { id: grid.id, name: grid.name })).collect(),
        })
    }

    fn category(&self, id: WishCategoryId) -> CategoryRef {
        let unknown = || CategoryRef { code: String::new(), name: String::new() };
        self.categories.get(&id).cloned().unwrap_or_else(unknown)
    }

    fn grid(&self, id: GridId) -> GridRef {
        self.grids.get(&id).cloned().unwrap_or(GridRef { id, name: String::new() })
    }

    /// A wish as an item of a list.
    pub fn item(&self, wish: &wish::Model) -> WishItem {
        WishItem {
            id: wish.id,
            title: wish.title.clone(),
            category: self.category(wish.category_id),
            grid: self.grid(wish.grid_id),
            status: wish.status,
            screening: wish.screening,
            level: wish.level,
            emergency_id: wish.emergency_id,
            channel: wish.channel,
            support_count: wish.support_count,
            respond_due_at: wish.respond_due_at,
            solve_due_at: wish.solve_due_at,
            version: wish.version,
            created_at: wish.created_at,
            updated_at: wish.updated_at,
        }
    }

    /// A wish as it stands on the wall.
    pub fn wall(&self, wish: &wish::Model, photos: u32) -> WallWish {
        WallWish {
            id: wish.id,
            title: wish.title.clone(),
            body: wish.body.clone(),
            category: self.category(wish.category_id),
            grid: self.grid(wish.grid_id),
            status: wish.status,
            support_count: wish.support_count,
            photo_count: photos,
            rating: wish.rating,
            created_at: wish.created_at,
            updated_at: wish.updated_at,
        }
    }
}
