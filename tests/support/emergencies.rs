//! Emergencies with volunteers who may be called up, and posts for them.

use chrono::Duration;
use entity::emergencies::call_up_answer;
use entity::ids::EmergencyId;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};

use crate::{Action, Answer, Grid, Person, TestApp};

/// An emergency, or a drill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Emergency {
    /// Its id.
    pub id: EmergencyId,
}

impl Emergency {
    /// Its address with what follows; the emergency itself with nothing.
    pub fn path(&self, what: &str) -> String {
        format!("/emergencies/{}/{what}", self.id).trim_end_matches('/').to_owned()
    }
}

/// What an admin says who opens one.
pub fn opening(kind: &str, grids: &[&Grid]) -> Value {
    let grids: Vec<_> = grids.iter().map(|grid| grid.id).collect();
    json!({
        "kind": kind, "title": "暴雨内涝", "message": "请不要外出，需要帮助请提交紧急心愿。",
        "reason": "气象台发布暴雨红色预警", "gridIds": grids,
    })
}

/// What a leader says who puts a post up; its shift begins in so many hours and lasts so many.
pub fn posts(app: &TestApp, grid: &Grid, (after, long): (i64, i64), capacity: i32) -> Value {
    let at = |hours| (app.now() + Duration::hours(hours)).to_rfc3339();
    json!({
        "post": "checkpoint", "title": "东门值守", "description": "登记进出，劝导居民。", "place": "东门",
        "gridId": grid.id,
        "shifts": [{"startsAt": at(after), "endsAt": at(after + long), "roles": [{"name": "值守", "capacity": capacity}]}],
    })
}

impl TestApp {
    /// An emergency of this kind that is open for these grids.
    pub async fn given_emergency(&self, admin: &Person, kind: &str, grids: &[&Grid]) -> Emergency {
        let opened = admin.post("/emergencies", opening(kind, grids)).await.expect(201);
        Emergency { id: opened.id().parse().expect("no id") }
    }

    /// A volunteer who serves that grid and may be called up, with the volunteer's id.
    pub async fn given_ready(&self, grid: &Grid, skills: &[&str]) -> (Person, String) {
        let person = self.resident(grid).await;
        let registered = person.registers(json!({"gridIds": [grid.id], "skills": skills})).await.expect(201);
        (person, registered.id())
    }

    /// The same, called up and willing.
    pub async fn given_willing(&self, leader: &Person, emergency: &Emergency, grid: &Grid) -> (Person, String) {
        let (person, volunteer) = self.given_ready(grid, &["first_aid"]).await;
        leader.calls_up(emergency, json!({})).await.expect(201);
        person.answers(emergency, "can").await.expect(200);
        (person, volunteer)
    }

    /// Who was called up, in the order of the calls.
    pub async fn called_up(&self, emergency: &Emergency) -> Vec<call_up_answer::Model> {
        let rows = call_up_answer::Entity::find().filter(call_up_answer::Column::EmergencyId.eq(emergency.id));
        let rows = rows.order_by_asc(call_up_answer::Column::Id).all(&self.kernel().db).await;
        rows.expect("answers cannot be read")
    }
}

impl Person {
    /// Calls volunteers up; `more` says which.
    pub async fn calls_up(&self, emergency: &Emergency, more: Value) -> Answer {
        let mut body = json!({"message": "请到社区集合"});
        for (field, value) in more.as_object().into_iter().flatten() {
            body[field] = value.clone();
        }
        self.post(emergency.path("call-ups"), body).await
    }

    /// Answers as things are now.
    pub async fn answers(&self, emergency: &Emergency, reply: &str) -> Answer {
        let own = self.get("/me/call-ups").await.expect(200);
        let about = |item: &&Value| item["emergencyId"] == json!(emergency.id);
        let version = own.items().iter().find(about).map_or(json!(1), |item| item["version"].clone());
        let mut body = json!({"version": version, "reply": reply});
        if reply == "later" {
            let later = self.app.kernel.clock.approximate() + Duration::hours(6);
            body["laterAt"] = json!(later.to_rfc3339());
        }
        self.put(emergency.path("answer"), body).await
    }

    /// Puts a post up that begins in an hour and lasts two.
    pub async fn puts_up(&self, app: &TestApp, emergency: &Emergency, grid: &Grid, capacity: i32) -> Action {
        Action::of(&self.post(emergency.path("rosters"), posts(app, grid, (1, 2), capacity)).await.expect(201))
    }

    /// Puts that volunteer on duty.
    pub async fn assigns(&self, emergency: &Emergency, action: &Action, volunteer: &str) -> Answer {
        let body = json!({"volunteerId": volunteer, "actionId": action.id, "shiftId": action.shift});
        self.post(emergency.path("assignments"), body).await
    }

    /// Closes it as it is now.
    pub async fn closes(&self, emergency: &Emergency, call_off: bool) -> Answer {
        let body = json!({"version": 1, "summary": "水已退去，全部恢复。", "callOff": call_off});
        self.post(emergency.path("close"), body).await
    }
}
