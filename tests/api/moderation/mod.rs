//! Content safety: what others will see is looked at first.

mod actions;
mod appeals;
mod guards;
mod lists;
mod person;
mod pictures;
mod queue;
mod reasons;
mod reports;
mod texts;
mod wishes;

use entity::deliberations::{DeliberationStatus, deliberation};
use entity::ids::DeliberationId;
use sea_orm::EntityTrait;
use sea_orm::sea_query::Expr;
use serde_json::{Value, json};
use support::{Answer, Person};

use crate::wechat::Scene;

/// What the list that siwei brings along stops.
const LISTED: &str = "谁要刷单返利，找我";

/// What WeChat here finds doubtful.
const DOUBTFUL: &str = "这样说好像不妥【可疑】";

/// A matter that is being talked over, somebody of the staff who moderates, a resident who speaks and one who reads.
struct Talk {
    scene: Scene,
    staff: Person,
    speaker: Person,
    reader: Person,
    path: String,
}

impl Talk {
    async fn new() -> Self {
        let scene = Scene::new().await;
        let staff = scene.app.staff(&scene.grid).await;
        let (speaker, _) = scene.wechatter().await;
        let reader = scene.app.resident(&scene.grid).await;
        let matter = json!({ "title": "给社区加装充电桩", "body": "请大家商量位置。", "level": "community" });
        let id = staff.post("/deliberations", matter).await.expect(201).id();
        let talked_over = deliberation::Entity::update_many()
            .col_expr(deliberation::Column::Status, Expr::value(DeliberationStatus::Discussing));
        talked_over.exec(&scene.app.kernel().db).await.expect("the matter is not talked over");
        let id: DeliberationId = id.parse().expect("no id");
        Self { scene, staff, speaker, reader, path: format!("/deliberations/{id}/comments") }
    }

    async fn says(&self, text: &str) -> Answer {
        self.speaker.post(&self.path, json!({ "text": text })).await.expect(201)
    }

    /// What this person reads.
    async fn read_by(&self, person: &Person) -> Vec<Value> {
        person.get(&self.path).await.expect(200).items().to_vec()
    }

    /// Says something that waits for a person; the review.
    async fn held(&self) -> Value {
        self.says(LISTED).await;
        only(&self.staff).await
    }

    /// The staff member takes a review and decides.
    async fn decides(&self, staff: &Person, review: &Value, decision: Value) -> Answer {
        let id = review["id"].as_str().expect("no id");
        let claimed = staff.post(format!("/moderation/reviews/{id}/claim"), json!({})).await.expect(200);
        let mut body = decision;
        body["version"] = json!(claimed.version());
        staff.post(format!("/moderation/reviews/{id}/decide"), body).await
    }
}

/// The only review that waits.
async fn only(staff: &Person) -> Value {
    let items = staff.get("/moderation/reviews").await.expect(200).items().to_vec();
    assert_eq!(items.len(), 1, "{items:?}");
    items[0].clone()
}

/// How the only thing stands that this person is told about.
async fn told(person: &Person) -> Value {
    let items = person.get("/me/content-reviews").await.expect(200).items().to_vec();
    assert_eq!(items.len(), 1, "{items:?}");
    items[0].clone()
}

/// The titles in somebody's inbox, newest first.
async fn inbox(person: &Person) -> Vec<String> {
    let items = person.get("/me/notifications").await.expect(200).items().to_vec();
    items.iter().map(|item| item["titleZh"].as_str().expect("no title").to_owned()).collect()
}

fn pass() -> Value {
    json!({ "decision": "pass" })
}

fn refuse() -> Value {
    json!({ "decision": "refuse", "reason": "请不要发广告" })
}
