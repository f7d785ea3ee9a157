//! Claims to households: the grid's leaders decide, the claimant waits for it.

use entity::community::{ClaimVerb, household_claim};
use entity::kernel::event;
use sea_orm::prelude::*;

use super::super::words;
use super::{Told, leaders};
use crate::error::Result;

/// Whom something about a claim concerns.
pub async fn told(conn: &impl ConnectionTrait, event: &event::Model) -> Result<Told> {
    let Some(claim) = household_claim::Entity::find_by_id(event.subject_id).one(conn).await? else {
        return Ok(Told::new());
    };
    let Some(verb) = ClaimVerb::ALL.iter().find(|verb| verb.as_str() == event.verb) else {
        let leaders = leaders(conn, claim.grid_id).await?;
        return Ok(leaders.into_iter().map(|account| (account, words::HOUSEHOLD_CLAIM_WAITS)).collect());
    };
    Ok(words::for_claimant(*verb).map(|title| (claim.account_id, title)).into_iter().collect())
}
