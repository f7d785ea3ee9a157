//! Actions: whoever is let go, whoever waits, whoever was counted.

use entity::actions::{ActionVerb, SignupStatus, SignupVerb, action, signup};
use entity::ids::AccountId;
use entity::kernel::event;
use sea_orm::QuerySelect;
use sea_orm::prelude::*;

use super::super::words;
use super::Told;
use crate::error::Result;

/// Whom something about an action concerns: those who were let go by it, in the same instant.
pub async fn of_action(conn: &impl ConnectionTrait, event: &event::Model) -> Result<Told> {
    let title = ActionVerb::ALL.iter().find(|verb| verb.as_str() == event.verb).and_then(|verb| words::let_go(*verb));
    let Some(title) = title else { return Ok(Told::new()) };
    let let_go: Vec<AccountId> = signup::Entity::find()
        .select_only()
        .column(signup::Column::AccountId)
        .distinct()
        .filter(signup::Column::ActionId.eq(event.subject_id))
        .filter(signup::Column::Status.eq(SignupStatus::Cancelled))
        .filter(signup::Column::UpdatedAt.eq(event.at))
        .into_tuple()
        .all(conn)
        .await?;
    Ok(let_go.into_iter().map(|account| (account, title)).collect())
}

/// Whom something about a sign-up concerns: the volunteer, and the leader about an appeal.
pub async fn of_signup(conn: &impl ConnectionTrait, event: &event::Model) -> Result<Told> {
    let mut told = Told::new();
    let Some(verb) = SignupVerb::ALL.iter().find(|verb| verb.as_str() == event.verb) else { return Ok(told) };
    let Some(signup) = signup::Entity::find_by_id(event.subject_id).one(conn).await? else { return Ok(told) };
    if let Some(title) = words::for_signed_up(*verb) {
        told.insert(signup.account_id, title);
    }
    if *verb == SignupVerb::Appeal {
        let led = action::Entity::find_by_id(signup.action_id).one(conn).await?;
        told.extend(led.map(|action| (action.leader_account_id, words::NO_SHOW_APPEALED)));
    }
    Ok(told)
}
