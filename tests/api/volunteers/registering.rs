//! Becoming a volunteer, stopping, and coming back.

use entity::auth::{Role, role_grant};
use entity::community::{ConsentDocument, consent};
use entity::volunteers::volunteer;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;
use support::{Person, TestApp};

async fn is_volunteer(app: &TestApp, person: &Person) -> bool {
    let held = role_grant::Entity::find()
        .filter(role_grant::Column::AccountId.eq(person.account()))
        .filter(role_grant::Column::Role.eq(Role::Volunteer))
        .filter(role_grant::Column::RevokedAt.is_null());
    held.one(&app.kernel().db).await.expect("roles cannot be read").is_some()
}

#[tokio::test]
async fn a_resident_who_registers_has_a_number_the_consent_and_the_role() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let person = app.resident(&grid).await;

    let skills = json!({"skills": ["nursing", "nursing", "law"], "gridIds": [grid.id]});
    let registered = person.registers(skills).await.expect(201);

    assert_eq!(registered["number"], "V000001");
    assert_eq!(registered["name"], "王**");
    assert_eq!(registered["skills"], json!(["law", "nursing"]));
    assert_eq!(registered["gridIds"], json!([grid.id]));
    assert_eq!(registered["allowedActions"], json!(["change", "retire"]));
    assert!(is_volunteer(&app, &person).await);
    let consent = consent::Entity::find()
        .filter(consent::Column::AccountId.eq(person.account()))
        .filter(consent::Column::Document.eq(ConsentDocument::Volunteer));
    let consent = consent.one(&app.kernel().db).await.expect("no consents").expect("no consent was recorded");
    assert_eq!(consent.document_version, "2026-11");
    let row = volunteer::Entity::find().one(&app.kernel().db).await.expect("no volunteers").expect("no volunteer");
    assert!(!row.name_sealed.contains("王"), "the name is not sealed");
    let own = person.get("/me/volunteer").await.expect(200);
    assert_eq!(own["id"], registered["id"]);
    assert_eq!(person.registers(json!({})).await.refusal(), (409, "already_exists"));
}

#[tokio::test]
async fn who_is_nobodys_resident_and_no_partner_does_not_register() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let (newcomer, member) = (app.newcomer().await, app.member(&grid).await);
    assert_eq!(newcomer.registers(json!({})).await.refusal(), (403, "not_verified"));
    assert_eq!(member.registers(json!({})).await.refusal(), (403, "not_verified"));
    assert_eq!(newcomer.get("/me/volunteer").await.refusal(), (404, "not_found"));

    let partner = app.given_partner(&grid).await;
    let speaker = app.partner_member(&grid, partner).await;
    let registered = speaker.registers(json!({})).await.expect(201);
    assert_eq!(registered["partnerId"], json!(partner));
}

#[tokio::test]
async fn under_14_nobody_registers_and_under_18_a_guardian_agrees() {
    let app = TestApp::spawn().await;
    app.set_clock("2026-11-25T02:00:00Z");
    let grid = app.given_grid().await;
    let person = app.resident(&grid).await;
    let guardian = json!({"name": "王建国", "phone": "13812345678", "agrees": true});
    let born = |day: &str| json!({"birthDate": day});

    let child = json!({"birthDate": "2012-11-26", "guardian": guardian});
    assert_eq!(person.registers(child).await.refusal(), (422, "too_young_to_register"));
    assert_eq!(person.registers(born("2026-11-26")).await.refusal(), (422, "invalid"));
    assert_eq!(person.registers(born("2012-11-25")).await.refusal(), (422, "guardian_required"));
    let refused =
        json!({"birthDate": "2012-11-25", "guardian": {"name": "王建国", "phone": "13812345678", "agrees": false}});
    assert_eq!(person.registers(refused).await.refusal(), (422, "guardian_required"));
    let minor = person.registers(json!({"birthDate": "2012-11-25", "guardian": guardian})).await.expect(201);
    assert_eq!(minor["hasGuardian"], true);

    let roll = app.anonymous().get(format!("/communities/{}/honour-roll", grid.community)).await.expect(200);
    assert_eq!(roll.body.as_array().map(Vec::len), Some(0), "nobody under 18 is named in public");

    let adult = app.resident(&grid).await;
    let grown = adult.registers(json!({"birthDate": "2008-11-25", "guardian": guardian})).await.expect(201);
    assert_eq!(grown["hasGuardian"], false, "of a grown-up no guardian is kept");
}

#[tokio::test]
async fn another_version_of_the_document_and_foreign_grids_are_refused() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let elsewhere = app.given_grid_in(&app.given_community().await).await;
    let person = app.resident(&grid).await;
    let old = person.registers(json!({"consentVersion": "2020-01"})).await;
    assert_eq!(old["errors"][0]["pointer"], "/consentVersion");
    let foreign = person.registers(json!({"gridIds": [elsewhere.id]})).await;
    assert_eq!(foreign["errors"][0]["pointer"], "/gridIds");
    assert!(!is_volunteer(&app, &person).await, "what was refused leaves nothing behind");
    assert_eq!(person.get("/me/volunteer").await.status, 404);
}

#[tokio::test]
async fn who_retires_loses_the_role_and_comes_back_under_the_same_number() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let (person, id) = app.registered(&grid).await;
    let path = |verb: &str| format!("/volunteers/{id}/{verb}");

    let retired = person.post(path("retire"), json!({"version": 1})).await.expect(200);
    assert_eq!((&retired["status"], &retired["allowedActions"]), (&json!("retired"), &json!(["return"])));
    assert!(!is_volunteer(&app, &person).await);
    assert_eq!(person.post(path("retire"), json!({"version": 2})).await.refusal(), (409, "illegal_transition"));
    let consent = json!({"version": 2, "consentVersion": "2026-11"});
    let back = person.post(path("return"), consent.clone()).await.expect(200);
    assert_eq!((&back["status"], &back["number"]), (&json!("active"), &json!("V000001")));
    assert!(is_volunteer(&app, &person).await);
    let neighbour = app.resident(&grid).await;
    assert_eq!(neighbour.post(path("retire"), json!({"version": 3})).await.status, 404);
    let staff = app.staff(&grid).await;
    assert_eq!(staff.post(path("retire"), json!({"version": 3})).await.refusal(), (403, "forbidden"));
}

#[tokio::test]
async fn who_erases_themselves_is_no_volunteer_with_a_name_any_more() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let (person, id) = app.registered(&grid).await;
    let copy = person.get("/me/export").await.expect(200);
    assert_eq!(copy["volunteering"]["volunteer"]["name"], "王秀兰");

    person.post("/me/erase", json!({"confirm": true})).await.expect(204);

    let staff = app.staff(&grid).await;
    let left = staff.get(format!("/volunteers/{id}")).await.expect(200);
    assert_eq!((&left["status"], &left["name"], &left["skills"]), (&json!("retired"), &json!("已**"), &json!([])));
    let row = volunteer::Entity::find().one(&app.kernel().db).await.expect("no volunteers").expect("no volunteer");
    assert_eq!(row.birth_date.to_string(), "1970-01-01");
}
