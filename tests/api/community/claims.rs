//! From a newcomer to a verified resident.

use api::kernel::crypto::Field;
use entity::community::dwelling;
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use support::{Answer, Home, Person, TestApp};

/// The claim of somebody to live in that home.
async fn claim(app: &TestApp, person: &Person, home: &Home, name: &str) -> Answer {
    let row = dwelling::Entity::find_by_id(home.dwelling).one(&app.kernel().db).await.expect("no query");
    let sealed = row.expect("no dwelling").door_sealed;
    let door = app.kernel().vault.open(Field::Door, &sealed).expect("the door does not open").to_string();
    let building = home.place.building;
    let input = json!({"buildingId": building, "door": door, "name": name, "relation": "head", "isOwner": true});
    person.post("/household-claims", input).await
}

async fn decide(person: &Person, id: &str, verb: &str, mut body: Value) -> Answer {
    body["version"] = json!(1);
    person.post(format!("/household-claims/{id}/{verb}"), body).await
}

#[tokio::test]
async fn a_leader_approves_and_the_newcomer_is_linked_to_the_roster() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let home = app.given_home(&app.given_building(&grid).await).await;
    let known = app.given_resident(&home, "张秀兰", "13812341234", None).await;
    let (newcomer, leader) = (app.newcomer().await, app.grid_leader(&grid).await);

    let made = claim(&app, &newcomer, &home, "张秀兰").await.expect(201);
    assert_eq!(made["allowedActions"], json!(["withdraw"]));
    let waiting = leader.get("/household-claims?status=submitted").await.expect(200);
    assert_eq!(waiting["/items/0/allowedActions"], json!(["approve", "reject"]));
    assert_eq!(waiting["/items/0/name"], "张**");

    assert_eq!(decide(&leader, &made.id(), "approve", json!({})).await.expect(200)["status"], "approved");
    let me = newcomer.get("/me").await.expect(200);
    assert_eq!(me["/residency/residentId"], json!(known));
    assert_eq!(me["communityId"], json!(grid.community));
    assert_eq!(decide(&leader, &made.id(), "approve", json!({})).await.refusal(), (409, "illegal_transition"));
    assert_eq!(claim(&app, &newcomer, &home, "张秀兰").await.refusal(), (409, "already_verified"));
}

#[tokio::test]
async fn somebody_whom_the_roster_does_not_know_gets_a_row() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let home = app.given_home(&app.given_building(&grid).await).await;
    let (newcomer, staff) = (app.newcomer().await, app.staff(&grid).await);

    let made = claim(&app, &newcomer, &home, "李新来").await.expect(201);
    decide(&staff, &made.id(), "approve", json!({})).await.expect(200);
    let found = staff.get("/residents?name=李新来").await.expect(200);
    assert_eq!(found["/items/0/accountId"], json!(newcomer.account()));
    assert_eq!(found["/items/0/householdId"], json!(home.household));
}

#[tokio::test]
async fn a_resident_of_the_roster_is_linked_to_one_account_only() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let first = app.resident(&grid).await;
    let (second, staff) = (app.newcomer().await, app.staff(&grid).await);
    let made = claim(&app, &second, &first.home.expect("no home"), &first.name).await.expect(201);
    assert_eq!(decide(&staff, &made.id(), "approve", json!({})).await.refusal(), (409, "resident_taken"));
    assert_eq!(staff.get(format!("/household-claims/{}", made.id())).await["status"], "submitted");
}

#[tokio::test]
async fn nobody_decides_the_own_claim_or_one_of_another_grid() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let home = app.given_home(&app.given_building(&grid).await).await;
    let (leader, other) = (app.grid_leader(&grid).await, app.grid_leader(&app.given_grid().await).await);

    let made = claim(&app, &leader, &home, "王网格").await.expect(201);
    assert_eq!(decide(&leader, &made.id(), "approve", json!({})).await.refusal(), (403, "own_matter"));
    assert_eq!(decide(&other, &made.id(), "approve", json!({})).await.refusal(), (404, "not_found"));
    let stranger = app.newcomer().await;
    assert_eq!(stranger.get(format!("/household-claims/{}", made.id())).await.refusal(), (404, "not_found"));
}

