//! Lists: emergencies that exist for somebody, who was called up, the own calls. Keyset pages.

use entity::emergencies::{CallUpReply, EmergencyStatus, call_up_answer, emergency, emergency_grid};
use entity::ids::{CallUpAnswerId, EmergencyId, GridId};
use sea_orm::prelude::*;
use sea_orm::sea_query::SelectStatement;
use sea_orm::{Condition, QueryOrder, QuerySelect, QueryTrait};

use crate::auth::Actor;
use crate::error::Result;
use crate::kernel::page::{Cursor, Page};

/// Where a page begins, and how long it is.
pub type At<'a> = (Option<&'a str>, u64);

/// The emergencies that exist for the actor, newest first.
///
/// # Errors
/// `not_verified` for whoever belongs to no community.
pub async fn visible(
    conn: &impl ConnectionTrait,
    actor: &Actor,
    statuses: &[EmergencyStatus],
    (cursor, size): At<'_>,
) -> Result<Page<emergency::Model>> {
    let account = actor.account()?;
    let community = actor.require_community()?;
    let mut rows = emergency::Entity::find().filter(emergency::Column::CommunityId.eq(community));
    if !actor.is_staff_of(community) {
        let (id, home) = (emergency::Column::Id, actor.residency.map(|home| home.place.grid));
        let open_at_home = Condition::all()
            .add(emergency::Column::Status.eq(EmergencyStatus::Open))
            .add(id.in_subquery(of_grids(home.into_iter().collect())));
        let called = call_up_answer::Entity::find()
            .select_only()
            .column(call_up_answer::Column::EmergencyId)
            .filter(call_up_answer::Column::AccountId.eq(account));
        let exists = Condition::any()
            .add(id.in_subquery(of_grids(actor.led_grids())))
            .add(id.in_subquery(called.into_query()))
            .add(open_at_home);
        rows = rows.filter(exists);
    }
    if !statuses.is_empty() {
        rows = rows.filter(emergency::Column::Status.is_in(statuses.iter().copied()));
    }
    let (by, by_id) = (emergency::Column::OpenedAt, emergency::Column::Id);
    let mut rows = rows.order_by_desc(by).order_by_desc(by_id).limit(size + 1);
    let key = &(community, statuses);
    if let Some(cursor) = cursor {
        let (instant, id): (DateTimeUtc, EmergencyId) = Cursor::decode(key, cursor)?;
        let behind = Condition::any().add(by.lt(instant)).add(by_id.lt(id));
        rows = rows.filter(Condition::all().add(by.lte(instant)).add(behind));
    }
    Page::cut(rows.all(conn).await?, size, key, |row| (row.opened_at, row.id))
}

fn of_grids(grids: Vec<GridId>) -> SelectStatement {
    let of = emergency_grid::Entity::find()
        .select_only()
        .column(emergency_grid::Column::EmergencyId)
        .filter(emergency_grid::Column::GridId.is_in(grids));
    of.into_query()
}

/// Who was called up for these grids of an emergency, in the order of the calls.
pub async fn answers(
    conn: &impl ConnectionTrait,
    id: EmergencyId,
    (grids, replies): (&[GridId], &[CallUpReply]),
    (cursor, size): At<'_>,
) -> Result<Page<call_up_answer::Model>> {
    let mut rows = call_up_answer::Entity::find()
        .filter(call_up_answer::Column::EmergencyId.eq(id))
        .filter(call_up_answer::Column::GridId.is_in(grids.iter().copied()));
    if !replies.is_empty() {
        rows = rows.filter(call_up_answer::Column::Reply.is_in(replies.iter().copied()));
    }
    let key = &(id, grids, replies);
    if let Some(cursor) = cursor {
        rows = rows.filter(call_up_answer::Column::Id.gt(Cursor::decode::<CallUpAnswerId>(key, cursor)?));
    }
    let rows = rows.order_by_asc(call_up_answer::Column::Id).limit(size + 1).all(conn).await?;
    Page::cut(rows, size, key, |row| row.id)
}

/// The calls that reached the actor, newest first.
pub async fn own(
    conn: &impl ConnectionTrait,
    actor: &Actor,
    (cursor, size): At<'_>,
) -> Result<Page<call_up_answer::Model>> {
    let account = actor.account()?;
    let mut rows = call_up_answer::Entity::find().filter(call_up_answer::Column::AccountId.eq(account));
    if let Some(cursor) = cursor {
        rows = rows.filter(call_up_answer::Column::Id.lt(Cursor::decode::<CallUpAnswerId>(&account, cursor)?));
    }
    let rows = rows.order_by_desc(call_up_answer::Column::Id).limit(size + 1).all(conn).await?;
    Page::cut(rows, size, &account, |row| row.id)
}
