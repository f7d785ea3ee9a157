//! Emergencies: those who look after the grids, those who are called up, who is put on duty, all when it ends.

use entity::actions::signup;
use entity::auth::Role;
use entity::emergencies::{EmergencyKind, EmergencyVerb, call_up_answer, emergency, emergency_grid};
use entity::ids::{AccountId, GridId};
use entity::kernel::event;
use sea_orm::QuerySelect;
use sea_orm::prelude::*;

use super::super::words;
use super::{Told, leaders, staff};
use crate::error::Result;

/// Whom something in an emergency concerns.
pub async fn told(conn: &impl ConnectionTrait, event: &event::Model) -> Result<Told> {
    let Some(one) = emergency::Entity::find_by_id(event.subject_id).one(conn).await? else { return Ok(Told::new()) };
    let verb = EmergencyVerb::ALL.iter().find(|verb| verb.as_str() == event.verb);
    let title = verb.and_then(|verb| words::in_emergency(*verb, one.kind == EmergencyKind::Drill));
    let (Some(verb), Some(title)) = (verb, title) else { return Ok(Told::new()) };
    let accounts = match verb {
        EmergencyVerb::Open => those_in_charge(conn, &one).await?,
        EmergencyVerb::CallUp => called(conn, call_up_answer::Column::CallUpId.eq(id_in(event, "callUpId"))).await?,
        EmergencyVerb::Assign => {
            let signup = signup::Entity::find_by_id(entity::ids::SignupId(id_in(event, "signupId"))).one(conn).await?;
            signup.map(|signup| signup.account_id).into_iter().collect()
        }
        EmergencyVerb::Close => called(conn, call_up_answer::Column::EmergencyId.eq(one.id)).await?,
        EmergencyVerb::Answer | EmergencyVerb::Roster => Vec::new(),
    };
    Ok(accounts.into_iter().map(|account| (account, title)).collect())
}

fn id_in(event: &event::Model, name: &str) -> Uuid {
    event.data[name].as_str().and_then(|id| id.parse().ok()).unwrap_or_default()
}

async fn called(conn: &impl ConnectionTrait, these: Expr) -> Result<Vec<AccountId>> {
    let rows = call_up_answer::Entity::find().select_only().column(call_up_answer::Column::AccountId).filter(these);
    Ok(rows.into_tuple().all(conn).await?)
}

async fn those_in_charge(conn: &impl ConnectionTrait, one: &emergency::Model) -> Result<Vec<AccountId>> {
    let roles = [Role::CommunityAdmin, Role::CommunityStaff];
    let mut all = staff(conn, &roles, one.community_id).await?;
    let grids: Vec<GridId> = emergency_grid::Entity::find()
        .select_only()
        .column(emergency_grid::Column::GridId)
        .filter(emergency_grid::Column::EmergencyId.eq(one.id))
        .into_tuple()
        .all(conn)
        .await?;
    for grid in grids {
        all.extend(leaders(conn, grid).await?);
    }
    Ok(all)
}
