//! Places that a test starts from, written as rows.

use std::sync::atomic::{AtomicU32, Ordering};

use api::auth::Place;
use api::kernel::crypto::Field;
use chrono::{DateTime, Utc};
use entity::community::{
    DwellingKind, Governance, GridKind, building, community, compound, dwelling, grid, household, subdistrict,
};
use entity::ids::{BuildingId, CommunityId, CompoundId, DwellingId, GridId, HouseholdId, SubdistrictId};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelBehavior, ActiveModelTrait, EntityTrait, IntoActiveModel};

use crate::TestApp;

/// A community.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Community {
    /// Its id.
    pub id: CommunityId,
}

/// A grid of a community.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grid {
    /// Its id.
    pub id: GridId,
    /// The community.
    pub community: CommunityId,
}

/// A building within a grid and a compound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Building {
    /// Its id.
    pub id: BuildingId,
    /// The compound.
    pub compound: CompoundId,
    /// The grid.
    pub grid: GridId,
    /// The community.
    pub community: CommunityId,
}

/// A dwelling with one household.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Home {
    /// The household.
    pub household: HouseholdId,
    /// The dwelling.
    pub dwelling: DwellingId,
    /// Where it lies.
    pub place: Place,
}

/// Whatever lies in a community.
pub trait InCommunity {
    /// The community it lies in.
    fn community(&self) -> CommunityId;
}

impl InCommunity for CommunityId {
    fn community(&self) -> CommunityId {
        *self
    }
}

impl InCommunity for Community {
    fn community(&self) -> CommunityId {
        self.id
    }
}

impl InCommunity for Grid {
    fn community(&self) -> CommunityId {
        self.community
    }
}

impl InCommunity for Building {
    fn community(&self) -> CommunityId {
        self.community
    }
}

/// A number that nothing else in this process has.
pub(crate) fn serial() -> u32 {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

impl TestApp {
    /// The instant to write into rows.
    pub fn now(&self) -> DateTime<Utc> {
        self.kernel().clock.approximate()
    }

    /// Writes a row.
    ///
    /// # Panics
    /// When the database refuses it.
    pub async fn row<A>(&self, row: A) -> <A::Entity as EntityTrait>::Model
    where
        A: ActiveModelTrait + ActiveModelBehavior + Send,
        <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
    {
        row.insert(&self.kernel().db).await.expect("the row is refused")
    }

    /// The community that grids lie in unless a test says otherwise.
    pub async fn community(&self) -> Community {
        *self.home.get_or_init(|| self.given_community()).await
    }

    /// Another community, with the default wish categories.
    pub async fn given_community(&self) -> Community {
        let (now, serial) = (self.now(), serial());
        let subdistrict = SubdistrictId::new();
        self.row(subdistrict::ActiveModel {
            id: Set(subdistrict),
            name: Set(format!("街道{serial}")),
            created_at: Set(now),
        })
        .await;
        let id = CommunityId::new();
        self.row(community::ActiveModel {
            id: Set(id),
            subdistrict_id: Set(subdistrict),
            name: Set(format!("社区{serial}")),
            division_code: Set(format!("{:012}", 220_100_000_000 + u64::from(serial))),
            time_zone: Set("Asia/Shanghai".into()),
            claim_limit: Set(3),
            version: Set(1),
            created_at: Set(now),
            updated_at: Set(now),
            ..Default::default()
        })
        .await;
        self.given_categories(id).await;
        Community { id }
    }

    /// A grid of the usual community.
    pub async fn given_grid(&self) -> Grid {
        let community = self.community().await;
        self.given_grid_in(&community).await
    }

    /// A grid of that community.
    pub async fn given_grid_in(&self, community: &impl InCommunity) -> Grid {
        let (now, serial, id) = (self.now(), serial(), GridId::new());
        let community = community.community();
        self.row(grid::ActiveModel {
            id: Set(id),
            community_id: Set(community),
            code: Set(format!("220100000000{serial:03}")),
            name: Set(format!("第{serial}网格")),
            kind: Set(GridKind::Residential),
            sort: Set(i32::try_from(serial).unwrap_or_default()),
            version: Set(1),
            created_at: Set(now),
            updated_at: Set(now),
            ..Default::default()
        })
        .await;
        Grid { id, community }
    }

    /// A compound of that community.
    pub async fn given_compound(&self, community: &impl InCommunity) -> CompoundId {
        let (now, id) = (self.now(), CompoundId::new());
        self.row(compound::ActiveModel {
            id: Set(id),
            community_id: Set(community.community()),
            name: Set(format!("小区{}", serial())),
            governance: Set(Governance::OwnersCommittee),
            version: Set(1),
            created_at: Set(now),
            updated_at: Set(now),
        })
        .await;
        id
    }

    /// A building of that grid, in a compound of its own.
    pub async fn given_building(&self, grid: &Grid) -> Building {
        let compound = self.given_compound(grid).await;
        let (now, id) = (self.now(), BuildingId::new());
        self.row(building::ActiveModel {
            id: Set(id),
            community_id: Set(grid.community),
            compound_id: Set(Some(compound)),
            grid_id: Set(grid.id),
            name: Set(format!("{}号楼", serial())),
            version: Set(1),
            created_at: Set(now),
            updated_at: Set(now),
        })
        .await;
        Building { id, compound, grid: grid.id, community: grid.community }
    }

    /// A dwelling of that building, with one household that has nobody in it yet.
    pub async fn given_home(&self, building: &Building) -> Home {
        let (now, dwelling, household) = (self.now(), DwellingId::new(), HouseholdId::new());
        let door = serial().to_string();
        let vault = &self.kernel().vault;
        self.row(dwelling::ActiveModel {
            id: Set(dwelling),
            community_id: Set(building.community),
            building_id: Set(building.id),
            door_sealed: Set(vault.seal(Field::Door, &door).expect("the door is not sealed")),
            door_blind: Set(vault.blind(Field::Door, &door)),
            area_centi_m2: Set(Some(8_950)),
            kind: Set(DwellingKind::Residential),
            version: Set(1),
            created_at: Set(now),
            updated_at: Set(now),
            ..Default::default()
        })
        .await;
        self.row(household::ActiveModel {
            id: Set(household),
            community_id: Set(building.community),
            dwelling_id: Set(dwelling),
            version: Set(1),
            created_at: Set(now),
            updated_at: Set(now),
        })
        .await;
        let place = Place {
            community: building.community,
            grid: building.grid,
            compound: Some(building.compound),
            building: Some(building.id),
        };
        Home { household, dwelling, place }
    }
}
