//! Who asks.

use entity::auth::ApiScope;
use support::Person;

use crate::walk::World;

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
}

impl Standing {
    /// All of them, in the order of the table's columns.
    pub const ALL: [Self; 14] = [
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
        }
    }
}
