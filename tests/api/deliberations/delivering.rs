//! The ledger of deliveries, and what it does to the verdict.

use serde_json::{Value, json};
use support::TestApp;

use super::hall::{Hall, scan};

#[tokio::test]
async fn silent_owners_follow_the_majority_only_when_they_were_served() {
    let app = TestApp::spawn().await;
    let hall = Hall::new(&app, 5).await;
    let matter = hall.owners_vote(&app, json!({"silentFollowMajority": true})).await;
    // Nine owners: the author, three who second, five more. Four vote, three of the others were served.
    for voter in &hall.voters[..3] {
        voter.votes(&matter, json!({"kind": "agree"})).await.expect(201);
    }
    hall.author.votes(&matter, json!({"kind": "against"})).await.expect(201);
    let silent = hall.staff.get(matter.path("voters?voted=false&pageSize=100")).await.expect(200);
    let entries: Vec<Value> = silent.items().iter().map(|voter| voter["entryId"].clone()).take(3).collect();
    let served = json!({
        "entryIds": entries, "method": "in_person", "deliveredAt": app.now().to_rfc3339(), "note": "当面签收",
    });
    hall.staff.post(matter.path("deliveries"), served.clone()).await.expect(201);
    // Served twice, one owner is still one; who was served and voted is not silent.
    hall.staff.post(matter.path("deliveries"), served).await.expect(201);
    let voted = json!({
        "entryIds": [app.seat(&matter, &hall.author).await], "method": "post",
        "deliveredAt": app.now().to_rfc3339(), "mediaId": scan(&hall.staff).await,
    });
    hall.staff.post(matter.path("deliveries"), voted).await.expect(201);
    app.closes().await;
    let counted = hall.staff.get(matter.path("")).await.expect(200);
    let readings = counted["result"]["verdict"]["readings"].as_array().cloned().unwrap_or_default();
    let seen: Vec<(&str, &Value, &Value)> = readings
        .iter()
        .map(|one| (one["silent"].as_str().unwrap_or_default(), &one["counts"]["takingPart"]["heads"], &one["outcome"]))
        .collect();
    let expected = [("follow_majority", &json!(7), &json!("adopted")), ("left_out", &json!(4), &json!("no_quorum"))];
    assert_eq!(seen, expected, "{}", counted.text());
}

#[tokio::test]
async fn a_delivery_needs_proof_and_voters_of_this_roll_and_cannot_be_still_to_come() {
    let app = TestApp::spawn().await;
    let hall = Hall::new(&app, 0).await;
    let matter = hall.owners_vote(&app, json!({})).await;
    let entry = json!(app.seat(&matter, &hall.author).await);
    let path = matter.path("deliveries");
    let body = |change: Value| {
        let now = app.now().to_rfc3339();
        let mut body = json!({"entryIds": [entry], "method": "notice", "deliveredAt": now, "note": "单元门口"});
        body.as_object_mut().expect("no object").extend(change.as_object().expect("no object").clone());
        body
    };
    let many: Vec<uuid::Uuid> = (0..201).map(|_| uuid::Uuid::now_v7()).collect();
    let later = (app.now() + chrono::Duration::hours(1)).to_rfc3339();
    for (change, pointer) in [
        (json!({"entryIds": []}), "/entryIds"),
        (json!({"entryIds": [entry, entry]}), "/entryIds"),
        (json!({"entryIds": many}), "/entryIds"),
        (json!({"entryIds": [uuid::Uuid::now_v7()]}), "/entryIds"),
        (json!({"deliveredAt": later}), "/deliveredAt"),
        (json!({"note": null}), "/mediaId"),
        (json!({"mediaId": uuid::Uuid::now_v7()}), "/mediaId"),
    ] {
        let refused = hall.staff.post(&path, body(change)).await.expect(422);
        assert_eq!(refused.string("/errors/0/pointer"), pointer);
    }
    assert_eq!(hall.author.post(&path, body(json!({}))).await.refusal(), (403, "forbidden"));
    assert_eq!(hall.author.get(&path).await.refusal(), (403, "forbidden"));
    let elsewhere = app.staff(&app.given_community().await).await;
    assert_eq!(elsewhere.post(&path, body(json!({}))).await.refusal(), (404, "not_found"));
    for _ in 0..3 {
        hall.staff.post(&path, body(json!({}))).await.expect(201);
    }
    let first = hall.second.get(matter.path("deliveries?pageSize=2")).await.expect(200);
    let rest = matter.path(&format!("deliveries?pageSize=2&cursor={}", first.string("nextCursor")));
    let rest = hall.second.get(rest).await.expect(200);
    assert_eq!((first.items().len(), rest.items().len(), rest["nextCursor"].is_null()), (2, 1, true));
    app.closes().await;
    assert_eq!(hall.staff.post(&path, body(json!({}))).await.refusal(), (409, "illegal_transition"));
}
