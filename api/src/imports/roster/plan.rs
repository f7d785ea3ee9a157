//! What an import would do: each row of the sheet beside what is known.

use std::collections::HashSet;

use entity::community::{building, compound, dwelling, household, resident, unit};
use entity::ids::CommunityId;
use sea_orm::ConnectionTrait;

use super::known::{self, Grids};
use super::places::Named;
use super::{Line, people};
use crate::error::Result;
use crate::imports::changes::Changes;
use crate::imports::fault::Fault;
use crate::imports::places::Places;
use crate::imports::view::Figures;
use crate::kernel::Vault;

/// What becomes of the roster.
#[derive(Debug, Default)]
pub struct Plan {
    /// 小区.
    pub compounds: Changes<compound::Entity>,
    /// 楼栋.
    pub buildings: Changes<building::Entity>,
    /// 单元.
    pub units: Changes<unit::Entity>,
    /// 房屋.
    pub dwellings: Changes<dwelling::Entity>,
    /// 户.
    pub households: Changes<household::Entity>,
    /// 居民.
    pub residents: Changes<resident::Entity>,
    /// What is wrong in view of what is known.
    pub faults: Vec<Fault>,
}

impl Plan {
    /// How many of each kind.
    pub fn figures(&self) -> Figures {
        Figures {
            compounds: self.compounds.figure(),
            buildings: self.buildings.figure(),
            units: self.units.figure(),
            dwellings: self.dwellings.figure(),
            households: self.households.figure(),
            residents: self.residents.figure(),
            ..Figures::default()
        }
    }
}

/// Compares a sheet with what the community has on record; writes nothing.
pub async fn plan(conn: &impl ConnectionTrait, vault: &Vault, community: CommunityId, lines: &[Line]) -> Result<Plan> {
    let mut plan = Plan::default();
    let grids = Grids::read(conn, community).await?;
    let named = Named::fold(vault, &grids, lines, &mut plan.faults);
    let places = Places::read(conn, community, named.buildings()).await?;
    let dwellings = named.compare(vault, &places, &mut plan)?;
    let known: HashSet<_> = places.dwellings.values().map(|row| row.id).collect();
    let known = dwellings.iter().flatten().copied().filter(|id| known.contains(id)).collect();
    let households = known::households(conn, known).await?;
    let mut crowd = people::Crowd::gather(vault, &named.people(lines), &dwellings, &households);
    let (numbers, homes) = crowd.wanted();
    let people = known::People::read(conn, community, homes, numbers).await?;
    crowd.compare(vault, &people, &mut plan)?;
    Ok(plan)
}
