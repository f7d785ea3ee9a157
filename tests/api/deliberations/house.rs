//! A building with people who vote: what tests of votes begin with.

use entity::deliberations::DeliberationStatus;
use serde_json::{Value, json};
use support::{Answer, Building, Deliberation, Grid, Person, TestApp};

/// A building with people who vote.
pub struct House {
    /// Its grid.
    pub grid: Grid,
    /// The building.
    pub building: Building,
    /// Who raises matters.
    pub author: Person,
    /// Works for the community.
    pub staff: Person,
    /// Who lives there, too.
    pub voters: Vec<Person>,
}

/// Neighbours who second the matter live there too: three of them, beside the author.
pub async fn house(app: &TestApp, voters: usize) -> House {
    let grid = app.given_grid().await;
    let building = app.given_building(&grid).await;
    let (author, staff) = (app.resident_in(&building).await, app.staff(&grid).await);
    let mut people = Vec::new();
    for _ in 0..voters {
        people.push(app.resident_in(&building).await);
    }
    House { grid, building, author, staff, voters: people }
}

impl House {
    /// A vote that is open, with this plan.
    pub async fn vote(&self, app: &TestApp, more: Value) -> Deliberation {
        app.given_vote(&self.author, &self.building, &self.staff, more).await
    }

    /// A matter that is talked over.
    pub async fn discussed(&self, app: &TestApp) -> Deliberation {
        app.given_matter(&self.author, &self.building, &self.staff, DeliberationStatus::Discussing).await
    }
}

/// The matter as somebody sees it.
pub async fn shown(who: &Person, matter: &Deliberation) -> Answer {
    who.get(matter.path("")).await.expect(200)
}

/// A ballot.
pub fn agree() -> Value {
    json!({"kind": "agree"})
}

/// A ballot.
pub fn against() -> Value {
    json!({"kind": "against"})
}
