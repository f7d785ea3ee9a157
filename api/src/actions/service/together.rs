//! Sign-ups for others: a whole team by its leader, all of them or none; somebody by staff, past
//! the conditions, for a reason that stays on record.

use std::collections::HashSet;

use entity::community::{team, team_member};
use entity::ids::{AccountId, ActionId, ShiftId, ShiftRoleId, TeamId};
use sea_orm::QuerySelect;
use sea_orm::prelude::*;

use super::case::Case;
use crate::actions::signing::{Book, Desk, Manner, Wanted};
use crate::actions::state::Standing;
use crate::actions::view::SignupItem;
use crate::auth::Actor;
use crate::error::{Code, Error, Result};
use crate::kernel::db::Tx;
use crate::kernel::many::MOST;

/// For which role of which shift.
#[derive(Clone, Copy, Debug)]
pub struct Spot {
    /// The action.
    pub action: ActionId,
    /// The shift.
    pub shift: ShiftId,
    /// The role; may be left out when there is one only.
    pub role: Option<ShiftRoleId>,
}

impl Spot {
    pub(super) fn wanted(self, account: AccountId) -> Wanted {
        Wanted { action: self.action, shift: self.shift, role: self.role, account }
    }
}

/// Signs members of a team up, all of them or none; nobody of them waits.
///
/// # Errors
/// The first refusal, with the place of whom it is about; `role_full` when there are not places for all.
pub async fn team(
    tx: &Tx<'_>,
    actor: &Actor,
    spot: Spot,
    id: TeamId,
    members: &[AccountId],
) -> Result<Vec<SignupItem>> {
    let case = Case::read(tx, Some(actor), spot.action).await?;
    let by = actor.account()?;
    let known = team::Entity::find_by_id(id).filter(team::Column::CommunityId.eq(case.action.community_id));
    let team = known.one(tx).await?.ok_or_else(|| Code::Invalid.error().at("/teamId", Code::UnknownReference))?;
    if team.leader_account_id != Some(by) && !case.standings.contains(&Standing::Staff) {
        return Err(Code::Forbidden.into());
    }
    check_members(tx, &team, members).await?;
    let wanted: Vec<Wanted> = members.iter().map(|account| spot.wanted(*account)).collect();
    let mut book = Book::open(Desk::open(tx, &wanted).await?);
    let manner = Manner { team: Some(id), ..Manner::own(by, tx.cause().clone()) };
    let about = |place: usize| {
        move |error: Error| {
            let code = error.code();
            error.at(format!("/accountIds/{place}"), code)
        }
    };
    let entered = wanted.iter().enumerate();
    let entered = entered.map(|(place, one)| book.enter(one, manner.clone()).map_err(about(place)));
    let entered: Vec<SignupItem> = entered.collect::<Result<_>>()?;
    if !book.all_placed() {
        return Err(Code::RoleFull.into());
    }
    book.write(tx).await?;
    Ok(entered)
}

async fn check_members(tx: &Tx<'_>, team: &team::Model, members: &[AccountId]) -> Result<()> {
    let distinct: HashSet<AccountId> = members.iter().copied().collect();
    if !(1..=MOST).contains(&members.len()) || distinct.len() != members.len() {
        return Err(Code::Invalid.error().at("/accountIds", Code::InvalidValue));
    }
    let of_team: Vec<AccountId> = team_member::Entity::find()
        .select_only()
        .column(team_member::Column::AccountId)
        .filter(team_member::Column::TeamId.eq(team.id))
        .into_tuple()
        .all(tx)
        .await?;
    let belongs = |account: &AccountId| of_team.contains(account) || team.leader_account_id == Some(*account);
    match members.iter().position(|account| !belongs(account)) {
        Some(place) => Err(Code::Invalid.error().at(format!("/accountIds/{place}"), Code::UnknownReference)),
        None => Ok(()),
    }
}

/// Signs somebody up past age, skills, trainings, team, block and dates. Places, the queue before
/// them and other shifts at the same time stand.
pub async fn past_conditions(
    tx: &Tx<'_>,
    actor: &Actor,
    spot: Spot,
    account: AccountId,
    reason: String,
) -> Result<SignupItem> {
    let case = Case::read(tx, Some(actor), spot.action).await?;
    if !case.standings.contains(&Standing::Staff) {
        return Err(Code::Forbidden.into());
    }
    let wanted = spot.wanted(account);
    let mut book = Book::open(Desk::open(tx, &[wanted]).await?);
    let manner = Manner { overriding: Some(reason), ..Manner::own(actor.account()?, tx.cause().clone()) };
    let entered = book.enter(&wanted, manner)?;
    book.write(tx).await?;
    Ok(entered)
}
