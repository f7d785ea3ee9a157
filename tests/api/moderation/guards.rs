//! What must hold with many at once. Each test goes red without its guard, which it names.

use std::sync::Arc;

use api::app::App;
use entity::moderation::{content_report, content_review};
use futures_util::future::join_all;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::json;
use support::wechat::Endpoint;

use super::{Talk, only};

/// Guard: the review's row, locked while it is taken, and its version.
#[tokio::test]
async fn of_twenty_moderators_one_takes_a_review() {
    let talk = Talk::new().await;
    let review = talk.held().await;
    let path = format!("/moderation/reviews/{}/claim", review["id"].as_str().expect("no id"));
    let mut staff = Vec::new();
    for _ in 0..20 {
        staff.push(talk.scene.app.staff(&talk.scene.grid).await);
    }
    let standstill = talk.scene.app.standstill("content_review").await;
    let claims = join_all(staff.iter().map(|person| person.post(&path, json!({}))));
    let release = async {
        standstill.until_waiting(2).await;
        standstill.end().await;
    };
    let (answers, ()) = futures_util::join!(claims, release);
    let taken = answers.iter().filter(|answer| answer.status == 200).count();
    assert_eq!(taken, 1);
    assert!(answers.iter().all(|answer| answer.status == 200 || answer.refusal() == (409, "review_claimed")));
}

/// Guards: one review a thing, and one report a person and review, by unique indexes.
#[tokio::test]
async fn reports_at_once_make_one_review_and_one_report_a_person() {
    let talk = Talk::new().await;
    let said = talk.says("我家电话是多少你们都知道").await.id();
    talk.scene.app.drain().await;
    // Nobody has doubted it so far: as if it had been written before reviews were.
    content_review::Entity::delete_many().exec(&talk.scene.app.kernel().db).await.expect("not deleted");
    let mut people = vec![talk.reader.clone()];
    people.push(talk.scene.app.resident(&talk.scene.grid).await);
    let report = json!({ "kind": "deliberation_comment", "subjectId": said, "reason": "privacy" });
    let reports = people.iter().cycle().take(12).map(|person| person.post("/content-reports", report.clone()));
    let answers = join_all(reports).await;
    let made = answers.iter().filter(|answer| answer.status == 201).count();
    assert_eq!(made, 2);
    assert!(answers.iter().all(|answer| answer.status == 201 || answer.refusal() == (409, "already_exists")));
    let db = &talk.scene.app.kernel().db;
    assert_eq!(content_report::Entity::find().count(db).await.ok(), Some(2));
    assert_eq!(content_review::Entity::find().count(db).await.ok(), Some(1));
    assert_eq!(only(&talk.staff).await["reports"].as_array().map(Vec::len), Some(2));
}

/// Guard: the lease of what is being asked about, written before the call.
#[tokio::test]
async fn three_replicas_ask_wechat_once() {
    let talk = Talk::new().await;
    let replicas = [talk.scene.replica().await, talk.scene.replica().await];
    talk.says("位置最好离儿童乐园远一点").await;
    let work = async |app: Arc<App>| {
        api::moderation::check::work_once(&app.kernel, &app.wechat).await.expect("the step failed")
    };
    let all = [&talk.scene.app, &replicas[0], &replicas[1]];
    join_all(all.into_iter().cycle().take(9).map(|app| app.inside(work))).await;
    assert_eq!(talk.scene.wechat.asked(Endpoint::TextCheck), 1);
    assert_eq!(talk.read_by(&talk.reader).await.len(), 1);
}
