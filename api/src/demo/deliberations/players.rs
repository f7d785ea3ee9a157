//! Who deliberates in 民丰小区, and who keeps the proceedings.

use std::collections::HashSet;

use entity::community::team_member;
use entity::ids::{AccountId, BuildingId, TeamId, TeamMemberId};
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait;

use super::At;
use crate::auth::{Actor, Residency};
use crate::demo::people::People;
use crate::demo::pilot::{GRID, Pilot};
use crate::demo::roster::Neighbour;
use crate::error::{Code, Result};
use crate::kernel::Kernel;
use crate::kernel::db::{self, Cause};

/// Members of the self-governance group: five, by the community's own report.
const MEMBERS: usize = 5;

/// Everybody who has a part.
pub struct Players<'a> {
    /// 民丰小区 and what it consists of.
    pub pilot: &'a Pilot,
    /// The self-governance group.
    pub group: TeamId,
    /// Its leader, 李建国.
    pub chair: Actor,
    /// The grid leader, 王海燕.
    pub leader: &'a Actor,
    /// The community worker, 沈洁.
    pub staff: &'a Actor,
    /// Heads of households who have signed in.
    neighbours: Vec<Actor>,
    /// Whom a visitor can be: their ballots are left to the visitor.
    guests: HashSet<AccountId>,
    buildings: Vec<BuildingId>,
}

impl<'a> Players<'a> {
    /// Finds them, and gives the self-governance group its members.
    pub async fn gather(
        kernel: &Kernel,
        (pilot, group): (&'a Pilot, TeamId),
        people: &'a People,
        neighbours: &[Neighbour],
    ) -> Result<Self> {
        let mut buildings: Vec<BuildingId> = pilot.doors.iter().map(|door| door.building).collect();
        buildings.dedup();
        let players = Self {
            pilot,
            group,
            chair: at_home(pilot, &people.residents[1]),
            leader: &people.leaders[GRID],
            staff: &people.staff,
            neighbours: neighbours.iter().filter(|one| !one.is_spouse).filter_map(|one| one.actor(pilot)).collect(),
            guests: people.residents.iter().chain(&people.volunteers).filter_map(Actor::account_id).collect(),
            buildings,
        };
        players.join(kernel, &people.volunteers[0]).await?;
        Ok(players)
    }

    /// The chair, a volunteer, and neighbours from several buildings.
    async fn join(&self, kernel: &Kernel, volunteer: &Actor) -> Result<()> {
        let far_apart = self.neighbours.iter().step_by(120);
        let members: Vec<AccountId> =
            [&self.chair, volunteer].into_iter().chain(far_apart).filter_map(Actor::account_id).take(MEMBERS).collect();
        db::write(kernel, Cause::system(), async |tx| {
            let rows = members.iter().map(|account| team_member::ActiveModel {
                id: Set(TeamMemberId::new()),
                team_id: Set(self.group),
                account_id: Set(*account),
                created_at: Set(tx.now()),
            });
            team_member::Entity::insert_many(rows).exec_without_returning(tx).await?;
            Ok(())
        })
        .await
    }

    /// The building of a matter.
    pub fn building(&self, at: At) -> Option<BuildingId> {
        match at {
            At::Building(number) => self.buildings.get(number - 1).copied(),
            At::Compound | At::Group => None,
        }
    }

    /// Neighbours whose matter it is, from doors that lie apart.
    pub fn neighbours(&self, at: At) -> impl Iterator<Item = &Actor> {
        let building = self.building(at);
        let here = move |one: &&Actor| match (building, one.residency) {
            (Some(building), Some(home)) => home.place.building == Some(building),
            (None, _) => true,
            (Some(_), None) => false,
        };
        self.neighbours.iter().filter(here).step_by(if building.is_some() { 3 } else { 20 })
    }

    /// Who raises it.
    pub fn author(&self, at: At) -> Result<&Actor> {
        match at {
            At::Group => Ok(&self.chair),
            at => self.neighbours(at).next().ok_or_else(|| Code::Internal.error()),
        }
    }

    /// Whether a visitor may want to vote in this name.
    pub fn is_guest(&self, account: AccountId) -> bool {
        self.guests.contains(&account)
    }
}

/// The same person with the address in full.
fn at_home(pilot: &Pilot, one: &Actor) -> Actor {
    let home = one.residency.and_then(|residency| {
        let home = pilot.doors.get(pilot.door(residency.household)?)?;
        Some(Residency { place: pilot.place(home), ..residency })
    });
    Actor { residency: home.or(one.residency), ..one.clone() }
}
