//! Volunteers are called up: those who serve the grids, can do what is needed, and have said that they may be
//! called in an emergency. Whoever was called before is not called again.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, Utc};
use entity::actions::Skills;
use entity::emergencies::{CallUpReply, EmergencyVerb, call_up, call_up_answer};
use entity::ids::{AccountId, CallUpAnswerId, CallUpId, EmergencyId, GridId, VolunteerId};
use entity::volunteers::{Skill, VolunteerStatus, volunteer, volunteer_grid, volunteer_skill};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{Condition, JoinType, QueryOrder, QuerySelect, QueryTrait};
use serde_json::json;

use super::case::{Case, happened};
use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::kernel::db::{self, Tx};
use crate::kernel::event;
use crate::moderation::service::refuse_listed;

/// Whom to call, and what they read.
#[derive(Clone, Debug)]
pub struct Call {
    /// For which grids; all that are the caller's business when none is named.
    pub grids: Vec<GridId>,
    /// What they must be able to do, all of it.
    pub skills: Vec<Skill>,
    /// What they read.
    pub message: String,
    /// An answer is hoped for by then.
    pub answer_by: Option<DateTime<Utc>>,
}

/// Calls them up; each is told once.
///
/// # Errors
/// `invalid` for grids that are not the caller's business.
pub async fn call(tx: &Tx<'_>, actor: &Actor, id: EmergencyId, call: Call) -> Result<call_up::Model> {
    let case = Case::open(tx, actor, id).await?;
    case.may(EmergencyVerb::CallUp)?;
    let grids = case.among(actor, &call.grids)?;
    if call.answer_by.is_some_and(|by| by <= tx.now()) {
        return Err(Code::Invalid.error().at("/answerBy", Code::InvalidValue));
    }
    refuse_listed(tx, case.emergency.community_id, &[("/message", &call.message)]).await?;
    let found = fitting(tx, &grids, &call.skills).await?;
    let known = known(tx, id).await?;
    let new: Vec<_> = found.into_iter().filter(|(volunteer, _)| !known.contains(volunteer)).collect();
    let called = i32::try_from(new.len()).unwrap_or(i32::MAX);
    let row = call_up::ActiveModel {
        id: Set(CallUpId::new()),
        community_id: Set(case.emergency.community_id),
        emergency_id: Set(id),
        message: Set(call.message),
        skills: Set(Skills(call.skills.clone())),
        answer_by: Set(call.answer_by),
        called: Set(called),
        called_by: Set(actor.account()?),
        created_at: Set(tx.now()),
    };
    let made = row.insert(tx).await?;
    enter(tx, &made, new).await?;
    let data = json!({ "callUpId": made.id, "gridIds": grids, "skills": call.skills, "called": called });
    event::record(tx, happened(&case.emergency, EmergencyVerb::CallUp, data)).await?;
    Ok(made)
}

/// A row for each of them; the unique index lets nobody be called twice.
async fn enter(tx: &Tx<'_>, made: &call_up::Model, new: Vec<(VolunteerId, (AccountId, GridId))>) -> Result<()> {
    let row = |(volunteer, (account, grid))| call_up_answer::ActiveModel {
        id: Set(CallUpAnswerId::new()),
        community_id: Set(made.community_id),
        emergency_id: Set(made.emergency_id),
        call_up_id: Set(made.id),
        volunteer_id: Set(volunteer),
        account_id: Set(account),
        grid_id: Set(grid),
        reply: Set(CallUpReply::Silent),
        later_at: Set(None),
        note_sealed: Set(None),
        answered_at: Set(None),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    };
    let once = OnConflict::columns([call_up_answer::Column::EmergencyId, call_up_answer::Column::VolunteerId]);
    let once = once.clone().do_nothing().to_owned();
    for rows in db::chunks(new.into_iter().map(row).collect()) {
        call_up_answer::Entity::insert_many(rows).on_conflict(once.clone()).exec_without_returning(tx).await?;
    }
    Ok(())
}

async fn known(tx: &Tx<'_>, id: EmergencyId) -> Result<HashSet<VolunteerId>> {
    let known = call_up_answer::Entity::find()
        .select_only()
        .column(call_up_answer::Column::VolunteerId)
        .filter(call_up_answer::Column::EmergencyId.eq(id));
    Ok(known.into_tuple().all(tx).await?.into_iter().collect())
}

/// Those who fit, each with the first of the grids that they serve.
async fn fitting(
    tx: &Tx<'_>,
    grids: &[GridId],
    skills: &[Skill],
) -> Result<BTreeMap<VolunteerId, (AccountId, GridId)>> {
    let to_volunteer: RelationDef = volunteer_grid::Entity::belongs_to(volunteer::Entity)
        .from(volunteer_grid::Column::VolunteerId)
        .to(volunteer::Column::Id)
        .into();
    let free = Condition::any()
        .add(volunteer::Column::BlockedUntil.is_null())
        .add(volunteer::Column::BlockedUntil.lte(tx.now()));
    let mut rows = volunteer_grid::Entity::find()
        .select_only()
        .columns([volunteer_grid::Column::VolunteerId, volunteer_grid::Column::GridId])
        .column(volunteer::Column::AccountId)
        .join(JoinType::InnerJoin, to_volunteer)
        .filter(volunteer_grid::Column::GridId.is_in(grids.iter().copied()))
        .filter(volunteer::Column::Status.eq(VolunteerStatus::Active))
        .filter(volunteer::Column::EmergencyReady.eq(true))
        .filter(free)
        .order_by_asc(volunteer_grid::Column::VolunteerId)
        .order_by_asc(volunteer_grid::Column::GridId);
    for skill in skills {
        let able = volunteer_skill::Entity::find()
            .select_only()
            .column(volunteer_skill::Column::VolunteerId)
            .filter(volunteer_skill::Column::Skill.eq(*skill));
        rows = rows.filter(volunteer_grid::Column::VolunteerId.in_subquery(able.into_query()));
    }
    let mut found = BTreeMap::new();
    for (volunteer, grid, account) in rows.into_tuple::<(VolunteerId, GridId, AccountId)>().all(tx).await? {
        found.entry(volunteer).or_insert((account, grid));
    }
    Ok(found)
}

/// The calls of these ids.
pub async fn some(conn: &impl ConnectionTrait, ids: Vec<CallUpId>) -> Result<HashMap<CallUpId, call_up::Model>> {
    let rows = call_up::Entity::find().filter(call_up::Column::Id.is_in(ids)).all(conn).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}
