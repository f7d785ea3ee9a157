//! What an import of owners would do: each owner of the sheet beside the register.

use std::collections::{HashMap, HashSet};

use entity::community::owner;
use entity::deliberations::OwnerKind;
use entity::ids::{CommunityId, DwellingId, OwnerId, ResidentId};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ConnectionTrait};

use super::Line;
use super::holders::{Holder, Holders, Key};
use super::known::Known;
use crate::error::{Code, Result};
use crate::imports::changes::Changes;
use crate::imports::column::Column;
use crate::imports::fault::Fault;
use crate::imports::places::Places;
use crate::imports::view::{Figure, Figures};
use crate::kernel::Vault;
use crate::kernel::crypto::Field;

/// What becomes of the register.
#[derive(Debug, Default)]
pub struct Plan {
    /// 业主.
    pub owners: Changes<owner::Entity>,
    /// Who owns what from now on.
    pub begun: Vec<(OwnerId, DwellingId)>,
    /// Who owns what no more.
    pub ended: Vec<(OwnerId, DwellingId)>,
    /// Who owns what as before.
    pub unchanged: u64,
    /// What is wrong in view of what is known.
    pub faults: Vec<Fault>,
}

impl Plan {
    /// How many of each kind.
    pub fn figures(&self) -> Figures {
        let (created, changed) = (self.begun.len() as u64, self.ended.len() as u64);
        Figures {
            owners: self.owners.figure(),
            ownerships: Figure { created, changed, unchanged: self.unchanged },
            ..Figures::default()
        }
    }
}

/// Compares a sheet with the register; writes nothing.
pub async fn plan(conn: &impl ConnectionTrait, vault: &Vault, community: CommunityId, lines: &[Line]) -> Result<Plan> {
    let mut plan = Plan::default();
    let named = lines.iter().filter_map(|line| line.place.as_ref());
    let named: HashSet<_> = named.map(|place| (place.compound.as_deref(), place.building.as_str())).collect();
    let places = Places::read(conn, community, named.into_iter()).await?;
    let holders = Holders::gather(vault, &places, lines, &mut plan.faults);
    let known = Known::read(conn, community, holders.wanted()).await?;
    let mut owners = Owners::default();
    for (key, holder) in &holders.all {
        match find(key, holder, &known, &owners) {
            Ok(found) => owners.settle(vault, holder, found, &known)?,
            Err(fault) => plan.faults.push(fault),
        }
    }
    owners.shares(&known, &mut plan);
    Ok(plan)
}

/// Who an owner in the sheet is on record; nobody yet when there is none.
fn find<'k>(
    key: &Key,
    holder: &Holder<'_>,
    known: &'k Known,
    settled: &Owners,
) -> Result<Option<&'k owner::Model>, Fault> {
    let mut here = known.namesakes(holder.dwellings.iter().map(|(_, id)| *id), &holder.name);
    if let Key::Number(number) = key {
        if let Some(row) = known.by_number.get(number).and_then(|id| known.rows.get(id)) {
            return Ok(Some(row));
        }
        if !here.is_empty() && here.iter().all(|row| row.id_number_blind.is_some()) {
            return Err(Fault::new(holder.row, Column::OwnerNumber, Code::IdNumberDiffers));
        }
        // One record of this name without a number becomes this owner, unless it has become a namesake.
        here.retain(|row| row.id_number_blind.is_none() && !settled.known.contains_key(&row.id));
        here.truncate(1);
    }
    if here.is_empty() && holder.is_organisation() {
        let named = known.organisations.get(&holder.name).into_iter().flatten().filter_map(|id| known.rows.get(id));
        here = named.filter(|row| holder.number.is_none() || row.id_number_blind.is_none()).collect();
    }
    match here.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some(one)),
        _ => Err(Fault::new(holder.row, Column::OwnerName, Code::AmbiguousPerson)),
    }
}

/// The owners of the sheet as they will be on record.
#[derive(Debug, Default)]
struct Owners {
    known: HashMap<OwnerId, owner::ActiveModel>,
    created: Vec<(OwnerId, owner::ActiveModel)>,
    residents: HashSet<ResidentId>,
    of_dwelling: HashMap<DwellingId, HashSet<OwnerId>>,
}

