//! 产权: who owns what in 民丰小区. Most homes belong to who lives in them, every third to a
//! couple; one owner has three, the developer has left four unsold, an office owns one.

use std::collections::HashMap;

use entity::community::{owner, ownership};
use entity::deliberations::OwnerKind;
use entity::ids::{DwellingId, HouseholdId, OwnerId, ResidentId};
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait;

use super::people::People;
use super::pilot::Pilot;
use super::roster::Neighbour;
use crate::error::Result;
use crate::kernel::crypto::Field;
use crate::kernel::db::{Tx, chunks};

/// Homes of one owner, counted within 民丰小区.
const OF_ONE: [usize; 3] = [10, 11, 52];

/// Homes that the developer has not sold, and lets.
const UNSOLD: [usize; 4] = [376, 377, 418, 419];

/// The home that an office owns.
const OFFICE: usize = 200;

/// Enters the owners.
pub async fn enter(tx: &Tx<'_>, pilot: &Pilot, people: &People, neighbours: &[Neighbour]) -> Result<()> {
    let mut register = Register { tx, pilot, owners: Vec::new(), ownerships: Vec::new() };
    let developer = register.owner(OwnerKind::Developer, "长春民丰房地产开发有限公司", None)?;
    let office = register.owner(OwnerKind::Organisation, "民丰街便民服务部", None)?;
    let guests: HashMap<HouseholdId, (&str, ResidentId)> =
        people.at_home().map(|(name, home)| (home.household, (name, home.resident))).collect();
    let mut of_several = None;
    for (number, home) in pilot.doors.iter().enumerate() {
        let family: Vec<&Neighbour> = neighbours.iter().filter(|one| one.door == number).collect();
        let owners = match guests.get(&home.household) {
            _ if UNSOLD.contains(&number) => vec![developer],
            _ if number == OFFICE => vec![office],
            Some((name, guest)) => vec![register.owner(OwnerKind::Person, name, Some(*guest))?],
            None if OF_ONE.contains(&number) && of_several.is_some() => Vec::from_iter(of_several),
            None => register.family(&family, number.is_multiple_of(3))?,
        };
        if number == OF_ONE[0] {
            of_several = owners.first().copied();
        }
        register.owns(&owners, home.dwelling);
    }
    register.insert().await
}

struct Register<'a> {
    tx: &'a Tx<'a>,
    pilot: &'a Pilot,
    owners: Vec<owner::ActiveModel>,
    ownerships: Vec<ownership::ActiveModel>,
}

impl Register<'_> {
    /// The head of the household, or the couple.
    fn family(&mut self, family: &[&Neighbour], couple: bool) -> Result<Vec<OwnerId>> {
        let owning = family.iter().filter(|one| couple || !one.is_spouse);
        owning.map(|one| self.owner(OwnerKind::Person, &one.name, Some(one.resident))).collect()
    }

    fn owner(&mut self, kind: OwnerKind, name: &str, resident: Option<ResidentId>) -> Result<OwnerId> {
        let (id, vault, now) = (OwnerId::new(), self.tx.vault(), self.tx.now());
        self.owners.push(owner::ActiveModel {
            id: Set(id),
            community_id: Set(self.pilot.community),
            kind: Set(kind),
            name_sealed: Set(vault.seal(Field::Name, name)?),
            name_blind: Set(vault.blind(Field::Name, name)),
            id_number_sealed: Set(None),
            id_number_blind: Set(None),
            resident_id: Set(resident),
            account_id: Set(None),
            version: Set(1),
            created_at: Set(now),
            updated_at: Set(now),
        });
        Ok(id)
    }

    fn owns(&mut self, owners: &[OwnerId], dwelling: DwellingId) {
        let now = self.tx.now();
        self.ownerships.extend(owners.iter().map(|owner| ownership::ActiveModel {
            owner_id: Set(*owner),
            dwelling_id: Set(dwelling),
            created_at: Set(now),
        }));
    }

    async fn insert(self) -> Result<()> {
        for rows in chunks(self.owners) {
            owner::Entity::insert_many(rows).exec_without_returning(self.tx).await?;
        }
        for rows in chunks(self.ownerships) {
            ownership::Entity::insert_many(rows).exec_without_returning(self.tx).await?;
        }
        Ok(())
    }
}
