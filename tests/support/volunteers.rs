//! Volunteers, registered by the route that registers them.

use api::kernel::db::{self, Cause};
use api::volunteers::service::credit::{self, Service, Source};
use entity::ids::PartnerId;
use entity::volunteers::ServiceKind;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{Answer, Grid, Person, TestApp};

/// What a grown-up says who registers; `more` stands above it.
pub fn registration(more: &Value) -> Value {
    let mut body = json!({
        "name": "王秀兰", "birthDate": "1988-03-08", "consentVersion": "2026-11", "skills": ["first_aid"],
        "gridIds": [], "times": [{"day": "saturday", "part": "morning"}], "honourRoll": true, "emergencyReady": true,
    });
    for (field, value) in more.as_object().into_iter().flatten() {
        body[field] = value.clone();
    }
    body
}

impl Person {
    /// Becomes a volunteer; the answer is the volunteer.
    pub async fn registers(&self, more: Value) -> Answer {
        self.post("/volunteers", registration(&more)).await
    }
}

impl TestApp {
    /// A verified resident of that grid who has registered as a volunteer, with the volunteer's id.
    pub async fn registered(&self, grid: &Grid) -> (Person, String) {
        let person = self.resident(grid).await;
        let volunteer = person.registers(json!({})).await.expect(201);
        (person, volunteer.id())
    }
}

impl TestApp {
    /// Credits measured minutes of patrol, as the room of actions does; ten points an hour.
    pub async fn credit_minutes(&self, grid: &Grid, volunteer: &str, minutes: i32) {
        self.credit_source(grid, volunteer, minutes, Uuid::now_v7()).await;
    }

    /// The same for this attendance.
    pub async fn credit_source(&self, grid: &Grid, volunteer: &str, minutes: i32, attendance: Uuid) {
        let service = Service {
            community: grid.community,
            volunteer: volunteer.parse().expect("the volunteer's id is none"),
            source: Source::Attendance(attendance),
            kind: ServiceKind::Patrol,
            minutes,
            added: 0,
            on: self.now(),
            by: None,
        };
        let credited = db::write(self.kernel(), Cause::system(), async |tx| credit::service(tx, service).await);
        credited.await.expect("it is not credited");
    }

    /// A reward at a partner of that community, with its partner.
    pub async fn given_reward(&self, grid: &Grid, staff: &Person, price: i64, stock: i32) -> (String, PartnerId) {
        let partner = self.given_partner(grid).await;
        let reward = json!({"partnerId": partner, "title": "理发一次", "price": price, "stock": stock, "active": true});
        (staff.post("/rewards", reward).await.expect(200).id(), partner)
    }
}
