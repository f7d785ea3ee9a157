//! What staff do with volunteers: tags, trainings, blocking; lists and looks.

use chrono::{DateTime, NaiveDate, Utc};
use entity::ids::{CommunityId, GridId, VolunteerId};
use entity::volunteers::{
    Skill, Tags, Training, VolunteerStatus, VolunteerTag, VolunteerVerb, volunteer, volunteer_grid, volunteer_honour,
    volunteer_skill, volunteer_training,
};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ExprTrait, QueryOrder, QuerySelect, QueryTrait};
use serde::Serialize;
use serde_json::json;

use super::case::{self, SUBJECT, Step};
use super::register::distinct;
use crate::auth::Actor;
use crate::community::service::Within;
use crate::community::service::unmask::remember;
use crate::community::view::Unmask;
use crate::error::{Code, Result};
use crate::kernel::crypto::Field;
use crate::kernel::db::Tx;
use crate::kernel::event::Subject;
use crate::kernel::page::{Cursor, Page};
use crate::volunteers::store;

/// What narrows a list of volunteers; also what its cursors are bound to.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Filter {
    /// Only those who would help in this grid.
    pub grid: Option<GridId>,
    /// Only those who can do this.
    pub skill: Option<Skill>,
    /// Only in this state.
    pub status: Option<VolunteerStatus>,
    /// Only those with this tag.
    pub tag: Option<VolunteerTag>,
}

/// A page of a community's volunteers, in the order in which they registered, and their number when it is wanted.
///
/// # Errors
/// `forbidden` for all but staff.
pub async fn list(
    conn: &impl ConnectionTrait,
    actor: &Actor,
    named: Option<CommunityId>,
    filter: &Filter,
    (cursor, size, counted): (Option<&str>, u64, bool),
) -> Result<Page<volunteer::Model>> {
    let community = Within::kept_by(actor)?.choose(named)?;
    let key = &(community, filter);
    let mut rows = narrow(volunteer::Entity::find().filter(volunteer::Column::CommunityId.eq(community)), filter);
    let total = if counted { Some(rows.clone().count(conn).await?) } else { None };
    if let Some(cursor) = cursor {
        rows = rows.filter(volunteer::Column::Id.gt(Cursor::decode::<VolunteerId>(key, cursor)?));
    }
    let rows = rows.order_by_asc(volunteer::Column::Id).limit(size + 1).all(conn).await?;
    Ok(Page::cut(rows, size, key, |row| row.id)?.with_total(total))
}

fn narrow(rows: Select<volunteer::Entity>, filter: &Filter) -> Select<volunteer::Entity> {
    let id = volunteer::Column::Id;
    rows.apply_if(filter.status, |rows, status| rows.filter(volunteer::Column::Status.eq(status)))
        .apply_if(filter.grid, |rows, grid| {
            let there = volunteer_grid::Entity::find()
                .select_only()
                .column(volunteer_grid::Column::VolunteerId)
                .filter(volunteer_grid::Column::GridId.eq(grid));
            rows.filter(id.in_subquery(there.into_query()))
        })
        .apply_if(filter.skill, |rows, skill| {
            let able = volunteer_skill::Entity::find()
                .select_only()
                .column(volunteer_skill::Column::VolunteerId)
                .filter(volunteer_skill::Column::Skill.eq(skill));
            rows.filter(id.in_subquery(able.into_query()))
        })
        .apply_if(filter.tag, |rows, tag| {
            // Both databases write a list of words in quotes.
            let tags = Expr::col(volunteer::Column::Tags).cast_as("text");
            rows.filter(tags.like(format!("%\"{tag}\"%")))
        })
}

/// Sets the tags.
pub async fn tag(
    tx: &Tx<'_>,
    actor: &Actor,
    id: VolunteerId,
    seen: i32,
    tags: Vec<VolunteerTag>,
) -> Result<volunteer::Model> {
    let row = store::locked(tx, actor, id).await?;
    let tags = distinct(tags);
    let data = json!({ "tags": tags });
    let change = volunteer::ActiveModel { tags: Set(Tags(tags)), ..Default::default() };
    case::go(tx, actor, &row, seen, VolunteerVerb::Tag, Step { change, data, reason: None }).await
}

/// A training that was passed.
#[derive(Clone, Copy, Debug)]
pub struct Passed {
    /// What was learned.
    pub training: Training,
    /// When.
    pub on: NaiveDate,
    /// The last day on which it counts.
    pub valid_until: Option<NaiveDate>,
}

