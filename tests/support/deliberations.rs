//! Deliberations on their way, moved by the people whose moves they are.

use entity::deliberations::{DeliberationStatus, Outcome, deliberation};
use entity::ids::DeliberationId;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
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

impl Person {
    /// Casts a ballot.
    pub async fn votes(&self, matter: &Deliberation, choice: Value) -> Answer {
        self.post(matter.path("ballots"), json!({ "choice": choice })).await
    }
}

/// A motion of residents: open, unchangeable, by majority. `more` says what is otherwise.
pub fn plan(app: &TestApp, more: &Value) -> Value {
    let at = |hours| (app.now() + chrono::Duration::hours(hours)).to_rfc3339();
    let mut plan = json!({
        "question": "是否同意给本楼加装电梯？", "method": "motion", "electorate": "residents", "secrecy": "open",
        "rule": "residents-majority", "opensAt": at(1), "closesAt": at(49),
    });
    let fields = plan.as_object_mut().expect("the plan is no object");
    fields.extend(more.as_object().expect("no object").clone());
    plan
}

impl TestApp {
    /// A vote that is open: the matter of the author's building, with this plan.
    pub async fn given_vote(&self, author: &Person, building: &Building, staff: &Person, more: Value) -> Deliberation {
        let matter = self.given_matter(author, building, staff, DeliberationStatus::Discussing).await;
        staff.moves_matter(&matter, "schedule", plan(self, &more)).await.expect(200);
        self.opens().await;
        matter
    }

    /// Lets the author agree, and takes the vote as far as this state, as if all had agreed.
    pub async fn concludes(&self, matter: &Deliberation, author: &Person, staff: &Person, status: DeliberationStatus) {
        use DeliberationStatus::{Counted, Decided, Evaluating, Executing, Published};
        let way = [Counted, Published, Decided, Executing, Evaluating];
        let Some(steps) = way.iter().position(|step| *step == status) else { return };
        author.votes(matter, json!({"kind": "agree"})).await.expect(201);
        self.closes().await;
        self.changes_matter(matter, deliberation::Column::Outcome, Outcome::Adopted.as_str().into()).await;
        for step in &way[1..=steps] {
            match step {
                Decided => {
                    self.advance_days(7);
                    self.drain().await;
                }
                Evaluating => {
                    let until = self.now() + chrono::Duration::days(14);
                    self.changes_matter(matter, deliberation::Column::EvaluationUntil, until.into()).await;
                    self.changes_matter(matter, deliberation::Column::Status, Evaluating.as_str().into()).await;
                }
                step => {
                    let verb = if *step == Published { "publish" } else { "execute" };
                    staff.moves_matter(matter, verb, json!({})).await.expect(200);
                }
            }
        }
    }

    async fn changes_matter(&self, matter: &Deliberation, column: deliberation::Column, value: sea_orm::Value) {
        deliberation::Entity::update_many()
            .col_expr(column, Expr::value(value))
            .filter(deliberation::Column::Id.eq(matter.id))
            .exec(&self.kernel().db)
            .await
            .expect("the deliberation is not changed");
    }

    /// Lets the time come at which votes of [`plan`] open.
    pub async fn opens(&self) {
        self.advance(std::time::Duration::from_secs(60 * 60));
        self.drain().await;
    }

    /// Lets the time come at which votes of [`plan`] close.
    pub async fn closes(&self) {
        self.advance(std::time::Duration::from_secs(48 * 60 * 60));
        self.drain().await;
    }
}