#[tokio::test]
async fn a_claim_is_refused_with_a_reason_or_taken_back_and_made_again() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let home = app.given_home(&app.given_building(&grid).await).await;
    let (newcomer, leader) = (app.newcomer().await, app.grid_leader(&grid).await);

    let made = claim(&app, &newcomer, &home, "李新来").await.expect(201);
    assert_eq!(claim(&app, &newcomer, &home, "李新来").await.refusal(), (409, "already_exists"));
    decide(&newcomer, &made.id(), "withdraw", json!({})).await.expect(200);

    let made = claim(&app, &newcomer, &home, "李新来").await.expect(201);
    assert_eq!(decide(&leader, &made.id(), "reject", json!({})).await["/errors/0/code"], "missing_field");
    decide(&leader, &made.id(), "reject", json!({"reason": "请携带证件"})).await.expect(200);
    let seen = newcomer.get(format!("/household-claims/{}", made.id())).await.expect(200);
    assert_eq!(seen["reason"], "请携带证件");
}

#[tokio::test]
async fn a_door_that_is_not_on_record_is_named() {
    let app = TestApp::spawn().await;
    let building = app.given_building(&app.given_grid().await).await;
    let input = json!({"buildingId": building.id, "door": "9999", "name": "李", "relation": "head", "isOwner": false});
    let answer = app.newcomer().await.post("/household-claims", input).await;
    assert_eq!((answer.status, answer["/errors/0/code"].as_str()), (422, Some("unknown_door")));
}

/// Guard: the account's row is locked by joining the community, and the roster is read after that.
#[tokio::test]
async fn one_of_many_approvals_at_once_goes_through() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let home = app.given_home(&app.given_building(&grid).await).await;
    let (newcomer, leader) = (app.newcomer().await, app.grid_leader(&grid).await);
    let made = claim(&app, &newcomer, &home, "李新来").await.expect(201).id();

    let many = (0..20).map(|_| decide(&leader, &made, "approve", json!({})));
    let answers = futures_util::future::join_all(many).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    assert!(answers.iter().all(|answer| [200, 409, 412].contains(&answer.status)));
    assert_eq!(app.staff(&grid).await.get("/residents").await.expect(200).items().len(), 1);
}

/// Guard: compare-and-set on status and version.
#[tokio::test]
async fn an_approval_and_refusals_at_once_are_one_decision() {
    let app = TestApp::spawn().await;
    let replica = app.replica().await;
    let grid = app.given_grid().await;
    let leaders = [app.grid_leader(&grid).await, app.grid_leader(&grid).await.at(&replica)];
    for _ in 0..5 {
        let home = app.given_home(&app.given_building(&grid).await).await;
        let newcomer = app.newcomer().await;
        let made = claim(&app, &newcomer, &home, "李新来").await.expect(201).id();
        let many = (0..16).map(|turn| {
            let reason = json!({"reason": "请携带证件"});
            let (verb, body) = if turn % 4 == 0 { ("approve", json!({})) } else { ("reject", reason) };
            decide(&leaders[turn % 2], &made, verb, body)
        });
        let answers = futures_util::future::join_all(many).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
        assert!(answers.iter().all(|answer| [200, 409, 412].contains(&answer.status)));
        let approved = newcomer.get("/me").await.expect(200)["residency"].is_object();
        let status = newcomer.get(format!("/household-claims/{made}")).await.expect(200).string("status");
        assert_eq!(status, if approved { "approved" } else { "rejected" });
    }
}

#[tokio::test]
async fn the_grids_leader_hears_of_a_claim_and_the_claimant_of_its_end() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let home = app.given_home(&app.given_building(&grid).await).await;
    let (newcomer, leader) = (app.newcomer().await, app.grid_leader(&grid).await);
    let titles = async |person: &Person| {
        app.drain().await;
        let told = person.get("/me/notifications").await.expect(200);
        told.items().iter().map(|one| one["titleZh"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };

    let made = claim(&app, &newcomer, &home, "张秀兰").await.expect(201);
    assert_eq!(titles(&leader).await, ["有住户认证待审核"]);
    decide(&leader, &made.id(), "reject", json!({ "reason": "请带房产证来社区" })).await.expect(200);
    assert_eq!(titles(&newcomer).await, ["您的住户认证未通过，请查看原因"]);
    assert_eq!(titles(&leader).await.len(), 1, "nobody is told of the own doing");
}
