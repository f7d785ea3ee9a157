//! Who has not voted is known, masked, to those who go from door to door, and is reminded.

use std::collections::BTreeSet;

use entity::auth::{Role, ScopeKind};
use futures_util::future::{join, join_all};
use serde_json::json;
use support::{Person, TestApp};

use super::hall::Hall;

const REMINDED: &str = "您有一项表决尚未投票，请在截止前投票";

async fn was_reminded(person: &Person) -> bool {
    let told = person.get("/me/notifications").await.expect(200);
    told.items().iter().any(|one| one["titleZh"] == REMINDED)
}

#[tokio::test]
async fn voters_are_listed_masked_with_whether_they_voted_and_never_what() {
    let app = TestApp::spawn().await;
    let hall = Hall::new(&app, 2).await;
    for (electorate, rule) in [("residents", "residents-majority"), ("households", "households-majority")] {
        let matter = hall.vote(&app, json!({ "electorate": electorate, "rule": rule })).await;
        hall.author.votes(&matter, json!({"kind": "agree"})).await.expect(201);
        let all = hall.staff.get(matter.path("voters?pageSize=100")).await.expect(200);
        let voted = hall.staff.get(matter.path("voters?voted=true")).await.expect(200);
        let silent = hall.staff.get(matter.path("voters?voted=false&pageSize=100")).await.expect(200);
        assert_eq!((voted.items().len(), silent.items().len() + 1), (1, all.items().len()));
        assert_eq!(voted.items()[0]["entryId"], json!(app.seat(&matter, &hall.author).await));
        assert!(!all.text().contains("agree") && !all.text().contains(&hall.author.name));
        for voter in all.items() {
            let name = voter["names"][0].as_str().expect("no name");
            assert!(name.starts_with('王') && name.contains('*'), "{name}");
            assert!(
                voter["door"]["number"].is_string() && voter["building"].as_str().is_some_and(|name| !name.is_empty())
            );
        }
    }
    let matter = hall.owners_vote(&app, json!({})).await;
    let mut seen = BTreeSet::new();
    let mut path = matter.path("voters?pageSize=3");
    loop {
        let page = hall.staff.get(&path).await.expect(200);
        seen.extend(page.items().iter().map(|voter| voter["entryId"].to_string()));
        assert!(page.items().iter().all(|voter| voter["names"][0].as_str().is_some_and(|name| name.contains('*'))));
        let Some(cursor) = page["nextCursor"].as_str() else { break };
        path = matter.path(&format!("voters?pageSize=3&cursor={cursor}"));
    }
    assert_eq!(seen.len(), 12, "the author, two voters and nine who seconded");
}

#[tokio::test]
async fn leaders_and_chiefs_see_the_voters_of_their_buildings_and_others_see_none() {
    let app = TestApp::spawn().await;
    let hall = Hall::new(&app, 0).await;
    let matter = hall.vote(&app, json!({})).await;
    let path = matter.path("voters");
    let (leader, chief) = (app.grid_leader(&hall.grid).await, app.member(&hall.grid).await);
    app.grant(&chief, Role::BuildingChief, ScopeKind::Building, hall.building.id).await;
    let away = app.grid_leader(&app.given_grid().await).await;
    for (person, seen) in [(&hall.staff, 4), (&leader, 4), (&chief, 4), (&away, 0)] {
        assert_eq!(person.get(&path).await.expect(200).items().len(), seen);
    }
    let elsewhere = app.given_building(&hall.grid).await;
    let none = hall.staff.get(matter.path(&format!("voters?buildingId={}", elsewhere.id))).await.expect(200);
    assert_eq!(none.items().len(), 0);
    assert_eq!(hall.author.get(&path).await.refusal(), (403, "forbidden"));
    let stranger = app.staff(&app.given_community().await).await;
    assert_eq!(stranger.get(&path).await.refusal(), (404, "not_found"));
    let early = hall.author.proposes("换一批路灯").await;
    assert_eq!(hall.staff.get(early.path("voters")).await.refusal(), (409, "not_opened"));
}

#[tokio::test]
async fn only_those_who_have_not_voted_are_reminded_and_once_a_day() {
    let app = TestApp::spawn().await;
    let hall = Hall::new(&app, 2).await;
    let matter = hall.vote(&app, json!({})).await;
    hall.author.votes(&matter, json!({"kind": "agree"})).await.expect(201);
    for nobody in [&hall.author, &app.grid_leader(&hall.grid).await] {
        assert_eq!(nobody.post(matter.path("remind"), json!({})).await.refusal(), (403, "forbidden"));
    }
    let stranger = app.staff(&app.given_community().await).await;
    assert_eq!(stranger.post(matter.path("remind"), json!({})).await.refusal(), (404, "not_found"));
    let sent = hall.staff.post(matter.path("remind"), json!({})).await.expect(202);
    assert_eq!(sent["voters"], 5);
    // Who votes before the worker comes to it is not reminded any more.
    hall.voters[1].votes(&matter, json!({"kind": "agree"})).await.expect(201);
    app.drain().await;
    assert!(was_reminded(&hall.voters[0]).await);
    assert!(!was_reminded(&hall.author).await && !was_reminded(&hall.voters[1]).await);
    let again = hall.second.post(matter.path("remind"), json!({})).await;
    assert_eq!(again.refusal(), (409, "reminded_already"));
    app.advance_days(1);
    hall.second.post(matter.path("remind"), json!({})).await.expect(202);
    app.closes().await;
    let late = hall.staff.post(matter.path("remind"), json!({})).await;
    assert_eq!(late.refusal(), (409, "illegal_transition"));
}

/// Guard: the vote's lock, under which the last reminder is looked up.
#[tokio::test]
async fn of_many_reminders_at_once_one_goes_out() {
    let app = TestApp::spawn().await;
    let replica = app.replica().await;
    let hall = Hall::new(&app, 0).await;
    let matter = hall.vote(&app, json!({})).await;
    let both = [hall.staff.clone(), hall.second.at(&replica)];
    let still = app.standstill("event").await;
    let meet = async {
        still.until_waiting(2).await;
        still.end().await;
    };
    let send = join_all((0..12).map(|turn| both[turn % 2].post(matter.path("remind"), json!({}))));
    let (answers, ()) = join(send, meet).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 202).count(), 1);
    assert!(answers.iter().all(|answer| answer.status == 202 || answer.refusal() == (409, "reminded_already")));
}
