//! Many claims to households approved at once.

use entity::auth::account;
use reqwest::Method;
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use support::{Person, TestApp};

const PATH: &str = "/household-claims/approvals";

async fn community_of(app: &TestApp, person: &Person) -> Option<entity::ids::CommunityId> {
    let row = account::Entity::find_by_id(person.account()).one(&app.kernel().db).await.expect("no query");
    row.expect("no account").community_id
}

#[tokio::test]
async fn each_claim_is_answered_for_itself_and_a_refused_one_leaves_nothing_behind() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let leader = app.grid_leader(&grid).await;
    let (fine, taken, foreign) = (app.newcomer().await, app.newcomer().await, app.newcomer().await);
    let building = app.given_building(&grid).await;
    let free = app.given_home(&building).await;
    let lived_in = app.given_home(&building).await;
    app.given_resident(&lived_in, &taken.name, "13800000000", Some(app.member(&grid).await.account())).await;
    let elsewhere = app.given_home(&app.given_building(&app.given_grid().await).await).await;
    let claims = [
        app.given_household_claim(&taken, &lived_in).await,
        app.given_household_claim(&fine, &free).await,
        app.given_household_claim(&foreign, &elsewhere).await,
    ];
    let items: Vec<Value> = claims.iter().map(|id| json!({ "householdClaimId": id, "version": 1 })).collect();
    let send = async || {
        let request = leader.request(Method::POST, PATH).key("all-of-them").json(&json!({ "items": items }));
        request.send().await.expect(200)
    };

    let answer = send().await;
    let codes = [0, 1, 2].map(|at| answer[&format!("/items/{at}/problem/code")].clone());
    assert_eq!(codes, [json!("resident_taken"), Value::Null, json!("not_found")]);
    assert_eq!((&answer["approved"], &answer["/items/1/status"]), (&json!(1), &json!("approved")));
    assert_eq!(community_of(&app, &fine).await, Some(grid.community));
    assert_eq!(community_of(&app, &taken).await, None, "the refused approval has let the account in");
    assert_eq!(send().await.body, answer.body);
}

#[tokio::test]
async fn only_those_who_decide_may_try() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let home = app.given_home(&app.given_building(&grid).await).await;
    let claimant = app.newcomer().await;
    let body = json!({ "items": [
        { "householdClaimId": app.given_household_claim(&claimant, &home).await, "version": 1 },
    ]});
    for person in [&claimant, &app.resident(&grid).await, &app.volunteer(&grid).await] {
        assert_eq!(person.post(PATH, body.clone()).await.refusal(), (403, "forbidden"));
    }
    assert_eq!(app.anonymous().post(PATH, body.clone()).await.refusal(), (401, "unauthenticated"));
    let other = app.staff(&app.given_community().await).await.post(PATH, body.clone()).await.expect(200);
    assert_eq!(other["/items/0/httpStatus"], 404);
    assert_eq!(app.staff(&grid).await.post(PATH, body).await.expect(200)["approved"], 1);
}
