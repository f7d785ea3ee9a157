//! Through whom an owner is heard, and what a roll is made from.

use api::community::service::owners::{Extent, records};
use api::kernel::crypto::Field;
use entity::auth::account;
use entity::ids::AccountId;
use sea_orm::prelude::*;
use serde_json::{Value, json};
use support::{Home, TestApp};

use super::{NUMBER, Register, register, zhang};

/// The account through which the owner of this dwelling votes, as the roll of the building has it.
async fn voice(app: &TestApp, place: &Register, home: &Home) -> Option<AccountId> {
    let records = records(&app.kernel().db, Extent::Building(place.building.id)).await.expect("no records");
    let mine = records.ownerships.iter().find(|one| one.dwelling == home.dwelling);
    mine.expect("nobody owns it").account
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

    let number =
        json!({"householdId": here.household, "idNumber": NUMBER, "relation": "head", "isOwner": true, "version": 1});
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
    let waiting =
        account::Entity::find_by_id(waiting).one(&app.kernel().db).await.expect("no query").expect("no account");
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
