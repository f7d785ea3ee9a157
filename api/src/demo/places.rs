//! The places: names and governance by the community's report of 2022, everything
//! smaller invented.

mod facts;
mod rows;

use entity::community::{Governance, GridKind, community, compound, grid, partner, subdistrict, team};
use entity::ids::{BuildingId, CommunityId, CompoundId, GridId, HouseholdId, PartnerId, SubdistrictId, TeamId, UnitId};
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait;

pub use facts::{HOUSEHOLDS, RESIDENTS};

use self::facts::{COMPOUNDS, GRIDS, PARTNERS, TEAMS};
use self::rows::{Rows, Site};
use crate::error::Result;
use crate::kernel::db::Tx;
use crate::wishes::service::categories;

/// A dwelling with the household in it, and where it lies.
#[derive(Clone, Copy)]
pub struct Home {
    /// Who lives there.
    pub household: HouseholdId,
    /// In which of the grids.
    pub grid: usize,
}

/// What was built.
pub struct Places {
    /// 吉通社区.
    pub community: CommunityId,
    /// Another community, small and invented, to show what neighbours may not see.
    pub other: CommunityId,
    /// The grids, in order.
    pub grids: Vec<GridId>,
    /// A grid of the other community.
    pub other_grid: GridId,
    /// A home in the other community.
    pub other_home: HouseholdId,
    /// The buildings, in order, with their grid.
    pub buildings: Vec<(BuildingId, usize)>,
    /// The first unit of all.
    pub unit: UnitId,
    /// The homes, in order.
    pub homes: Vec<Home>,
    /// The partner units, in order.
    pub partners: Vec<PartnerId>,
    /// The teams, in order.
    pub teams: Vec<TeamId>,
}

/// Builds everything.
pub async fn build(tx: &Tx<'_>) -> Result<Places> {
    let street = SubdistrictId::new();
    let row = subdistrict::ActiveModel { id: Set(street), name: Set("荣光街道".into()), created_at: Set(tx.now()) };
    subdistrict::Entity::insert(row).exec_without_returning(tx).await?;
    let home = found(tx, street, "吉通社区", "220105001001", Some((450_000, HOUSEHOLDS, RESIDENTS))).await?;
    let other = found(tx, street, "和顺社区（演示）", "220105001002", None).await?;
    let mut grids = Vec::new();
    for (index, (name, kind, lat, lng)) in GRIDS.into_iter().enumerate() {
        let code = format!("220105001001{:03}", index + 1);
        grids.push(lay(tx, home, code, name, kind, Some((lat, lng)), index).await?);
    }
    let mut places = Places {
        community: home,
        other,
        grids,
        other_grid: lay(tx, other, "220105001002001".into(), "第一网格", GridKind::Residential, None, 0).await?,
        other_home: HouseholdId::new(),
        buildings: Vec::new(),
        unit: UnitId::new(),
        homes: Vec::new(),
        partners: befriend(tx, home).await?,
        teams: gather(tx, home).await?,
    };
    let mut rows = Rows::default();
    for (name, governance, grid, count) in COMPOUNDS {
        let compound = enclose(tx, home, name, governance).await?;
        for number in 1..=count {
            let last = name == "法院小区" && number == count;
            rows.raise(tx, &mut places, Site { community: home, compound, grid, number, last })?;
        }
    }
    let other_home = rows.cottage(tx, &places)?;
    rows.insert(tx).await?;
    places.other_home = other_home;
    Ok(places)
}

async fn found(
    tx: &Tx<'_>,
    street: SubdistrictId,
    name: &str,
    code: &str,
    figures: Option<(i64, i32, i32)>,
) -> Result<CommunityId> {
    let id = CommunityId::new();
    let row = community::ActiveModel {
        id: Set(id),
        subdistrict_id: Set(street),
        name: Set(name.to_owned()),
        division_code: Set(code.to_owned()),
        time_zone: Set("Asia/Shanghai".into()),
        address: Set(None),
        area_m2: Set(figures.map(|(area, ..)| area)),
        households_published: Set(figures.map(|(_, households, _)| households)),
        residents_published: Set(figures.map(|(.., residents)| residents)),
        claim_limit: Set(3),
        // None: who tries the demo at night sees messages arrive as well.
        quiet_from: Set(0),
        quiet_until: Set(0),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    };
    community::Entity::insert(row).exec_without_returning(tx).await?;
    categories::seed(tx, id).await?;
    Ok(id)
}

async fn lay(
    tx: &Tx<'_>,
    community: CommunityId,
    code: String,
    name: &str,
    kind: GridKind,
    center: Option<(i32, i32)>,
    sort: usize,
) -> Result<GridId> {
    let id = GridId::new();
    let row = grid::ActiveModel {
        id: Set(id),
        community_id: Set(community),
        code: Set(code),
        name: Set(name.to_owned()),
        kind: Set(kind),
        center_lat: Set(center.map(|(lat, _)| lat)),
        center_lng: Set(center.map(|(_, lng)| lng)),
        sort: Set(i32::try_from(sort).unwrap_or(0)),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    };
    grid::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(id)
}

async fn enclose(tx: &Tx<'_>, community: CommunityId, name: &str, governance: Governance) -> Result<CompoundId> {
    let id = CompoundId::new();
    let row = compound::ActiveModel {
        id: Set(id),
        community_id: Set(community),
        name: Set(name.to_owned()),
        governance: Set(governance),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    };
    compound::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(id)
}

async fn befriend(tx: &Tx<'_>, community: CommunityId) -> Result<Vec<PartnerId>> {
    let ids: Vec<PartnerId> = PARTNERS.iter().map(|_| PartnerId::new()).collect();
    let rows = PARTNERS.iter().zip(&ids).map(|((name, kind), id)| partner::ActiveModel {
        id: Set(*id),
        community_id: Set(community),
        name: Set((*name).to_owned()),
        kind: Set(*kind),
        contact_sealed: Set(None),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    });
    partner::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(ids)
}

async fn gather(tx: &Tx<'_>, community: CommunityId) -> Result<Vec<TeamId>> {
    let ids: Vec<TeamId> = TEAMS.iter().map(|_| TeamId::new()).collect();
    let rows = TEAMS.iter().zip(&ids).map(|((name, kind), id)| team::ActiveModel {
        id: Set(*id),
        community_id: Set(community),
        name: Set((*name).to_owned()),
        kind: Set(*kind),
        leader_account_id: Set(None),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    });
    team::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(ids)
}
