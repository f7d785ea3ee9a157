//! The places: names and governance by the community's report of 2022, everything
//! smaller invented.

use chrono::{DateTime, Utc};
use entity::community::{
    DwellingKind, Governance, GridKind, PartnerKind, TeamKind, building, community, compound, dwelling, grid,
    household, partner, subdistrict, team, unit,
};
use entity::ids::{
    BuildingId, CommunityId, CompoundId, DwellingId, GridId, HouseholdId, PartnerId, SubdistrictId, TeamId, UnitId,
};
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait;

use crate::error::Result;
use crate::kernel::crypto::Field;
use crate::kernel::db::{Tx, chunks};
use crate::wishes::service::categories;

/// Households by the community's own report.
pub const HOUSEHOLDS: i32 = 2_524;

/// People by the community's own report.
pub const RESIDENTS: i32 = 5_646;

/// Grids: name, kind, centre (gcj02, micro-degrees, invented around the community's streets).
const GRIDS: [(&str, GridKind, i32, i32); 8] = [
    ("第一网格（通用宿舍）", GridKind::Residential, 43_881_900, 125_361_200),
    ("第二网格（吉祥苑）", GridKind::Residential, 43_880_700, 125_363_100),
    ("第三网格（宏胜花园）", GridKind::Residential, 43_879_600, 125_365_400),
    ("第四网格（工商、送变电）", GridKind::Residential, 43_878_400, 125_362_700),
    ("第五网格（民丰）", GridKind::Residential, 43_877_500, 125_366_300),
    ("第六网格（法院）", GridKind::Residential, 43_876_800, 125_363_900),
    ("第七网格（自由大路沿街）", GridKind::Public, 43_876_100, 125_365_000),
    ("第八网格（驻街单位）", GridKind::Public, 43_882_600, 125_364_300),
];

/// Compounds: name, governance, grid, buildings. Sixty buildings of forty-two dwellings each.
const COMPOUNDS: [(&str, Governance, usize, usize); 7] = [
    ("通用宿舍小区", Governance::OwnersCommittee, 0, 12),
    ("吉祥苑小区", Governance::OwnersCommittee, 1, 10),
    ("宏胜花园小区", Governance::OwnersCommittee, 2, 10),
    ("工商小区", Governance::PropertyCommittee, 3, 8),
    ("送变电小区", Governance::PropertyCommittee, 3, 4),
    ("民丰小区", Governance::SelfGovernanceGroup, 4, 10),
    ("法院小区", Governance::PropertyCommittee, 5, 6),
];

const PARTNERS: [(&str, PartnerKind); 6] = [
    ("二道区人民法院", PartnerKind::Government),
    ("长春市市场监督管理局二道分局", PartnerKind::Government),
    ("二道区住房保障和公共事业服务中心", PartnerKind::PublicInstitution),
    ("吉林钧力律师事务所", PartnerKind::SocialOrganisation),
    ("长春城开集团运营公司党支部", PartnerKind::Enterprise),
    ("长春市公安局监管支队第三监区党支部", PartnerKind::Government),
];

const TEAMS: [(&str, TeamKind); 4] = [
    ("民丰小区自治管理小组", TeamKind::SelfGovernanceGroup),
    ("红管家志愿队", TeamKind::RedStewards),
    ("安全隐患巡逻队", TeamKind::Patrol),
    ("社区第一党支部", TeamKind::PartyBranch),
];

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

/// Where a building is raised.
struct Site {
    community: CommunityId,
    compound: CompoundId,
    grid: usize,
    number: usize,
    last: bool,
}

/// Rows that wait to be inserted together.
#[derive(Default)]
struct Rows {
    buildings: Vec<building::ActiveModel>,
    units: Vec<unit::ActiveModel>,
    dwellings: Vec<dwelling::ActiveModel>,
    households: Vec<household::ActiveModel>,
}

