//! The register of owners: sealed, masked, kept by staff.

mod guards;
mod voices;

use api::kernel::crypto::Field;
use entity::community::{owner, ownership, unmasking};
use entity::ids::DwellingId;
use reqwest::Method;
use sea_orm::QueryOrder;
use sea_orm::prelude::*;
use serde_json::{Value, json};
use support::{Building, Home, Person, TestApp};

const NUMBER: &str = "11010519491231002X";
const CREDIT_CODE: &str = "91350100M000100Y43";

/// A building with two homes, and who works there.
struct Register {
    building: Building,
    homes: [Home; 2],
    staff: Person,
}

async fn register(app: &TestApp) -> Register {
    let grid = app.given_grid().await;
    let building = app.given_building(&grid).await;
    let homes = [app.given_home(&building).await, app.given_home(&building).await];
    Register { building, homes, staff: app.staff(&grid).await }
}

fn zhang(dwellings: &[DwellingId]) -> Value {
    json!({"kind": "person", "name": "张秀兰", "idNumber": NUMBER, "dwellingIds": dwellings})
}

#[tokio::test]
async fn an_owner_is_sealed_found_by_name_and_place_and_shown_masked() {
    let app = TestApp::spawn().await;
    let place = register(&app).await;
    let [one, two] = place.homes;
    let made = place.staff.post("/owners", zhang(&[one.dwelling, two.dwelling])).await.expect(201);

    for secret in ["张秀兰", NUMBER] {
        assert!(!made.text().contains(secret), "{secret} is not masked");
    }
    let row = owner::Entity::find().one(&app.kernel().db).await.expect("no query").expect("no row");
    assert!(!format!("{row:?}").contains("张秀兰") && !format!("{row:?}").contains(NUMBER));
    assert_eq!((made.string("name"), made.string("idNumber")), ("张**".into(), "1****************X".into()));
    assert_eq!(made["dwellings"].as_array().map(Vec::len), Some(2));
    assert_eq!(made["/dwellings/0/areaCentiM2"], 8_950);

    let elsewhere = app.given_building(&app.given_grid().await).await;
    let found = async |query: String| place.staff.get(format!("/owners?{query}")).await.expect(200).items().len();
    assert_eq!(found("name=张秀兰".into()).await, 1);
    assert_eq!(found("name=张秀".into()).await, 0);
    assert_eq!(found(format!("dwellingId={}", two.dwelling)).await, 1);
    assert_eq!(found(format!("buildingId={}", place.building.id)).await, 1);
    assert_eq!(found(format!("buildingId={}", elsewhere.id)).await, 0);
    assert_eq!(found(format!("buildingId={}&dwellingId={}", elsewhere.id, one.dwelling)).await, 0);
    assert_eq!(found("kind=developer".into()).await, 0);
}

#[tokio::test]
async fn the_list_is_walked_page_by_page() {
    let app = TestApp::spawn().await;
    let place = register(&app).await;
    for name in ["甲", "乙", "丙"] {
        let owner = json!({"kind": "person", "name": name, "dwellingIds": []});
        place.staff.post("/owners", owner).await.expect(201);
    }
    let first = place.staff.get("/owners?pageSize=2&withTotal=true").await.expect(200);
    assert_eq!((first.items().len(), first["total"].as_u64()), (2, Some(3)));
    let next = place.staff.get(format!("/owners?pageSize=2&cursor={}", first.string("nextCursor"))).await.expect(200);
    assert_eq!((next.string("/items/0/name"), next["nextCursor"].is_null()), ("丙*".into(), true));
}

#[tokio::test]
async fn a_change_names_all_dwellings_and_the_version_that_was_seen() {
    let app = TestApp::spawn().await;
    let place = register(&app).await;
    let [one, two] = place.homes;
    let made = place.staff.post("/owners", zhang(&[one.dwelling])).await.expect(201);
    let path = made.header("location").to_owned();

    let moved = json!({"kind": "person", "dwellingIds": [two.dwelling], "version": 1});
    let changed = place.staff.put(&path, moved.clone()).await.expect(200);
    assert_eq!(changed["/dwellings/0/id"], json!(two.dwelling));
    assert_eq!((changed["dwellings"].as_array().map(Vec::len), changed.version()), (Some(1), 2));
    assert_eq!(changed.string("idNumber"), "1****************X", "what is left out stays");
    assert_eq!(place.staff.put(&path, moved).await.refusal(), (412, "stale"));

    let occupied = place.staff.request(Method::DELETE, format!("/dwellings/{}", two.dwelling)).if_match(1);
    assert_eq!(occupied.send().await.refusal(), (409, "in_use"));
    assert_eq!(place.staff.request(Method::DELETE, &path).if_match(1).send().await.refusal(), (412, "stale"));
    assert_eq!(ownership::Entity::find().count(&app.kernel().db).await.ok(), Some(1), "a refused deletion undoes all");
    place.staff.request(Method::DELETE, &path).if_match(2).send().await.expect(204);
    assert_eq!(place.staff.get(&path).await.refusal(), (404, "not_found"));
    assert_eq!(ownership::Entity::find().count(&app.kernel().db).await.ok(), Some(0));
}

