//! A vote is planned, opens, is voted on, closes, is carried out and graded.

use entity::deliberations::ballot;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::json;
use support::{TestApp, plan};

use super::house::{against, agree, house, shown};
use crate::media::{photo, upload};

#[tokio::test]
async fn a_vote_runs_from_its_plan_to_its_end() {
    let app = TestApp::spawn().await;
    let house = house(&app, 3).await;
    let matter = house.discussed(&app).await;
    let early = house.author.votes(&matter, agree()).await;
    assert_eq!(early.refusal(), (409, "illegal_transition"));
    let planned = house.staff.moves_matter(&matter, "schedule", plan(&app, &json!({}))).await.expect(200);
    assert_eq!(planned["status"], "scheduled");
    assert_eq!(planned["plan"]["rule"]["code"], "residents-majority");
    assert_eq!(house.author.votes(&matter, agree()).await.refusal(), (409, "illegal_transition"));

    app.opens().await;
    let open = shown(&house.author, &matter).await;
    assert_eq!((open["status"].as_str(), open["plan"]["roll"]["weight"]["heads"].as_u64()), (Some("voting"), Some(7)));
    assert!(open["allowedActions"].as_array().expect("no actions").contains(&json!("cast")));
    for voter in &house.voters {
        let cast = voter.votes(&matter, agree()).await.expect(201);
        assert_eq!((cast["changed"].as_bool(), cast["receipt"]["sequence"].as_u64()), (Some(false), Some(1)));
    }
    house.author.votes(&matter, against()).await.expect(201);
    assert_eq!(house.author.votes(&matter, agree()).await.refusal(), (409, "already_voted"));

    app.closes().await;
    assert_eq!(house.author.votes(&matter, agree()).await.refusal(), (409, "illegal_transition"));
    let counted = shown(&house.staff, &matter).await;
    assert_eq!(counted["status"], "counted");
    assert_eq!(
        (counted["result"]["outcome"].as_str(), counted["result"]["tally"]["ballots"].as_u64()),
        (Some("adopted"), Some(4))
    );
    assert!(shown(&house.author, &matter).await["result"].is_null(), "before it is published only staff see it");
    let published = house.staff.moves_matter(&matter, "publish", json!({})).await.expect(200);
    assert_eq!(published["status"], "published");
    assert_eq!(shown(&house.author, &matter).await["result"]["tally"]["agree"]["heads"], 3);

    app.advance_days(7);
    app.drain().await;
    assert_eq!(shown(&house.author, &matter).await["status"], "decided");
    let begun = house.staff.moves_matter(&matter, "execute", json!({})).await.expect(200);
    assert_eq!(begun["status"], "executing");
    let photo = upload(&house.staff, &photo()).await.expect(201).id();
    let without = house.staff.moves_matter(&matter, "complete", json!({"note": "电梯已装好", "photos": []})).await;
    assert_eq!(without.refusal(), (422, "invalid"));
    let done = json!({"note": "电梯已装好", "photos": [photo]});
    house.staff.moves_matter(&matter, "complete", done).await.expect(200);
    let graded = house.voters[0].post(matter.path("evaluate"), json!({"score": 5})).await.expect(200);
    assert_eq!(graded["status"], "evaluating");
    let twice = house.voters[0].post(matter.path("evaluate"), json!({"score": 1})).await;
    assert_eq!(twice.refusal(), (409, "already_evaluated"));
    app.advance_days(14);
    app.drain().await;
    assert_eq!(shown(&house.author, &matter).await["status"], "closed");
}

#[tokio::test]
async fn nothing_of_the_plan_can_be_put_differently() {
    let app = TestApp::spawn().await;
    let house = house(&app, 0).await;
    let matter = house.vote(&app, json!({})).await;
    for verb in ["schedule", "escalate"] {
        let body = if verb == "schedule" { plan(&app, &json!({})) } else { json!({"reason": "改一改"}) };
        assert_eq!(house.staff.moves_matter(&matter, verb, body).await.refusal(), (409, "illegal_transition"));
    }
}

#[tokio::test]
async fn a_plan_says_everything_that_is_wrong_with_it_at_once() {
    let app = TestApp::spawn().await;
    let house = house(&app, 0).await;
    let matter = house.discussed(&app).await;
    let wrong = json!({
        "options": ["甲", "甲"], "atMost": 2, "electorate": "owners", "secrecy": "secret", "liveResults": true,
        "proxyLimit": 99, "opensAt": "2020-01-01T00:00:00Z", "closesAt": "2019-01-01T00:00:00Z",
    });
    let refused = house.staff.moves_matter(&matter, "schedule", plan(&app, &wrong)).await;
    assert_eq!(refused.refusal(), (422, "invalid"));
    let pointers: Vec<&str> =
        refused["errors"].as_array().expect("no errors").iter().filter_map(|fault| fault["pointer"].as_str()).collect();
    let expected = ["/options", "/atMost", "/secrecy", "/liveResults", "/proxyLimit", "/opensAt", "/closesAt", "/rule"];
    assert_eq!(pointers, expected);
    let unknown = house.staff.moves_matter(&matter, "schedule", plan(&app, &json!({"rule": "nobody-knows"}))).await;
    assert_eq!(unknown.string("/errors/0/code"), "unknown_reference");
}

