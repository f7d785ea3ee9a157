//! Volunteers, registered by the route that registers them.

use serde_json::{Value, json};

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
