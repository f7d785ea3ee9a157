//! What must hold with many at once. Each test goes red without its guard, which it names.

use futures_util::future::{join, join_all};
use reqwest::Method;
use serde_json::json;
use support::TestApp;

use super::{register, zhang};

/// Guard: the compare-and-set on the owner's version, before anything is owned otherwise.
#[tokio::test]
async fn of_many_changes_of_one_version_one_is_done_whole() {
    let app = TestApp::spawn().await;
    let place = register(&app).await;
    let made = place.staff.post("/owners", zhang(&[])).await.expect(201);
    let path = format!("/owners/{}", made.id());
    let mut homes = Vec::new();
    for _ in 0..8 {
        homes.push(app.given_home(&place.building).await.dwelling);
    }
    let answers = join_all(homes.iter().map(|home| {
        let body = json!({"kind": "person", "dwellingIds": [home], "version": 1});
        place.staff.put(&path, body)
    }));
    let answers = answers.await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    assert!(answers.iter().all(|answer| answer.status == 200 || answer.refusal() == (412, "stale")));
    let after = place.staff.get(&path).await.expect(200);
    assert_eq!((after["dwellings"].as_array().map(Vec::len), after.version()), (Some(1), 2));
}

/// Guard: the unique index on community and number.
#[tokio::test]
async fn a_number_that_many_enter_at_once_is_entered_once() {
    let app = TestApp::spawn().await;
    let place = register(&app).await;
    let answers = join_all((0..8).map(|_| place.staff.post("/owners", zhang(&[])))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
    assert!(answers.iter().all(|answer| answer.status == 201 || answer.refusal() == (409, "already_exists")));
}

/// Guard: the foreign key from ownership to dwelling, and that its violation is told as what it is.
#[tokio::test]
async fn a_dwelling_that_is_deleted_meanwhile_is_owned_by_nobody() {
    let app = TestApp::spawn().await;
    let place = register(&app).await;
    for turn in 0..6 {
        let body = json!({"buildingId": place.building.id, "door": format!("9-{turn}"), "kind": "other"});
        let id = place.staff.post("/dwellings", body).await.expect(201).id();
        let owner = json!({"kind": "person", "name": "张三", "dwellingIds": [id]});
        let gone = place.staff.request(Method::DELETE, format!("/dwellings/{id}")).if_match(1).send();
        let (entered, gone) = join(place.staff.post("/owners", owner), gone).await;
        assert!(
            [(201, 409), (422, 204)].contains(&(entered.status, gone.status)),
            "{} {}",
            entered.text(),
            gone.text()
        );
    }
}
