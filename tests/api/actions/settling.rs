//! After the shift: minutes approved by somebody else, no-shows and what is said against them.

use std::time::Duration;

use entity::actions::{SignupStatus, attendance};
use entity::ids::SignupId;
use sea_orm::EntityTrait;
use serde_json::json;
use support::{Action, Person, TestApp};

struct Day {
    app: TestApp,
    action: Action,
    staff: Person,
    leader: Person,
    signups: Vec<SignupId>,
    people: Vec<Person>,
}

/// A shift with its leader among the volunteers; it begins now.
async fn day() -> Day {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let (staff, leader) = (app.staff(&grid).await, app.given_volunteer(&grid).await);
    let action = app.given_action(&staff, 3, json!({"leaderAccountId": leader.account()})).await;
    let people = vec![app.given_volunteer(&grid).await, leader.clone()];
    let mut signups = Vec::new();
    for person in &people {
        signups.push(person.signs_up(&action).await.expect(201).signup());
    }
    app.advance_days(2);
    app.drain().await;
    Day { app, action, staff, leader, signups, people }
}

impl Day {
    async fn calls(&self, call: &str) {
        let lines: Vec<_> = self.signups.iter().map(|id| json!({"signupId": id, "call": call})).collect();
        self.leader.post(self.action.shift_path("roll-call"), json!({ "items": lines })).await.expect(200);
    }

    async fn passes(&self, minutes: u64) {
        self.app.advance(Duration::from_secs(minutes * 60));
        self.app.drain().await;
    }

    async fn status(&self, at: usize) -> SignupStatus {
        self.staff.signup(self.signups[at]).await.status
    }
}

#[tokio::test]
async fn minutes_are_approved_by_a_leader_but_not_the_own() {
    let day = day().await;
    day.calls("in").await;
    day.passes(40).await;
    day.calls("out").await;
    let [other, own] = [day.signups[0], day.signups[1]];
    assert_eq!(day.people[0].moves_signup(other, "approve", json!({})).await.refusal(), (403, "own_matter"));
    assert_eq!(day.leader.moves_signup(own, "approve", json!({})).await.refusal(), (403, "own_matter"));
    let bare = day.leader.moves_signup(other, "approve", json!({"addedMinutes": 20})).await;
    assert_eq!((bare.status, bare["/errors/0/pointer"].as_str()), (422, Some("/reason")));
    let by_hand = json!({"addedMinutes": 20, "reason": "会前布置场地"});
    let approved = day.leader.moves_signup(other, "approve", by_hand).await.expect(200);
    assert_eq!(approved["status"], "credited");
    let there = &approved["attendance"];
    assert_eq!((there["minutes"].as_i64(), there["addedMinutes"].as_i64()), (Some(40), Some(20)), "they stay apart");
    day.staff.moves_signup(own, "approve", json!({})).await.expect(200);
    let again = day.staff.moves_signup(own, "approve", json!({})).await;
    assert_eq!(again.refusal(), (409, "illegal_transition"));
    let rows = attendance::Entity::find().all(&day.app.kernel().db).await.expect("not read");
    assert!(rows.iter().all(|row| {
        row.approved_by.is_some_and(|by| day.people.iter().any(|one| one.account() == by) || by == day.staff.account())
    }));
    day.app.reconcile(day.action.role).await;
}

#[tokio::test]
async fn whoever_does_not_come_is_noted_and_can_appeal_once() {
    let day = day().await;
    day.passes(4 * 60).await;
    assert_eq!(day.status(0).await, SignupStatus::NoShow);
    let (one, id) = (&day.people[0], day.signups[0]);
    let told = one.get("/me/notifications").await.expect(200);
    assert_eq!(told["/items/0/titleZh"], "您被记为未到，可以申诉一次");
    let early = day.staff.moves_signup(id, "appeal/decision", json!({"reason": "x"})).await;
    assert_eq!(early.refusal(), (409, "illegal_transition"), "nobody has appealed");
    let text = json!({"text": "我在后门帮忙搬桌子，没有签到。"});
    one.moves_signup(id, "appeal", text.clone()).await.expect(200);
    assert_eq!(one.moves_signup(id, "appeal", text).await.refusal(), (409, "already_appealed_no_show"));
    day.app.drain().await;
    let told = day.leader.get("/me/notifications").await.expect(200);
    assert!(told.text().contains("有志愿者对“未到”提出申诉"));
    let at = |minutes| (day.app.now() - chrono::Duration::minutes(minutes)).to_rfc3339();
    let odd = json!({"from": at(240), "reason": "x"});
    assert_eq!(day.leader.moves_signup(id, "appeal/decision", odd).await.status, 422);
    let upheld = json!({"from": at(240), "until": at(180), "reason": "已向搬桌子的同伴核实"});
    let decided = day.leader.moves_signup(id, "appeal/decision", upheld).await.expect(200);
    assert_eq!(
        (decided["status"].as_str(), decided["/attendance/inEvidence"].as_str()),
        (Some("attended"), Some("roll_call"))
    );
    assert!(
        decided["/attendance/minutes"].as_i64().is_some_and(|minutes| (59..=60).contains(&minutes)),
        "{}",
        decided.text()
    );
    day.app.reconcile(day.action.role).await;
}

#[tokio::test]
async fn a_dismissed_appeal_stays_dismissed() {
    let day = day().await;
    let missing = json!({"items": [{"signupId": day.signups[0], "call": "missing"}]});
    day.leader.post(day.action.shift_path("roll-call"), missing).await.expect(200);
    let (one, id) = (&day.people[0], day.signups[0]);
    one.moves_signup(id, "appeal", json!({"text": "我来了"})).await.expect(200);
    let answer = json!({"reason": "领队和同伴都没有看到"});
    let decided = day.staff.moves_signup(id, "appeal/decision", answer.clone()).await.expect(200);
    assert_eq!(
        (decided["status"].as_str(), decided["appealAnswer"].as_str()),
        (Some("no_show"), Some("领队和同伴都没有看到"))
    );
    assert_eq!(day.staff.moves_signup(id, "appeal/decision", answer).await.refusal(), (409, "already_decided"));
}
