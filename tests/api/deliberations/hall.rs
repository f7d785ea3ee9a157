//! A building that votes, and the staff who keep the papers.

use entity::deliberations::{DeliberationStatus, ballot, ballot_conflict};
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use support::{Answer, Building, Deliberation, Grid, Person, TestApp, plan};

use crate::media::{photo, upload};

/// A building with people who vote and three of the staff.
pub struct Hall {
    pub grid: Grid,
    pub building: Building,
    pub author: Person,
    pub staff: Person,
    pub second: Person,
    pub third: Person,
    pub voters: Vec<Person>,
}

impl Hall {
    /// With so many voters beside the author and the three who second each matter.
    pub async fn new(app: &TestApp, voters: usize) -> Self {
        let grid = app.given_grid().await;
        let building = app.given_building(&grid).await;
        let author = app.resident_in(&building).await;
        let [staff, second, third] = [app.staff(&grid).await, app.staff(&grid).await, app.staff(&grid).await];
        let mut people = Vec::new();
        for _ in 0..voters {
            people.push(app.resident_in(&building).await);
        }
        Self { grid, building, author, staff, second, third, voters: people }
    }

    /// An open vote of residents.
    pub async fn vote(&self, app: &TestApp, more: Value) -> Deliberation {
        app.given_vote(&self.author, &self.building, &self.staff, more).await
    }

    /// An open vote of owners: whoever lives there owns the place.
    pub async fn owners_vote(&self, app: &TestApp, more: Value) -> Deliberation {
        let status = DeliberationStatus::Discussing;
        let matter = app.given_matter(&self.author, &self.building, &self.staff, status).await;
        app.given_owners(&self.building).await;
        let mut how = json!({"electorate": "owners", "rule": "cn-civil-code-278-ordinary"});
        how.as_object_mut().expect("no object").extend(more.as_object().expect("no object").clone());
        self.staff.moves_matter(&matter, "schedule", plan(app, &how)).await.expect(200);
        app.opens().await;
        matter
    }
}

/// The picture of a paper.
pub async fn scan(person: &Person) -> String {
    upload(person, &photo()).await.expect(201).id()
}

/// Enters what somebody reads on the voter's ballot, with a scan.
pub async fn reads(app: &TestApp, who: &Person, matter: &Deliberation, voter: &Person, kind: &str) -> Answer {
    let entry = app.seat(matter, voter).await;
    let scan = scan(who).await;
    let body = json!({"entryId": entry, "channel": "paper", "choice": {"kind": kind}, "mediaId": scan});
    who.post(matter.path("paper-ballots"), body).await
}

/// How many ballots and how many conflicts there are.
pub async fn on_record(app: &TestApp) -> (u64, u64) {
    let db = &app.kernel().db;
    let ballots = ballot::Entity::find().count(db).await.expect("ballots cannot be counted");
    let conflicts = ballot_conflict::Entity::find().count(db).await.expect("conflicts cannot be counted");
    (ballots, conflicts)
}

/// The one ballot that there is: its channel and what it says.
pub async fn only_ballot(app: &TestApp) -> (String, String) {
    let rows = ballot::Entity::find().all(&app.kernel().db).await.expect("ballots cannot be read");
    assert_eq!(rows.len(), 1);
    let content = rows[0].content.clone().expect("the ballot is empty");
    let content: Value = serde_json::from_str(&content).expect("the ballot is no JSON");
    (rows[0].channel.to_string(), content["choice"]["kind"].as_str().expect("no choice").to_owned())
}
