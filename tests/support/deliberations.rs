//! Deliberations on their way, moved by the people whose moves they are.

use entity::deliberations::{DeliberationStatus, deliberation};
use entity::ids::DeliberationId;
use sea_orm::EntityTrait;
use serde_json::{Value, json};

use crate::{Answer, Building, Person, TestApp};

/// A deliberation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deliberation {
    /// Its id.
    pub id: DeliberationId,
}

impl Deliberation {
    /// Its address with a verb, such as `accept`; the deliberation itself with an empty one.
    pub fn path(&self, verb: &str) -> String {
        format!("/deliberations/{}/{verb}", self.id).trim_end_matches('/').to_owned()
    }
}

impl Person {
    /// Raises a matter of the own building.
    pub async fn proposes(&self, title: &str) -> Deliberation {
        let body = json!({"title": title, "body": "楼里老人多，上下楼不方便，想请大家商量。", "level": "building"});
        let answer = self.post("/deliberations", body).await.expect(201);
        Deliberation { id: answer.id().parse().expect("the id of the deliberation is no id") }
    }

    /// Tries a move on the deliberation as it is now. The version is added to `body`.
    pub async fn moves_matter(&self, matter: &Deliberation, verb: &str, mut body: Value) -> Answer {
        body["version"] = json!(self.version_of_matter(matter).await);
        self.post(matter.path(verb), body).await
    }

    /// The version of the deliberation as it is now, whether or not this person may see it.
    pub async fn version_of_matter(&self, matter: &Deliberation) -> i32 {
        let row = deliberation::Entity::find_by_id(matter.id).one(&self.app.kernel.db).await;
        row.expect("the deliberation cannot be read").expect("there is no such deliberation").version
    }
}

impl TestApp {
    /// A matter of the author's building, as far as this state; its neighbours second it.
    pub async fn given_matter(
        &self,
        author: &Person,
        building: &Building,
        staff: &Person,
        status: DeliberationStatus,
    ) -> Deliberation {
        let matter = author.proposes("给本楼加装电梯").await;
        if status == DeliberationStatus::Proposed {
            return matter;
        }
        for _ in 0..3 {
            let neighbour = self.resident_in(building).await;
            neighbour.post(matter.path("second"), json!({})).await.expect(200);
        }
        if status == DeliberationStatus::Discussing {
            staff.moves_matter(&matter, "accept", json!({})).await.expect(200);
        }
        matter
    }
}
