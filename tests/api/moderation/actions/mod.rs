//! Actions: those of grid leaders, teams and partner units are looked at before they can be published.

mod drafts;
mod others;
mod series;

use serde_json::{Value, json};
use support::{Action, Answer, Person, content};

use crate::wechat::Scene;

/// A grid leader with the mini-program, and somebody of the staff who moderates.
struct Lead {
    scene: Scene,
    leader: Person,
    staff: Person,
}

impl Lead {
    async fn new() -> Self {
        let scene = Scene::new().await;
        let leader = scene.app.grid_leader(&scene.grid).await;
        scene.binds(&leader).await;
        let staff = scene.app.staff(&scene.grid).await;
        Self { scene, leader, staff }
    }

    /// What the leader says about an action of the grid.
    fn content(&self, more: &Value) -> Value {
        let mut content = content(&self.scene.app, 5, &json!({ "gridId": self.scene.grid.id }));
        content.as_object_mut().expect("no object").extend(more.as_object().expect("no object").clone());
        content
    }

    /// A draft of the leader's.
    async fn drafts(&self, more: Value) -> Answer {
        let body = json!({ "hostKind": "community", "content": self.content(&more) });
        self.leader.post("/actions", body).await.expect(201)
    }

    /// An action of the leader's that everybody sees.
    async fn published(&self, title: &str) -> Action {
        let action = Action::of(&self.drafts(json!({ "title": title })).await);
        self.scene.app.drain().await;
        self.leader.moves_action(&action, "publish", json!({})).await.expect(200);
        action
    }

    /// Drafts of the leader's for so many days, one after the other.
    async fn series(&self, title: &str, days: u32) -> Answer {
        let recurrence = json!({ "rrule": format!("FREQ=DAILY;COUNT={days}"), "holidays": "keep" });
        let content = self.content(&json!({ "title": title }));
        let body = json!({ "hostKind": "community", "content": content, "recurrence": recurrence });
        self.leader.post("/action-series", body).await.expect(201)
    }

    /// Puts this one, or with `/following` all behind it, too, differently.
    async fn retitles(&self, id: &str, what: &str, title: &str) -> Answer {
        let version = self.leader.get(format!("/actions/{id}")).await.expect(200).version();
        let content = self.content(&json!({ "title": title, "shifts": null }));
        self.leader.put(format!("/actions/{id}{what}"), json!({ "version": version, "content": content })).await
    }

    /// The titles that everybody sees.
    async fn calendar(&self) -> Vec<String> {
        let path = format!("/communities/{}/actions", self.scene.grid.community);
        let items = self.scene.app.anonymous().get(path).await.expect(200).items().to_vec();
        items.iter().map(|item| item["title"].as_str().expect("no title").to_owned()).collect()
    }

    /// How many days of a series others may see.
    async fn seen_of(&self, series: &str) -> usize {
        let answer = self.scene.app.anonymous().get(format!("/action-series/{series}")).await;
        if answer.status == 200 { answer["days"].as_array().expect("no days").len() } else { 0 }
    }

    /// A moderator decides about a review.
    async fn decides(&self, review: &Value, mut decision: Value) {
        let path = format!("/moderation/reviews/{}", review["id"].as_str().expect("no id"));
        let claimed = self.staff.post(format!("{path}/claim"), json!({})).await.expect(200);
        decision["version"] = json!(claimed.version());
        self.staff.post(format!("{path}/decide"), decision).await.expect(200);
    }
}

fn action_of(series: &Answer, day: usize) -> String {
    series.string(&format!("/days/{day}/action/id"))
}