impl Owners {
    fn settle(
        &mut self,
        vault: &Vault,
        holder: &Holder<'_>,
        found: Option<&owner::Model>,
        known: &Known,
    ) -> Result<()> {
        let id = match found {
            Some(row) => {
                let fields = self.known.entry(row.id).or_default();
                news(vault, holder, row, fields)?;
                row.id
            }
            None => {
                let id = OwnerId::new();
                let resident = known.resident(holder).filter(|resident| self.residents.insert(*resident));
                self.created.push((id, newcomer(vault, holder, resident)?));
                id
            }
        };
        for (_, dwelling) in &holder.dwellings {
            self.of_dwelling.entry(*dwelling).or_default().insert(id);
        }
        Ok(())
    }

    /// Who gains and who loses a dwelling. That makes another record of an owner who is known:
    /// whoever has seen the record before has not seen these dwellings.
    fn shares(mut self, known: &Known, plan: &mut Plan) {
        for (dwelling, wanted) in &self.of_dwelling {
            let there = known.of_dwelling.get(dwelling).cloned().unwrap_or_default();
            plan.begun.extend(wanted.difference(&there).map(|owner| (*owner, *dwelling)));
            plan.ended.extend(there.difference(wanted).map(|owner| (*owner, *dwelling)));
            plan.unchanged += wanted.intersection(&there).count() as u64;
        }
        plan.begun.sort_unstable();
        plan.ended.sort_unstable();
        let moved: HashSet<OwnerId> = plan.begun.iter().chain(&plan.ended).map(|(owner, _)| *owner).collect();
        for owner in &moved {
            if known.rows.contains_key(owner) {
                self.known.entry(*owner).or_default();
            }
        }
        for (id, fields) in self.known {
            match known.rows.get(&id) {
                Some(row) if moved.contains(&id) || fields.is_changed() => {
                    plan.owners.changed.push((row.clone(), fields))
                }
                _ => plan.owners.unchanged += 1,
            }
        }
        plan.owners.changed.sort_unstable_by_key(|(row, _)| row.id);
        plan.owners.created = self.created;
    }
}

/// What the sheet says otherwise than the record.
fn news(vault: &Vault, holder: &Holder<'_>, row: &owner::Model, fields: &mut owner::ActiveModel) -> Result<()> {
    if row.name_blind != holder.name {
        fields.name_sealed = Set(vault.seal(Field::Name, &holder.owner.name)?);
        fields.name_blind = Set(holder.name.clone());
    }
    if let Some(kind) = holder.kind.filter(|kind| row.kind != *kind) {
        fields.kind = Set(kind);
    }
    if holder.number.is_some() && row.id_number_blind != holder.number {
        number(vault, holder, fields)?;
    }
    Ok(())
}

fn newcomer(vault: &Vault, holder: &Holder<'_>, resident: Option<ResidentId>) -> Result<owner::ActiveModel> {
    let by_number = holder.owner.number.as_ref().map(|number| match number.fits(OwnerKind::Person) {
        true => OwnerKind::Person,
        false => OwnerKind::Organisation,
    });
    let kind = holder.kind.or(by_number).unwrap_or(OwnerKind::Person);
    let mut fields = owner::ActiveModel {
        kind: Set(kind),
        name_sealed: Set(vault.seal(Field::Name, &holder.owner.name)?),
        name_blind: Set(holder.name.clone()),
        resident_id: Set(resident.filter(|_| kind == OwnerKind::Person)),
        account_id: Set(None),
        ..Default::default()
    };
    number(vault, holder, &mut fields)?;
    Ok(fields)
}

fn number(vault: &Vault, holder: &Holder<'_>, fields: &mut owner::ActiveModel) -> Result<()> {
    fields.id_number_sealed = Set(holder.digits.map(|digits| vault.seal(Field::IdNumber, digits)).transpose()?);
    fields.id_number_blind = Set(holder.number.clone());
    Ok(())
}
