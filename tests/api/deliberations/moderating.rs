//! What is said about a matter is moderated with a reason, and its author is told.

use entity::deliberations::{DeliberationStatus, deliberation_comment};
use entity::kernel::event;
use futures_util::future::join_all;
use sea_orm::prelude::*;
use serde_json::json;
use support::{Answer, Person, TestApp};

use super::comments::talk;

#[tokio::test]
async fn what_is_hidden_keeps_its_place_and_its_author_still_reads_it() {
    let app = TestApp::spawn().await;
    let talk = talk(&app).await;
    let (rude, other) = (app.resident_in(&talk.building).await, app.resident_in(&talk.building).await);
    let id = talk.says(&rude, "你们都是骗子").await.expect(201).id();
    talk.says(&other, "请好好说话").await.expect(201);

    let leader = app.grid_leader(&talk.grid).await;
    for person in [&rude, &other, &talk.author, &leader] {
        assert_eq!(talk.hides(person, &id, 1, "不文明").await.refusal(), (403, "forbidden"));
    }
    let hidden = talk.hides(&talk.staff, &id, 1, "人身攻击").await.expect(200);
    assert_eq!((hidden.version(), hidden.string("hiddenReason")), (2, "人身攻击".into()));
    assert_eq!(hidden["allowedActions"], json!(["restore"]));

    let texts = async |person: &Person| {
        let seen = talk.seen_by(person).await;
        (seen.len(), seen[0]["text"].as_str().map(str::to_owned), seen[0]["hiddenReason"].as_str().map(str::to_owned))
    };
    let (text, why) = (Some("你们都是骗子".to_owned()), Some("人身攻击".to_owned()));
    assert_eq!(texts(&other).await, (2, None, why.clone()));
    assert_eq!(texts(&rude).await, (2, text.clone(), why.clone()));
    assert_eq!(texts(&talk.staff).await, (2, text.clone(), why));
    assert_eq!(other.get(talk.matter.path("")).await.expect(200)["commentCount"], 2, "moderation moves no count");

    app.drain().await;
    let told = rude.get("/me/notifications").await.expect(200);
    let about = (told.string("/items/0/subjectKind"), told.string("/items/0/subjectId"));
    assert_eq!((told.items().len(), about), (1, ("deliberation".into(), talk.matter.id.to_string())));
    assert!(!told.text().contains("人身攻击"), "the reason stands with the comment, for those who see it");

    assert_eq!(talk.hides(&talk.staff, &id, 2, "再藏一次").await.refusal(), (409, "illegal_transition"));
    let path = format!("{}/{id}/restore", talk.matter.path("comments"));
    assert_eq!(talk.staff.post(&path, json!({"version": 1})).await.refusal(), (412, "stale"));
    talk.staff.post(&path, json!({"version": 2})).await.expect(200);
    assert_eq!(texts(&other).await, (2, text, None));
    assert_eq!(talk.staff.post(&path, json!({"version": 3})).await.refusal(), (409, "illegal_transition"));
}

#[tokio::test]
async fn moderation_is_for_staff_of_the_community_while_it_is_talked_over() {
    let app = TestApp::spawn().await;
    let talk = talk(&app).await;
    let id = talk.says(&talk.author, "先听听大家的。").await.expect(201).id();
    let stranger = app.staff(&app.given_community().await).await;
    assert_eq!(talk.hides(&stranger, &id, 1, "不文明").await.refusal(), (404, "not_found"));
    let other = app.given_matter(&talk.author, &talk.building, &talk.staff, DeliberationStatus::Discussing).await;
    let path = format!("{}/{id}/hide", other.path("comments"));
    let foreign = talk.staff.post(path, json!({"version": 1, "reason": "不文明"})).await;
    assert_eq!(foreign.refusal(), (404, "not_found"), "a comment of another matter");
    talk.author.moves_matter(&talk.matter, "withdraw", json!({})).await.expect(200);
    assert_eq!(talk.hides(&talk.staff, &id, 1, "不文明").await.refusal(), (409, "illegal_transition"));
    assert_eq!(talk.says(&talk.author, "再说一句").await.refusal(), (409, "illegal_transition"));
}

#[tokio::test]
async fn events_name_the_comment_and_never_its_words() {
    let app = TestApp::spawn().await;
    let talk = talk(&app).await;
    let id = talk.says(&talk.author, "先听听大家的。").await.expect(201).id();
    talk.hides(&talk.staff, &id, 1, "跑题").await.expect(200);
    let about = event::Entity::find().filter(event::Column::SubjectKind.eq("deliberation_comment"));
    let events = about.all(&app.kernel().db).await.expect("no query");
    let verbs: Vec<&str> = events.iter().map(|event| event.verb.as_str()).collect();
    assert_eq!(verbs, ["comment", "hide"]);
    assert!(events.iter().all(|event| event.data == json!({"deliberationId": talk.matter.id})));
    assert!(!format!("{events:?}").contains("先听听"));
}

/// Guard: the version of the comment, compared under the row lock of the matter.
#[tokio::test]
async fn of_many_who_hide_a_comment_at_once_one_gives_the_reason() {
    let app = TestApp::spawn().await;
    let talk = talk(&app).await;
    let id = talk.says(&talk.author, "先听听大家的。").await.expect(201).id();
    let reasons: Vec<String> = (0..8).map(|number| format!("理由{number}")).collect();
    let answers = join_all(reasons.iter().map(|reason| talk.hides(&talk.staff, &id, 1, reason))).await;
    let done: Vec<&Answer> = answers.iter().filter(|answer| answer.status == 200).collect();
    assert_eq!(done.len(), 1);
    assert!(answers.iter().all(|answer| answer.status == 200 || answer.refusal() == (412, "stale")));
    let row = deliberation_comment::Entity::find().one(&app.kernel().db).await.expect("no query").expect("no comment");
    assert_eq!((row.version, row.hidden_reason), (2, Some(done[0].string("hiddenReason"))));
    assert_eq!(row.hidden_by, Some(talk.staff.account()));
}
