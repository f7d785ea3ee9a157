//! Rewards at partner units.

use entity::community::partner;
use entity::ids::{CommunityId, PartnerId, RewardId};
use entity::volunteers::reward;
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::{QueryOrder, QuerySelect};

use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::kernel::db::Tx;
use crate::kernel::event::{self, NewEvent, Subject};
use crate::kernel::page::{Cursor, Page};
use crate::moderation::service::refuse_listed;

/// What staff say about a reward.
#[derive(Clone, Debug)]
pub struct Offered {
    /// Who gives it.
    pub partner: PartnerId,
    /// What it is.
    pub title: String,
    /// More about it.
    pub description: Option<String>,
    /// Its price in points.
    pub price: i64,
    /// How many there are.
    pub stock: i32,
    /// Whether it can be had.
    pub active: bool,
}

/// Staff enter a reward.
///
/// # Errors
/// `forbidden` for all but staff, `invalid` for a partner of another community.
pub async fn enter(tx: &Tx<'_>, actor: &Actor, offered: Offered) -> Result<reward::Model> {
    let community = actor.require_staff()?;
    let fields = fields(tx, community, offered).await?;
    let row = reward::ActiveModel {
        id: Set(RewardId::new()),
        community_id: Set(community),
        version: Set(1),
        created_at: Set(tx.now()),
        ..fields
    };
    let row = row.insert(tx).await?;
    event::record(tx, NewEvent::new(community, Subject::new("reward", row.id), "enter")).await?;
    Ok(row)
}

/// Staff change a reward.
///
/// # Errors
/// `not_found` for a foreign one, `forbidden` for all but staff, `stale`.
pub async fn change(tx: &Tx<'_>, actor: &Actor, id: RewardId, seen: i32, offered: Offered) -> Result<reward::Model> {
    let row = reward::Entity::find_by_id(id).one(tx).await?;
    let row = row.filter(|row| reads(actor, row)).ok_or_else(|| Code::NotFound.error())?;
    if !actor.is_staff_of(row.community_id) {
        return Err(Code::Forbidden.into());
    }
    let fields = fields(tx, row.community_id, offered).await?;
    let changed = reward::Entity::update_many()
        .set(reward::ActiveModel { version: Set(seen + 1), ..fields })
        .filter(reward::Column::Id.eq(id))
        .filter(reward::Column::Version.eq(seen));
    let changed = changed.exec_with_returning(tx).await?.into_iter().next().ok_or_else(|| Code::Stale.error())?;
    event::record(tx, NewEvent::new(row.community_id, Subject::new("reward", id), "change")).await?;
    Ok(changed)
}

async fn fields(tx: &Tx<'_>, community: CommunityId, offered: Offered) -> Result<reward::ActiveModel> {
    let known = partner::Entity::find_by_id(offered.partner).filter(partner::Column::CommunityId.eq(community));
    if known.one(tx).await?.is_none() {
        return Err(Code::Invalid.error().at("/partnerId", Code::UnknownReference));
    }
    let description = offered.description.as_deref().unwrap_or_default();
    refuse_listed(tx, community, &[("/title", &offered.title), ("/description", description)]).await?;
    Ok(reward::ActiveModel {
        partner_id: Set(offered.partner),
        title: Set(offered.title),
        description: Set(offered.description),
        price: Set(offered.price),
        stock: Set(offered.stock),
        active: Set(offered.active),
        updated_at: Set(tx.now()),
        ..Default::default()
    })
}

/// Whether a reward exists for the actor: those of the own community that can be had, for staff all.
fn reads(actor: &Actor, row: &reward::Model) -> bool {
    actor.is_staff_of(row.community_id) || (row.active && actor.community == Some(row.community_id))
}

/// A page of the community's rewards, in the order in which they were entered.
pub async fn list(
    conn: &impl ConnectionTrait,
    actor: &Actor,
    (cursor, size): (Option<&str>, u64),
) -> Result<Page<reward::Model>> {
    actor.account()?;
    let community = actor.require_community()?;
    let all = actor.is_staff_of(community);
    let filter = (community, all);
    let mut rows = reward::Entity::find().filter(reward::Column::CommunityId.eq(community));
    if !all {
        rows = rows.filter(reward::Column::Active.eq(true));
    }
    if let Some(cursor) = cursor {
        rows = rows.filter(reward::Column::Id.gt(Cursor::decode::<RewardId>(&filter, cursor)?));
    }
    let rows = rows.order_by_asc(reward::Column::Id).limit(size + 1).all(conn).await?;
    Page::cut(rows, size, &filter, |row| row.id)
}
