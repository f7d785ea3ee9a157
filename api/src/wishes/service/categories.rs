//! Categories are data of the community, each with its deadlines.

use entity::ids::{CommunityId, WishCategoryId};
use entity::wishes::wish_category;
use sea_orm::ActiveValue::Set;
use sea_orm::QueryOrder;
use sea_orm::prelude::*;
use serde_json::json;

use crate::error::{Code, Result};
use crate::kernel::db::Tx;
use crate::kernel::event::{self, NewEvent, Subject};

/// What a new community starts with: code, name, English name, working days to
/// respond, to solve, and for a claim to live.
pub const DEFAULTS: &[(&str, &str, &str, i32, i32, i32)] = &[
    ("goods", "物品", "Goods", 2, 10, 5),
    ("service", "服务", "Service", 1, 5, 3),
    ("companionship", "陪伴", "Companionship", 2, 10, 5),
    ("repair", "维修", "Repair", 1, 5, 3),
    ("mediation", "调解", "Mediation", 1, 10, 5),
    ("advice", "咨询", "Advice", 1, 3, 2),
    ("complaint", "投诉", "Complaint", 1, 5, 3),
];

/// Gives a community the default categories.
pub async fn seed(tx: &Tx<'_>, community: CommunityId) -> Result<()> {
    let rows = DEFAULTS.iter().zip(0..).map(|(&(code, name_zh, name_en, respond, solve, claim), sort)| {
        wish_category::ActiveModel {
            id: Set(WishCategoryId::new()),
            community_id: Set(community),
            code: Set(code.to_owned()),
            name_zh: Set(name_zh.to_owned()),
            name_en: Set(name_en.to_owned()),
            respond_days: Set(respond),
            solve_days: Set(solve),
            claim_days: Set(claim),
            active: Set(true),
            sort: Set(sort),
            version: Set(1),
            created_at: Set(tx.now()),
            updated_at: Set(tx.now()),
        }
    });
    wish_category::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}

/// The categories of a community, in their order.
pub async fn list(conn: &impl ConnectionTrait, community: CommunityId) -> Result<Vec<wish_category::Model>> {
    let categories = wish_category::Entity::find()
        .filter(wish_category::Column::CommunityId.eq(community))
        .order_by_asc(wish_category::Column::Sort)
        .order_by_asc(wish_category::Column::Code);
    Ok(categories.all(conn).await?)
}

/// What can be changed of a category.
#[derive(Clone, Debug)]
pub struct Change {
    /// Its name.
    pub name_zh: String,
    /// Its name in English.
    pub name_en: String,
    /// Working days until the first contact.
    pub respond_days: i32,
    /// Working days until it is solved.
    pub solve_days: i32,
    /// Working days that a claim lives.
    pub claim_days: i32,
    /// Whether new wishes may use it.
    pub active: bool,
}

/// Changes a category; wishes on their way keep the deadlines they have.
pub async fn change(
    tx: &Tx<'_>,
    community: CommunityId,
    id: WishCategoryId,
    version: i32,
    change: Change,
) -> Result<wish_category::Model> {
    let here = wish_category::Entity::find_by_id(id).filter(wish_category::Column::CommunityId.eq(community));
    let category = here.one(tx).await?.ok_or_else(|| Code::NotFound.error())?;
    let row = wish_category::ActiveModel {
        name_zh: Set(change.name_zh),
        name_en: Set(change.name_en),
        respond_days: Set(change.respond_days),
        solve_days: Set(change.solve_days),
        claim_days: Set(change.claim_days),
        active: Set(change.active),
        version: Set(version + 1),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    let changed = wish_category::Entity::update_many()
        .set(row)
        .filter(wish_category::Column::Id.eq(category.id))
        .filter(wish_category::Column::Version.eq(version))
        .exec_with_returning(tx)
        .await?;
    let changed = changed.into_iter().next().ok_or_else(|| Code::Stale.error())?;
    let happened =
        NewEvent::new(community, Subject::new("wish_category", id), "change").with(json!({ "code": changed.code }));
    event::record(tx, happened).await?;
    Ok(changed)
}