#[tokio::test]
async fn the_register_is_the_staffs_and_another_communitys_does_not_exist() {
    let app = TestApp::spawn().await;
    let place = register(&app).await;
    let made = place.staff.post("/owners", zhang(&[place.homes[0].dwelling])).await.expect(201);
    let path = format!("/owners/{}", made.id());

    let leader = app.grid_leader(&support::Grid { id: place.building.grid, community: place.building.community }).await;
    let resident = app.resident_in(&place.building).await;
    for person in [&leader, &resident] {
        assert_eq!(person.get("/owners").await.refusal(), (403, "forbidden"));
        assert_eq!(person.get(&path).await.refusal(), (403, "forbidden"));
        assert_eq!(person.post("/owners", zhang(&[])).await.refusal(), (403, "forbidden"));
    }
    let stranger = app.staff(&app.given_community().await).await;
    assert_eq!(stranger.get(&path).await.refusal(), (404, "not_found"));
    assert_eq!(stranger.put(&path, json!({"kind": "person", "dwellingIds": [], "version": 1})).await.status, 404);
    let foreign = stranger.post("/owners", zhang(&[place.homes[0].dwelling])).await;
    assert_eq!(
        (foreign.string("/errors/0/pointer"), foreign.string("/errors/0/code")),
        ("/dwellingIds".into(), "unknown_reference".into())
    );
}

#[tokio::test]
async fn a_number_goes_with_the_kind_and_is_one_owners() {
    let app = TestApp::spawn().await;
    let place = register(&app).await;
    let enter = async |kind: &str, number: &str| {
        let body = json!({"kind": kind, "name": "某某", "idNumber": number, "dwellingIds": []});
        place.staff.post("/owners", body).await
    };
    for (kind, number) in [("person", CREDIT_CODE), ("developer", NUMBER)] {
        assert_eq!(enter(kind, number).await.string("/errors/0/pointer"), "/idNumber");
    }
    let firm = enter("developer", CREDIT_CODE).await.expect(201);
    assert_eq!(firm.string("name"), "某某", "an organisation's name is no secret");
    assert_eq!(enter("organisation", CREDIT_CODE).await.refusal(), (409, "already_exists"));
    enter("person", "E12345678").await.expect(201);
    assert_eq!(enter("person", "110105194912310021").await.status, 422);

    let path = format!("/owners/{}", firm.id());
    let person = json!({"kind": "person", "dwellingIds": [], "version": 1});
    assert_eq!(
        place.staff.put(&path, person).await.string("/errors/0/pointer"),
        "/idNumber",
        "a credit code stays none"
    );
    let resident = app.resident_in(&place.building).await.resident;
    let firm = json!({"kind": "developer", "residentId": resident, "dwellingIds": [], "version": 1});
    assert_eq!(place.staff.put(&path, firm).await.string("/errors/0/pointer"), "/residentId");
}

#[tokio::test]
async fn the_full_view_needs_a_reason_and_the_owner_sees_who_looked() {
    let app = TestApp::spawn().await;
    let place = register(&app).await;
    let owner = app.resident_at(&place.homes[0]).await;
    let mut body = zhang(&[place.homes[0].dwelling]);
    body["residentId"] = json!(owner.resident);
    let path = format!("/owners/{}/unmask", place.staff.post("/owners", body).await.expect(201).id());

    assert_eq!(place.staff.post(&path, json!({})).await["/errors/0/code"], "missing_field");
    let full = place.staff.post(&path, json!({"reason": "送达表决通知"})).await.expect(200);
    assert_eq!((full.string("name"), full.string("idNumber")), ("张秀兰".into(), NUMBER.into()));
    assert_eq!(unmasking::Entity::find().count(&app.kernel().db).await.ok(), Some(1));

    let copy = owner.get("/me/export").await.expect(200);
    assert_eq!(
        (copy.string("/looks/0/reason"), copy.string("/looks/0/subjectKind")),
        ("送达表决通知".into(), "owner".into())
    );
    assert_eq!((copy.string("/owners/0/name"), copy.string("/owners/0/idNumber")), ("张秀兰".into(), NUMBER.into()));
    assert!(copy["/owners/0/addresses/0"].is_string());
}

#[tokio::test]
async fn who_erases_themselves_owns_without_a_name() {
    let app = TestApp::spawn().await;
    let place = register(&app).await;
    let home = place.homes[0];
    let person = app.resident_at(&home).await;
    let body = json!({"kind": "person", "name": person.name, "residentId": person.resident, "idNumber": NUMBER, "dwellingIds": [home.dwelling]});
    let id = place.staff.post("/owners", body).await.expect(201).id();
    let why = json!({"reason": format!("找{}本人", person.name)});
    place.staff.post(format!("/owners/{id}/unmask"), why).await.expect(200);
    let firm = json!({"kind": "organisation", "name": "某某商行", "phone": person.phone, "dwellingIds": [place.homes[1].dwelling]});
    place.staff.post("/owners", firm).await.expect(201);

    person.post("/me/erase", json!({"confirm": true})).await.expect(204);

    let rows = owner::Entity::find().order_by_asc(owner::Column::Id).all(&app.kernel().db).await.expect("no query");
    assert!(
        rows.iter().all(|row| row.account_id.is_none() && row.resident_id.is_none() && row.id_number_blind.is_none())
    );
    let names: Vec<String> = rows
        .iter()
        .map(|row| app.kernel().vault.open(Field::Name, &row.name_sealed).expect("not sealed").to_string())
        .collect();
    assert_eq!(names, ["已注销", "某某商行"]);
    let looks = unmasking::Entity::find().all(&app.kernel().db).await.expect("no query");
    assert_eq!(looks[0].reason, None);
    assert_eq!(ownership::Entity::find().count(&app.kernel().db).await.ok(), Some(2), "the roll must not shrink");
}
