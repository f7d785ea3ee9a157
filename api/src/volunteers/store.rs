//! Queries of volunteers; each begins with what the actor may see.

use std::collections::HashMap;

use entity::ids::{AccountId, CommunityId, GridId, VolunteerId};
use entity::volunteers::{Skill, volunteer, volunteer_grid, volunteer_skill, volunteer_training};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::{QueryOrder, QuerySelect};

use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::kernel::db::Tx;

/// The volunteers that exist for the actor: oneself, and for staff those of the community.
///
/// # Errors
/// `not_found` for one that does not.
pub async fn one(conn: &impl ConnectionTrait, actor: &Actor, id: VolunteerId) -> Result<volunteer::Model> {
    let row = volunteer::Entity::find_by_id(id).one(conn).await?;
    row.filter(|row| visible(actor, row)).ok_or_else(|| Code::NotFound.into())
}

/// The same, locked for a change.
pub async fn locked(tx: &Tx<'_>, actor: &Actor, id: VolunteerId) -> Result<volunteer::Model> {
    let row = volunteer::Entity::find_by_id(id).lock_exclusive().one(tx).await?;
    row.filter(|row| visible(actor, row)).ok_or_else(|| Code::NotFound.into())
}

fn visible(actor: &Actor, row: &volunteer::Model) -> bool {
    actor.account_id() == Some(row.account_id) || actor.is_staff_of(row.community_id)
}

/// The volunteer that this account is.
pub async fn of_account(conn: &impl ConnectionTrait, account: AccountId) -> Result<Option<volunteer::Model>> {
    let own = volunteer::Entity::find().filter(volunteer::Column::AccountId.eq(account));
    Ok(own.one(conn).await?)
}

/// Sets columns of a volunteer whose version was seen; counts the change.
///
/// # Errors
/// `stale` when somebody changed them meanwhile.
pub async fn change(
    tx: &Tx<'_>,
    row: &volunteer::Model,
    seen: i32,
    fields: volunteer::ActiveModel,
) -> Result<volunteer::Model> {
    let fields = volunteer::ActiveModel { version: Set(seen + 1), updated_at: Set(tx.now()), ..fields };
    let changed = volunteer::Entity::update_many()
        .set(fields)
        .filter(volunteer::Column::Id.eq(row.id))
        .filter(volunteer::Column::Version.eq(seen))
        .exec_with_returning(tx)
        .await?;
    changed.into_iter().next().ok_or_else(|| Code::Stale.into())
}

/// What else is known of some volunteers, read in one go.
#[derive(Debug, Default)]
pub struct More {
    skills: HashMap<VolunteerId, Vec<Skill>>,
    grids: HashMap<VolunteerId, Vec<GridId>>,
}

impl More {
    /// Skills and grids of these.
    pub async fn of(conn: &impl ConnectionTrait, ids: &[VolunteerId]) -> Result<Self> {
        let mut more = Self::default();
        let skills = volunteer_skill::Entity::find()
            .filter(volunteer_skill::Column::VolunteerId.is_in(ids.iter().copied()))
            .order_by_asc(volunteer_skill::Column::Skill);
        for row in skills.all(conn).await? {
            more.skills.entry(row.volunteer_id).or_default().push(row.skill);
        }
        let grids = volunteer_grid::Entity::find()
            .filter(volunteer_grid::Column::VolunteerId.is_in(ids.iter().copied()))
            .order_by_asc(volunteer_grid::Column::GridId);
        for row in grids.all(conn).await? {
            more.grids.entry(row.volunteer_id).or_default().push(row.grid_id);
        }
        Ok(more)
    }

    /// The skills of one.
    pub fn skills(&self, id: VolunteerId) -> Vec<Skill> {
        self.skills.get(&id).cloned().unwrap_or_default()
    }

    /// The grids of one.
    pub fn grids(&self, id: VolunteerId) -> Vec<GridId> {
        self.grids.get(&id).cloned().unwrap_or_default()
    }
}

/// The trainings of one volunteer.
pub async fn trainings(conn: &impl ConnectionTrait, id: VolunteerId) -> Result<Vec<volunteer_training::Model>> {
    let rows = volunteer_training::Entity::find()
        .filter(volunteer_training::Column::VolunteerId.eq(id))
        .order_by_asc(volunteer_training::Column::Training);
    Ok(rows.all(conn).await?)
}

/// Writes skills and grids anew.
pub async fn replace_more(tx: &Tx<'_>, id: VolunteerId, skills: Vec<Skill>, grids: Vec<GridId>) -> Result<()> {
    forget_more(tx, id).await?;
    let skills =
        skills.into_iter().map(|skill| volunteer_skill::ActiveModel { volunteer_id: Set(id), skill: Set(skill) });
    let skills: Vec<_> = skills.collect();
    if !skills.is_empty() {
        volunteer_skill::Entity::insert_many(skills).exec_without_returning(tx).await?;
    }
    let grids = grids.into_iter().map(|grid| volunteer_grid::ActiveModel { volunteer_id: Set(id), grid_id: Set(grid) });
    let grids: Vec<_> = grids.collect();
    if !grids.is_empty() {
        volunteer_grid::Entity::insert_many(grids).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Takes skills and grids away.
pub async fn forget_more(tx: &Tx<'_>, id: VolunteerId) -> Result<()> {
    volunteer_skill::Entity::delete_many().filter(volunteer_skill::Column::VolunteerId.eq(id)).exec(tx).await?;
    volunteer_grid::Entity::delete_many().filter(volunteer_grid::Column::VolunteerId.eq(id)).exec(tx).await?;
    Ok(())
}

/// The highest volunteer number of a community so far.
pub async fn last_number(conn: &impl ConnectionTrait, community: CommunityId) -> Result<Option<String>> {
    let last = volunteer::Entity::find()
        .select_only()
        .column(volunteer::Column::Number)
        .filter(volunteer::Column::CommunityId.eq(community))
        .order_by_desc(volunteer::Column::Number);
    Ok(last.into_tuple().one(conn).await?)
}