/// Enters a training; one of the same kind is replaced.
pub async fn train(tx: &Tx<'_>, actor: &Actor, id: VolunteerId, seen: i32, passed: Passed) -> Result<volunteer::Model> {
    let row = store::locked(tx, actor, id).await?;
    if passed.on > (tx.now() + chrono::Duration::days(1)).date_naive() {
        return Err(Code::Invalid.error().at("/passedOn", Code::InvalidValue));
    }
    if passed.valid_until.is_some_and(|until| until < passed.on) {
        return Err(Code::Invalid.error().at("/validUntil", Code::InvalidValue));
    }
    let data = json!({ "training": passed.training, "passedOn": passed.on, "validUntil": passed.valid_until });
    let step = Step { data, ..Step::default() };
    let moved = case::go(tx, actor, &row, seen, VolunteerVerb::Train, step).await?;
    let entered = volunteer_training::ActiveModel {
        volunteer_id: Set(row.id),
        training: Set(passed.training),
        passed_on: Set(passed.on),
        valid_until: Set(passed.valid_until),
        entered_by: Set(actor.account()?),
        created_at: Set(tx.now()),
    };
    use volunteer_training::Column::{CreatedAt, EnteredBy, PassedOn, Training, ValidUntil, VolunteerId};
    let again = OnConflict::columns([VolunteerId, Training])
        .update_columns([PassedOn, ValidUntil, EnteredBy, CreatedAt])
        .to_owned();
    volunteer_training::Entity::insert(entered).on_conflict(again).exec_without_returning(tx).await?;
    Ok(moved)
}

/// Enters a commendation; the same one again changes who gave it.
pub async fn honour(
    tx: &Tx<'_>,
    actor: &Actor,
    id: VolunteerId,
    seen: i32,
    (title, given_by, given_on): (String, String, NaiveDate),
) -> Result<volunteer::Model> {
    let row = store::locked(tx, actor, id).await?;
    if given_on > (tx.now() + chrono::Duration::days(1)).date_naive() {
        return Err(Code::Invalid.error().at("/givenOn", Code::InvalidValue));
    }
    let moved = case::go(tx, actor, &row, seen, VolunteerVerb::Honour, Step::default()).await?;
    let entered = volunteer_honour::ActiveModel {
        volunteer_id: Set(row.id),
        title: Set(title),
        given_on: Set(given_on),
        given_by: Set(given_by),
        entered_by: Set(actor.account()?),
        created_at: Set(tx.now()),
    };
    use volunteer_honour::Column::{EnteredBy, GivenBy, GivenOn, Title, VolunteerId};
    let again = OnConflict::columns([VolunteerId, Title, GivenOn]).update_columns([GivenBy, EnteredBy]).to_owned();
    volunteer_honour::Entity::insert(entered).on_conflict(again).exec_without_returning(tx).await?;
    Ok(moved)
}

/// Lets somebody sign up for nothing until then.
pub async fn block(
    tx: &Tx<'_>,
    actor: &Actor,
    id: VolunteerId,
    seen: i32,
    (until, reason): (DateTime<Utc>, String),
) -> Result<volunteer::Model> {
    let row = store::locked(tx, actor, id).await?;
    if until <= tx.now() {
        return Err(Code::Invalid.error().at("/until", Code::InvalidValue));
    }
    let change = volunteer::ActiveModel { blocked_until: Set(Some(until)), ..Default::default() };
    let step = Step { change, reason: Some(reason), data: json!({ "until": until }) };
    case::go(tx, actor, &row, seen, VolunteerVerb::Block, step).await
}

/// Lets somebody sign up again.
///
/// # Errors
/// `illegal_transition` for who is not blocked.
pub async fn unblock(tx: &Tx<'_>, actor: &Actor, id: VolunteerId, seen: i32) -> Result<volunteer::Model> {
    let row = store::locked(tx, actor, id).await?;
    let change = volunteer::ActiveModel { blocked_until: Set(None), ..Default::default() };
    let moved = case::go(tx, actor, &row, seen, VolunteerVerb::Unblock, Step { change, ..Step::default() }).await?;
    if row.blocked_until.is_none() { Err(Code::IllegalTransition.into()) } else { Ok(moved) }
}

/// A volunteer's personal data in full.
#[derive(Clone, Debug)]
pub struct InFull {
    /// The real name.
    pub name: String,
    /// The day of birth.
    pub birth_date: NaiveDate,
    /// The guardian's name.
    pub guardian_name: Option<String>,
    /// The guardian's phone.
    pub guardian_phone: Option<String>,
}

/// Looks at the personal data of a volunteer, which is remembered.
///
/// # Errors
/// `not_found` for all but staff of the community.
pub async fn unmask(tx: &Tx<'_>, actor: &Actor, id: VolunteerId, why: Unmask) -> Result<InFull> {
    let row = store::one(tx, actor, id).await?;
    if !actor.is_staff_of(row.community_id) {
        return Err(Code::Forbidden.into());
    }
    let open = |field, sealed: Option<&str>| sealed.map(|sealed| tx.vault().open(field, sealed)).transpose();
    let shown = InFull {
        name: tx.vault().open(Field::Name, &row.name_sealed)?.to_string(),
        birth_date: row.birth_date,
        guardian_name: open(Field::Name, row.guardian_name_sealed.as_deref())?.map(|text| text.to_string()),
        guardian_phone: open(Field::Phone, row.guardian_phone_sealed.as_deref())?.map(|text| text.to_string()),
    };
    let fields = &["name", "birthDate", "guardianName", "guardianPhone"];
    remember(tx, actor, row.community_id, Subject::new(SUBJECT, id), fields, why).await?;
    Ok(shown)
}
