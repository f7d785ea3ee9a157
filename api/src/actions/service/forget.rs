//! Forgetting who signed up: what is still to come is cancelled, so that others get the places;
//! what has been stays as a figure, without the words.

use entity::actions::{SignupVerb, attendance, signup};
use entity::ids::SignupId;
use sea_orm::prelude::*;

use super::signup::{SignupCase, SignupStep};
use super::{feeds, person};
use crate::actions::state;
use crate::auth::Actor;
use crate::error::Result;
use crate::kernel::db::Tx;

/// Cancels what is to come and empties the actor's own words; returns the sign-ups.
pub async fn forget(tx: &Tx<'_>, actor: &Actor) -> Result<Vec<SignupId>> {
    let account = actor.account()?;
    feeds::forget(tx, account).await?;
    let own = person::of_volunteer(tx, account).await?;
    for row in &own {
        let live = state::signup_next(row, SignupVerb::Cancel, &[state::SignupStanding::Volunteer]).is_ok();
        if live {
            let case = SignupCase::open(tx, actor, row.id).await?;
            case.go(tx, SignupVerb::Cancel, SignupStep::default()).await?;
        }
    }
    let none = || Expr::value(None::<String>);
    signup::Entity::update_many()
        .col_expr(signup::Column::Reason, none())
        .col_expr(signup::Column::Appeal, none())
        .col_expr(signup::Column::AppealAnswer, none())
        .filter(signup::Column::AccountId.eq(account))
        .exec(tx)
        .await?;
    let ids: Vec<SignupId> = own.into_iter().map(|row| row.id).collect();
    attendance::Entity::update_many()
        .col_expr(attendance::Column::AddedReason, none())
        .filter(attendance::Column::SignupId.is_in(ids.iter().copied()))
        .exec(tx)
        .await?;
    Ok(ids)
}
