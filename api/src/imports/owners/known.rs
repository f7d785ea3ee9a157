//! What the register knows of the dwellings and owners that a sheet names: a few queries,
//! however many rows it has.

use std::collections::{HashMap, HashSet};

use entity::community::{household, owner, ownership, resident};
use entity::deliberations::OwnerKind;
use entity::ids::{CommunityId, DwellingId, OwnerId, ResidentId};
use sea_orm::prelude::*;
use sea_orm::{FromQueryResult, JoinType, QuerySelect, QueryTrait};

use super::holders::Holder;
use crate::error::Result;
use crate::kernel::db::chunks;

/// The owners of some dwellings, and those with some numbers or names.
#[derive(Debug, Default)]
pub struct Known {
    /// Everybody.
    pub rows: HashMap<OwnerId, owner::Model>,
    /// By the blind index of the number.
    pub by_number: HashMap<String, OwnerId>,
    /// Organisations by the blind index of the name.
    pub organisations: HashMap<String, Vec<OwnerId>>,
    /// Who owns what.
    pub of_dwelling: HashMap<DwellingId, HashSet<OwnerId>>,
    /// Who lives there and is no owner's resident yet, by dwelling and the blind index of the name.
    pub living: HashMap<(DwellingId, String), Vec<Living>>,
}

/// A resident of the roster.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Living {
    dwelling_id: DwellingId,
    name_blind: String,
    /// Who it is.
    pub id: ResidentId,
    /// The blind index of the number.
    pub id_number_blind: Option<String>,
}

impl Known {
    /// Reads them.
    pub async fn read(
        conn: &impl ConnectionTrait,
        community: CommunityId,
        (dwellings, numbers, names): (Vec<DwellingId>, Vec<String>, Vec<String>),
    ) -> Result<Self> {
        let mut known = Self { living: living(conn, dwellings.clone()).await?, ..Self::default() };
        for dwellings in chunks(dwellings) {
            let rows = ownership::Entity::find().filter(ownership::Column::DwellingId.is_in(dwellings));
            for row in rows.all(conn).await? {
                known.of_dwelling.entry(row.dwelling_id).or_default().insert(row.owner_id);
            }
        }
        let here = || owner::Entity::find().filter(owner::Column::CommunityId.eq(community));
        let owners: HashSet<OwnerId> = known.of_dwelling.values().flatten().copied().collect();
        for owners in chunks(owners.into_iter().collect()) {
            known.add(here().filter(owner::Column::Id.is_in(owners)).all(conn).await?);
        }
        for numbers in chunks(numbers) {
            known.add(here().filter(owner::Column::IdNumberBlind.is_in(numbers)).all(conn).await?);
        }
        for names in chunks(names) {
            let rows = here().filter(owner::Column::NameBlind.is_in(names));
            known.add(rows.filter(owner::Column::Kind.ne(OwnerKind::Person)).all(conn).await?);
        }
        Ok(known)
    }

    fn add(&mut self, rows: Vec<owner::Model>) {
        for row in rows.into_iter().filter(|row| !self.rows.contains_key(&row.id)).collect::<Vec<_>>() {
            if let Some(number) = &row.id_number_blind {
                self.by_number.insert(number.clone(), row.id);
            }
            if row.kind != OwnerKind::Person {
                self.organisations.entry(row.name_blind.clone()).or_default().push(row.id);
            }
            self.rows.insert(row.id, row);
        }
    }

    /// The resident who is this owner: of the same name in a dwelling of theirs. Where both have
    /// a number, the numbers decide, whenever somebody asks.
    pub fn resident(&self, holder: &Holder<'_>) -> Option<ResidentId> {
        let same = |(_, dwelling): &(usize, DwellingId)| match self
            .living
            .get(&(*dwelling, holder.name.clone()))?
            .as_slice()
        {
            [one] if holder.number.is_none() || one.id_number_blind.is_none() => Some(one.id),
            _ => None,
        };
        holder.dwellings.iter().find_map(same).filter(|_| !holder.is_organisation())
    }

    /// The owners of this name of these dwellings, in the order in which they were entered.
    pub fn namesakes(&self, dwellings: impl Iterator<Item = DwellingId>, name: &str) -> Vec<&owner::Model> {
        let ids: HashSet<OwnerId> = dwellings.filter_map(|id| self.of_dwelling.get(&id)).flatten().copied().collect();
        let mut rows: Vec<&owner::Model> =
            ids.iter().filter_map(|id| self.rows.get(id)).filter(|row| row.name_blind == name).collect();
        rows.sort_unstable_by_key(|row| row.id);
        rows
    }
}

async fn living(
    conn: &impl ConnectionTrait,
    dwellings: Vec<DwellingId>,
) -> Result<HashMap<(DwellingId, String), Vec<Living>>> {
    let home =
        resident::Entity::belongs_to(household::Entity).from(resident::Column::HouseholdId).to(household::Column::Id);
    let home: RelationDef = home.into();
    let taken = owner::Entity::find().select_only().column(owner::Column::ResidentId);
    let taken = taken.filter(owner::Column::ResidentId.is_not_null()).into_query();
    let mut living: HashMap<_, Vec<Living>> = HashMap::new();
    for dwellings in chunks(dwellings) {
        let rows = resident::Entity::find()
            .select_only()
            .columns([resident::Column::Id, resident::Column::NameBlind, resident::Column::IdNumberBlind])
            .column(household::Column::DwellingId)
            .join(JoinType::InnerJoin, home.clone())
            .filter(household::Column::DwellingId.is_in(dwellings))
            .filter(resident::Column::MovedOutAt.is_null())
            .filter(resident::Column::Id.not_in_subquery(taken.clone()))
            .into_model::<Living>();
        for row in rows.all(conn).await? {
            living.entry((row.dwelling_id, row.name_blind.clone())).or_default().push(row);
        }
    }
    Ok(living)
}
