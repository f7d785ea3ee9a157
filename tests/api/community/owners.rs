//! The register of owners: sealed, masked, kept by staff, and heard through the right account.

use api::community::service::owners::{Extent, records};
use api::kernel::crypto::Field;
use entity::auth::account;
use entity::community::{owner, ownership, unmasking};
use entity::ids::{AccountId, DwellingId};
use futures_util::future::{join, join_all};
use reqwest::Method;
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

/// The account through which the owner of this dwelling votes, as the roll of the building has it.
async fn voice(app: &TestApp, place: &Register, home: &Home) -> Option<AccountId> {
    let records = records(&app.kernel().db, Extent::Building(place.building.id)).await.expect("no records");
    let mine = records.ownerships.iter().find(|one| one.dwelling == home.dwelling);
    mine.expect("nobody owns it").account
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
    let found = async |query: String| {
        place.staff.get(format!("/owners?{query}")).await.expect(200).items().len()
    };
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
    assert_eq!((foreign.string("/errors/0/pointer"), foreign.string("/errors/0/code")), ("/dwellingIds".into(), "unknown_reference".into()));
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
    assert_eq!(place.staff.put(&path, person).await.string("/errors/0/pointer"), "/idNumber", "a credit code stays none");
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
    assert_eq!((copy.string("/looks/0/reason"), copy.string("/looks/0/subjectKind")), ("送达表决通知".into(), "owner".into()));
    assert_eq!((copy.string("/owners/0/name"), copy.string("/owners/0/idNumber")), ("张秀兰".into(), NUMBER.into()));
    assert!(copy["/owners/0/addresses/0"].is_string());
}

#[tokio::test]
async fn an_owner_on_the_roster_is_heard_once_the_leader_has_verified_the_resident() {
    let app = TestApp::spawn().await;
    let place = register(&app).await;
    let home = place.homes[0];
    let newcomer = app.newcomer().await;
    let resident = app.given_resident(&home, &newcomer.name, &newcomer.phone, None).await;
    let body = json!({"kind": "person", "name": newcomer.name, "residentId": resident, "dwellingIds": [home.dwelling]});
    let owner = place.staff.post("/owners", body.clone()).await.expect(201);
    assert_eq!((&owner["voice"], voice(&app, &place, &home).await), (&Value::Null, None));
    assert_eq!(place.staff.post("/owners", body).await.refusal(), (409, "already_exists"), "one resident is one owner");

    let claim = app.given_household_claim(&newcomer, &home).await;
    let approve = format!("/household-claims/{claim}/approve");
    place.staff.post(&approve, json!({"version": 1})).await.expect(200);
    assert_eq!(place.staff.get(format!("/owners/{}", owner.id())).await.expect(200)["voice"], "resident");
    assert_eq!(voice(&app, &place, &home).await, Some(newcomer.account()));

    let out = json!({"householdId": null, "relation": "head", "isOwner": true, "version": 2});
    place.staff.put(format!("/residents/{resident}"), out).await.expect(200);
    assert_eq!(voice(&app, &place, &home).await, None, "who has moved out is verified no more");
}

#[tokio::test]
async fn the_same_identity_number_is_the_same_person() {
    let app = TestApp::spawn().await;
    let place = register(&app).await;
    let [here, other] = place.homes;
    let person = app.resident_at(&here).await;
    place.staff.post("/owners", zhang(&[other.dwelling])).await.expect(201);
    assert_eq!(voice(&app, &place, &other).await, None);

    let number = json!({"householdId": here.household, "idNumber": NUMBER, "relation": "head", "isOwner": true, "version": 1});
    let path = format!("/residents/{}", person.resident.expect("no resident"));
    place.staff.put(path, number).await.expect(200);
    assert_eq!(voice(&app, &place, &other).await, Some(person.account()));
}