#[tokio::test]
async fn owners_without_records_make_no_roll_and_the_preview_says_why() {
    let app = TestApp::spawn().await;
    let house = house(&app, 0).await;
    let matter = house.discussed(&app).await;
    let preview = house.staff.get(matter.path("roll-preview?electorate=owners")).await.expect(200);
    assert_eq!((preview["sound"].as_bool(), preview["problemCount"].as_u64()), (Some(false), Some(4)));
    assert_eq!(preview["problems"][0]["kind"], "part_without_owner");
    let owners = json!({"electorate": "owners", "rule": "cn-civil-code-278-ordinary"});
    let refused = house.staff.moves_matter(&matter, "schedule", plan(&app, &owners)).await;
    assert_eq!(refused.refusal(), (409, "roll_unsound"));
    assert_eq!(house.author.get(matter.path("roll-preview?electorate=owners")).await.refusal(), (403, "forbidden"));
}

#[tokio::test]
async fn a_ballot_may_be_changed_where_the_plan_says_so_and_the_last_one_counts() {
    let app = TestApp::spawn().await;
    let house = house(&app, 0).await;
    let matter = house.vote(&app, json!({"changeable": true})).await;
    let first = house.author.votes(&matter, agree()).await.expect(201);
    let second = house.author.votes(&matter, against()).await.expect(201);
    assert_eq!((second["changed"].as_bool(), second["receipt"]["sequence"].as_u64()), (Some(true), Some(2)));
    assert_ne!(first["receipt"]["leaf"], second["receipt"]["leaf"]);
    let mine = house.author.get(matter.path("ballots/mine")).await.expect(200);
    assert_eq!(
        (mine["items"][0]["choice"]["kind"].as_str(), &mine["items"][0]["receipt"]),
        (Some("against"), &second["receipt"])
    );
    app.closes().await;
    let counted = shown(&house.staff, &matter).await;
    assert_eq!(
        (counted["result"]["tally"]["against"]["heads"].as_u64(), counted["result"]["tally"]["ballots"].as_u64()),
        (Some(1), Some(1))
    );
}

#[tokio::test]
async fn only_who_stands_on_the_roll_votes_and_only_what_fits_the_question() {
    let app = TestApp::spawn().await;
    let house = house(&app, 0).await;
    let matter = house.vote(&app, json!({})).await;
    let elsewhere = app.resident(&house.grid).await;
    assert_eq!(elsewhere.votes(&matter, agree()).await.refusal(), (403, "not_on_roll"));
    assert_eq!(house.staff.votes(&matter, agree()).await.refusal(), (403, "not_on_roll"));
    let stranger = app.resident(&app.given_grid_in(&app.given_community().await).await).await;
    assert_eq!(stranger.votes(&matter, agree()).await.refusal(), (404, "not_found"));
    let odd = house.author.votes(&matter, json!({"kind": "options", "options": []})).await;
    assert_eq!((odd.status, odd.string("/errors/0/code")), (422, "bad_ballot".into()));
}

#[tokio::test]
async fn who_is_verified_after_the_roll_was_frozen_votes_on_it() {
    let app = TestApp::spawn().await;
    let house = house(&app, 0).await;
    let home = app.given_home(&house.building).await;
    let late = app.member(&house.grid).await;
    let resident = app.given_resident(&home, &late.name, &late.phone, None).await;
    let matter = house.vote(&app, json!({})).await;
    assert_eq!(late.votes(&matter, agree()).await.refusal(), (403, "not_on_roll"));
    app.verify(resident, &late).await;
    late.votes(&matter, agree()).await.expect(201);
    let newcomer = app.resident_in(&house.building).await;
    assert_eq!(newcomer.votes(&matter, agree()).await.refusal(), (403, "not_on_roll"), "the roll is frozen");
}

#[tokio::test]
async fn a_household_has_one_ballot_and_its_caster_alone_changes_it() {
    let app = TestApp::spawn().await;
    let house = house(&app, 0).await;
    let home = app.given_home(&house.building).await;
    let (one, other) = (app.resident_at(&home).await, app.resident_at(&home).await);
    let households = json!({"electorate": "households", "rule": "households-majority", "changeable": true});
    let matter = house.vote(&app, households).await;
    one.votes(&matter, agree()).await.expect(201);
    assert_eq!(other.votes(&matter, against()).await.refusal(), (409, "already_voted"));
    let seen = other.get(matter.path("ballots/mine")).await.expect(200);
    assert!(seen["items"][0]["castAt"].is_string() && seen["items"][0]["choice"].is_null());
    one.votes(&matter, against()).await.expect(201);
    assert_eq!(ballot::Entity::find().count(&app.kernel().db).await.ok(), Some(1));
}

#[tokio::test]
async fn the_end_is_put_off_once_and_only_if_the_plan_allows_it() {
    let app = TestApp::spawn().await;
    let house = house(&app, 0).await;
    let matter = house.vote(&app, json!({"extendable": true})).await;
    let later =
        |hours| json!({"reason": "参与还不够", "closesAt": (app.now() + chrono::Duration::hours(hours)).to_rfc3339()});
    let sooner = house.staff.moves_matter(&matter, "extend", later(1)).await;
    assert_eq!(sooner.refusal(), (422, "invalid"));
    house.staff.moves_matter(&matter, "extend", later(96)).await.expect(200);
    assert_eq!(house.staff.moves_matter(&matter, "extend", later(120)).await.refusal(), (409, "illegal_transition"));
    app.closes().await;
    assert_eq!(shown(&house.author, &matter).await["status"], "voting");
    app.closes().await;
    assert_eq!(shown(&house.author, &matter).await["status"], "counted");
    let fixed = house.vote(&app, json!({})).await;
    assert_eq!(house.staff.moves_matter(&fixed, "extend", later(96)).await.refusal(), (409, "illegal_transition"));
}
