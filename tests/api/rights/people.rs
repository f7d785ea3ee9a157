//! Who asks.

use std::str::FromStr;

use entity::auth::{ApiScope, Role, ScopeKind};
use entity::community::dwelling;
use entity::ids::{BuildingId, DwellingId, UnitId};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;
use support::Person;
use uuid::Uuid;

use crate::walk::World;

/// The id of a thing of this world.
fn id<T: FromStr>(world: &World, name: &str) -> T {
    world.id(name).and_then(|id| id.parse().ok()).unwrap_or_else(|| panic!("the world has no {name}"))
}

async fn chief(world: &World, role: Role, kind: ScopeKind, scope: Uuid) -> Person {
    let chief = world.app.member(&world.grid).await;
    world.app.grant(&chief, role, kind, scope).await;
    chief
}

/// A unit of the building in which the home lies.
async fn unit(world: &World) -> UnitId {
    let building: BuildingId = id(world, "buildingId");
    let unit: UnitId = match world.id("unitId") {
        Some(unit) => unit.parse().expect("the unit's id is none"),
        None => {
            let unit = world.cast.staff.post("/units", json!({"buildingId": building, "name": "9单元"})).await;
            unit.expect(201).id().parse().expect("the unit's id is none")
        }
    };
    let home: DwellingId = id(world, "dwellingId");
    let moved = dwelling::Entity::update_many()
        .col_expr(dwelling::Column::UnitId, Expr::value(unit))
        .filter(dwelling::Column::Id.eq(home));
    moved.exec(&world.app.kernel().db).await.expect("the dwelling is not moved");
    unit
}

/// What somebody is to the thing that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Without a token.
    Nobody,
    /// Signed in, but verified nowhere.
    Newcomer,
    /// The resident whose thing it is.
    Owner,
    /// A resident of the same grid.
    Resident,
    /// A resident of another grid of the community.
    OtherGrid,
    /// A resident of another community.
    OtherCommunity,
    /// A volunteer of the community who has nothing to do with it.
    Volunteer,
    /// The volunteer who holds the live claim, where there is one.
    Helper,
    /// The leader of the grid.
    Leader,
    /// The leader of another grid of the community.
    OtherLeader,
    /// Works for the community.
    Staff,
    /// Works for another community.
    OtherStaff,
    /// Runs the community.
    Admin,
    /// A third party's program with every scope.
    Client,
    /// The chief of the building.
    BuildingChief,
    /// The chief of a unit of the building.
    UnitChief,
    /// Runs the whole platform.
    PlatformAdmin,
}

impl Standing {
    /// Those of `table.csv`, in the order of its columns.
    pub const TABLE: [Self; 14] = [
        Self::Nobody,
        Self::Newcomer,
        Self::Owner,
        Self::Resident,
        Self::OtherGrid,
        Self::OtherCommunity,
        Self::Volunteer,
        Self::Helper,
        Self::Leader,
        Self::OtherLeader,
        Self::Staff,
        Self::OtherStaff,
        Self::Admin,
        Self::Client,
    ];

    /// Those of `few.csv`, in the order of its columns.
    pub const FEW: [Self; 3] = [Self::BuildingChief, Self::UnitChief, Self::PlatformAdmin];

    /// Somebody of this standing.
    pub async fn person(self, world: &World) -> Person {
        let app = &world.app;
        match self {
            Self::Nobody => app.anonymous(),
            Self::Newcomer => app.newcomer().await,
            Self::Owner => world.cast.author.clone(),
            Self::Resident => app.resident(&world.grid).await,
            Self::OtherGrid => app.resident(&app.given_grid_in(&world.grid).await).await,
            Self::OtherCommunity => app.resident(&app.given_grid().await).await,
            Self::Volunteer => app.volunteer(&world.grid).await,
            Self::Helper => world.cast.helper.clone(),
            Self::Leader => world.cast.leader.clone(),
            Self::OtherLeader => app.grid_leader(&app.given_grid_in(&world.grid).await).await,
            Self::Staff => world.cast.staff.clone(),
            Self::OtherStaff => app.staff(&app.given_grid().await).await,
            Self::Admin => world.admin.clone(),
            Self::Client => app.api_client(&world.grid, ApiScope::ALL).await,
            Self::BuildingChief => {
                let building: BuildingId = id(world, "buildingId");
                chief(world, Role::BuildingChief, ScopeKind::Building, building.into()).await
            }
            Self::UnitChief => chief(world, Role::UnitChief, ScopeKind::Unit, unit(world).await.into()).await,
            Self::PlatformAdmin => app.platform_admin().await,
        }
    }
}