#[tokio::test]
async fn an_owner_who_lives_elsewhere_is_heard_through_a_phone_and_nobody_learns_whose_it_is() {
    let app = TestApp::spawn().await;
    let place = register(&app).await;
    let [one, two] = place.homes;
    let known = app.newcomer().await;
    let enter = async |phone: &str, home: &Home| {
        let body = json!({"kind": "person", "name": "张三", "phone": phone, "dwellingIds": [home.dwelling]});
        place.staff.post("/owners", body).await.expect(201)
    };
    let (of_known, of_unknown) = (enter(&known.phone, &one).await, enter("13700000001", &two).await);
    assert_eq!((&of_known["voice"], &of_unknown["voice"]), (&json!("phone"), &json!("phone")));
    assert!(!of_known.text().contains(&known.phone) && !of_known.text().contains(&known.account().to_string()));
    assert_eq!(voice(&app, &place, &one).await, Some(known.account()));
    let waiting = voice(&app, &place, &two).await.expect("nobody is heard");
    let waiting = account::Entity::find_by_id(waiting).one(&app.kernel().db).await.expect("no query").expect("no account");
    assert_eq!(waiting.phone_blind, Some(app.kernel().vault.blind(Field::Phone, "13700000001")));

    let body = json!({"kind": "person", "phone": null, "dwellingIds": [one.dwelling], "version": 1});
    let path = format!("/owners/{}", of_known.id());
    assert_eq!(place.staff.put(&path, body).await.expect(200)["voice"], Value::Null);
}

#[tokio::test]
async fn the_records_of_a_place_are_its_parts_and_who_owns_them() {
    let app = TestApp::spawn().await;
    let place = register(&app).await;
    let [one, two] = place.homes;
    let owner = place.staff.post("/owners", zhang(&[one.dwelling, two.dwelling])).await.expect(201).id();
    let other = json!({"kind": "person", "name": "李四", "dwellingIds": [two.dwelling]});
    place.staff.post("/owners", other).await.expect(201);
    let elsewhere = app.given_building(&app.given_grid().await).await;
    app.given_home(&elsewhere).await;
    let foreign = app.given_building(&app.given_grid_in(&app.given_community().await).await).await;
    app.given_home(&foreign).await;

    let of = async |extent| records(&app.kernel().db, extent).await.expect("no records");
    let building = of(Extent::Building(place.building.id)).await;
    assert_eq!((building.parts.len(), building.ownerships.len()), (2, 3));
    assert_eq!(building.parts[0].area, Some(8_950));
    let number = app.kernel().vault.blind(Field::IdNumber, NUMBER);
    let of_one = building.ownerships.iter().find(|record| record.dwelling == one.dwelling).expect("nobody owns it");
    assert_eq!((of_one.owner.to_string(), of_one.identity.as_deref()), (owner, Some(number.as_str())));
    assert_eq!(of(Extent::Compound(place.building.compound)).await, building);
    let community = of(Extent::Community(place.building.community)).await;
    assert_eq!((community.parts.len(), community.ownerships.len()), (3, 3));
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

    let rows = owner::Entity::find().all(&app.kernel().db).await.expect("no query");
    assert!(rows.iter().all(|row| row.account_id.is_none() && row.resident_id.is_none() && row.id_number_blind.is_none()));
    let names: Vec<String> = rows
        .iter()
        .map(|row| app.kernel().vault.open(Field::Name, &row.name_sealed).expect("not sealed").to_string())
        .collect();
    assert_eq!(names, ["已注销", "某某商行"]);
    let looks = unmasking::Entity::find().all(&app.kernel().db).await.expect("no query");
    assert_eq!(looks[0].reason, None);
    assert_eq!(ownership::Entity::find().count(&app.kernel().db).await.ok(), Some(2), "the roll must not shrink");
}

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
        assert!([(201, 409), (422, 204)].contains(&(entered.status, gone.status)), "{} {}", entered.text(), gone.text());
    }
}
