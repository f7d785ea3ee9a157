//! The roster: sealed, found by blind index, masked, shown in full only with a reason.

use entity::community::{resident, unmasking};
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use support::TestApp;

fn zhang(household: impl serde::Serialize) -> Value {
    json!({
        "householdId": household, "name": "张秀兰", "phone": "13812341234", "idNumber": "11010519491231002X",
        "birthDate": "1949-12-31", "relation": "head", "isOwner": true, "tags": ["party_member"],
    })
}

#[tokio::test]
async fn a_resident_is_sealed_found_by_phone_and_shown_masked() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let home = app.given_home(&app.given_building(&grid).await).await;
    let staff = app.staff(&grid).await;

    let made = staff.post("/residents", zhang(home.household)).await.expect(201);
    for text in ["张秀兰", "13812341234", "11010519491231002X", "1949-12"] {
        assert!(!made.text().contains(text), "{text} is not masked");
    }
    let row = resident::Entity::find().one(&app.kernel().db).await.expect("no query").expect("no row");
    assert!(!format!("{row:?}").contains("13812341234"));

    let found = staff.get("/residents?phone=138-1234-1234").await.expect(200);
    let item = &found.items()[0];
    assert_eq!((&item["name"], &item["phone"]), (&json!("张**"), &json!("138****1234")));
    assert_eq!(staff.get("/residents?phone=13812341235").await.expect(200).items().len(), 0);
    assert_eq!(staff.get("/residents?name=张秀兰").await.expect(200).items().len(), 1);
}

#[tokio::test]
async fn the_full_view_needs_a_reason_and_leaves_a_record_that_the_resident_sees() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let (staff, person) = (app.staff(&grid).await, app.resident(&grid).await);
    let path = format!("/residents/{}/unmask", person.resident.expect("no resident"));

    let refused = staff.post(&path, json!({})).await;
    assert_eq!(
        (&refused["/errors/0/code"], &refused["/errors/0/pointer"]),
        (&json!("missing_field"), &json!("/reason"))
    );
    let full = staff.post(&path, json!({"reason": "电话核实"})).await.expect(200);
    assert_eq!((full["name"].as_str(), full["phone"].as_str()), (Some(&*person.name), Some(&*person.phone)));
    assert_eq!(person.post(&path, json!({"reason": "好奇"})).await.refusal(), (403, "forbidden"));

    let looks = unmasking::Entity::find().all(&app.kernel().db).await.expect("no query");
    assert_eq!(looks.len(), 1);
    let mine = person.get("/me/export").await.expect(200);
    assert_eq!(mine["/looks/0/reason"], "电话核实");
}

#[tokio::test]
async fn what_is_left_out_of_a_change_stays_and_null_removes_it() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let home = app.given_home(&app.given_building(&grid).await).await;
    let staff = app.staff(&grid).await;
    let made = staff.post("/residents", zhang(home.household)).await.expect(201);
    let path = format!("/residents/{}", made.id());

    let change =
        json!({"householdId": home.household, "phone": null, "relation": "tenant", "isOwner": false, "version": 1});
    let changed = staff.put(&path, change).await.expect(200);
    assert_eq!((&changed["phone"], &changed["name"]), (&Value::Null, &json!("张**")));
    assert!(changed["idNumber"].is_string());
}

#[tokio::test]
async fn who_moves_out_loses_the_home_at_once() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let (staff, person) = (app.staff(&grid).await, app.resident(&grid).await);
    let path = format!("/residents/{}", person.resident.expect("no resident"));

    let out = json!({"householdId": null, "relation": "head", "isOwner": false, "version": 1});
    assert!(staff.put(&path, out).await.expect(200)["movedOutAt"].is_string());
    let me = person.get("/me").await.expect(200);
    assert_eq!((&me["residency"], &me["communityId"]), (&Value::Null, &Value::Null));
    assert_eq!(staff.get("/residents").await.expect(200).items().len(), 0);
    assert_eq!(staff.get("/residents?movedOut=true").await.expect(200).items().len(), 1);
}

#[tokio::test]
async fn a_value_that_cannot_be_is_named_by_its_pointer() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let home = app.given_home(&app.given_building(&grid).await).await;
    let staff = app.staff(&grid).await;
    for (field, value) in
        [("phone", "123"), ("idNumber", "110105194912310021"), ("birthDate", "2999-01-01"), ("name", " ")]
    {
        let mut input = zhang(home.household);
        input[field] = json!(value);
        let answer = staff.post("/residents", input).await;
        assert_eq!(answer.refusal(), (422, "invalid"), "{field}");
        assert_eq!(answer["/errors/0/pointer"], format!("/{field}"));
    }
}