impl Rows {
    /// A building of three units, seven floors and two doors a floor; the last one has two floors more.
    fn raise(&mut self, tx: &Tx<'_>, places: &mut Places, site: Site) -> Result<()> {
        let id = BuildingId::new();
        let grid = places.grids[site.grid];
        self.building(tx.now(), id, site.community, Some(site.compound), grid, format!("{}号楼", site.number));
        places.buildings.push((id, site.grid));
        for number in 1..=3 {
            let unit = self.unit(tx.now(), site.community, id, number);
            if places.homes.is_empty() {
                places.unit = unit;
            }
            let floors = if site.last && number == 3 { 9 } else { 7 };
            for (floor, door) in (1..=floors).flat_map(|floor| [(floor, 1), (floor, 2)]) {
                let door = format!("{floor}0{door}");
                // 54.36 m² to 98.36 m², the same for the same door.
                let area = 5_436 + i64::from(floor) * 400 + i64::from(number) * 150;
                let household = self.home(tx, site.community, (id, Some(unit)), &door, area)?;
                places.homes.push(Home { household, grid: site.grid });
            }
        }
        Ok(())
    }

    /// The one home of the other community.
    fn cottage(&mut self, tx: &Tx<'_>, places: &Places) -> Result<HouseholdId> {
        let id = BuildingId::new();
        self.building(tx.now(), id, places.other, None, places.other_grid, "1号楼".into());
        self.home(tx, places.other, (id, None), "101", 6_000)
    }

    fn building(
        &mut self,
        now: DateTime<Utc>,
        id: BuildingId,
        community: CommunityId,
        compound: Option<CompoundId>,
        grid: GridId,
        name: String,
    ) {
        self.buildings.push(building::ActiveModel {
            id: Set(id),
            community_id: Set(community),
            compound_id: Set(compound),
            grid_id: Set(grid),
            name: Set(name),
            version: Set(1),
            created_at: Set(now),
            updated_at: Set(now),
        });
    }

    fn unit(&mut self, now: DateTime<Utc>, community: CommunityId, building: BuildingId, number: i32) -> UnitId {
        let id = UnitId::new();
        self.units.push(unit::ActiveModel {
            id: Set(id),
            community_id: Set(community),
            building_id: Set(building),
            name: Set(format!("{number}单元")),
            version: Set(1),
            created_at: Set(now),
            updated_at: Set(now),
        });
        id
    }

    fn home(
        &mut self,
        tx: &Tx<'_>,
        community: CommunityId,
        (building, unit): (BuildingId, Option<UnitId>),
        door: &str,
        area: i64,
    ) -> Result<HouseholdId> {
        let (dwelling, household) = (DwellingId::new(), HouseholdId::new());
        self.dwellings.push(dwelling::ActiveModel {
            id: Set(dwelling),
            community_id: Set(community),
            building_id: Set(building),
            unit_id: Set(unit),
            door_sealed: Set(tx.vault().seal(Field::Door, door)?),
            door_blind: Set(tx.vault().blind(Field::Door, door)),
            area_centi_m2: Set(Some(area)),
            kind: Set(DwellingKind::Residential),
            version: Set(1),
            created_at: Set(tx.now()),
            updated_at: Set(tx.now()),
        });
        self.households.push(household::ActiveModel {
            id: Set(household),
            community_id: Set(community),
            dwelling_id: Set(dwelling),
            version: Set(1),
            created_at: Set(tx.now()),
            updated_at: Set(tx.now()),
        });
        Ok(household)
    }

    async fn insert(self, tx: &Tx<'_>) -> Result<()> {
        building::Entity::insert_many(self.buildings).exec_without_returning(tx).await?;
        unit::Entity::insert_many(self.units).exec_without_returning(tx).await?;
        for rows in chunks(self.dwellings) {
            dwelling::Entity::insert_many(rows).exec_without_returning(tx).await?;
        }
        for rows in chunks(self.households) {
            household::Entity::insert_many(rows).exec_without_returning(tx).await?;
        }
        Ok(())
    }
}
