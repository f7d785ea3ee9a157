//! One's own data: see, correct, copy, erase.

use entity::auth::{account, session};
use entity::community::resident;
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use support::{TestApp, Wish};

use crate::media::{photo, upload};

#[tokio::test]
async fn a_person_sees_the_own_profile_masked_and_corrects_it() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let person = app.volunteer(&grid).await;

    let me = person.get("/me").await.expect(200);
    assert!(!me.text().contains(&person.phone) && !me.text().contains(&person.name));
    assert_eq!(me["/roles/0/role"], "volunteer");
    assert_eq!(me["/residency/gridId"], json!(grid.id));

    let change = json!({"displayName": "老王", "version": me.version()});
    assert_eq!(person.put("/me", change.clone()).await.expect(200)["displayName"], "老*");
    assert_eq!(person.put("/me", change).await.refusal(), (412, "stale"));
    assert_eq!(app.api_client(&grid, &[]).await.get("/me").await.refusal(), (403, "forbidden"));
}

#[tokio::test]
async fn the_copy_holds_what_is_known_in_clear() {
    let app = TestApp::spawn().await;
    let person = app.resident(&app.given_grid().await).await;
    let copy = person.get("/me/export").await.expect(200);
    assert_eq!(copy["/account/phone"], json!(person.phone));
    assert_eq!(copy["/resident/name"], json!(person.name));
    assert!(copy["/resident/address"].is_string());
}

#[tokio::test]
async fn the_copy_holds_pictures_messages_roles_deeds_and_looks() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let (cast, person) = (app.given_cast(&grid).await, app.volunteer(&grid).await);
    let photo = upload(&person, &photo()).await.expect(201).id();
    let wish = json!({"category": "repair", "title": "灯坏了", "body": "请帮忙", "photos": [photo]});
    let wish = person.post("/wishes", wish).await.expect(201).string("/wish/id");
    let wish = Wish { id: wish.parse().expect("no id") };
    cast.leader.moves(&wish, "approve", json!({})).await.expect(200);
    cast.helper.moves(&wish, "claim", json!({})).await.expect(200);
    cast.helper.post(wish.path("contact"), json!({})).await.expect(200);
    app.drain().await;

    let copy = person.get("/me/export").await.expect(200);
    assert_eq!((&copy["/pictures/0/picture/id"], &copy["/pictures/0/wishId"]), (&json!(photo), &json!(wish.id)));
    let address = copy.string("/pictures/0/picture/url");
    app.anonymous().get(&address[address.find("/api/").expect("no path of ours")..]).await.expect(200);
    assert_eq!(copy["/notifications/0/kind"], "claim");
    assert_eq!((&copy["/roles/0/role"], &copy["/roles/0/revokedAt"]), (&json!("volunteer"), &Value::Null));
    assert_eq!((&copy["/deeds/0/verb"], &copy["/deeds/0/subjectId"]), (&json!("submit"), &json!(wish.id)));
    assert_eq!((&copy["/looks/0/subjectKind"], &copy["/looks/0/by"]), (&json!("wish"), &json!("王***")));
    assert_eq!(copy["/wishes/made/0/title"], "灯坏了");
    let theirs = cast.helper.get("/me/export").await.expect(200);
    assert_eq!(theirs["/looked/0/subjectId"], json!(wish.id));
}

#[tokio::test]
async fn who_erases_themselves_is_gone_and_a_head_is_still_counted() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let person = app.resident(&grid).await;

    assert_eq!(person.post("/me/erase", json!({"confirm": false})).await["/errors/0/pointer"], "/confirm");
    person.post("/me/erase", json!({"confirm": true})).await.expect(204);
    assert_eq!(person.get("/me").await.refusal(), (401, "unauthenticated"));

    let db = &app.kernel().db;
    let account = account::Entity::find_by_id(person.account()).one(db).await.expect("no query").expect("no row");
    assert_eq!((account.phone_sealed, account.phone_blind, account.display_name_sealed), (None, None, None));
    let session = session::Entity::find_by_id(person.session()).one(db).await.expect("no query").expect("no row");
    assert!(session.revoked_at.is_some());
    let row = resident::Entity::find().one(db).await.expect("no query").expect("no row");
    assert_eq!((row.account_id, row.phone_blind, row.birth_date), (None, None, None));
    assert!(row.household_id.is_none() && row.erased_at.is_some());

    let staff = app.staff(&grid).await;
    assert_eq!(staff.get(format!("/residents?name={}", person.name)).await.expect(200).items().len(), 0);
}

#[tokio::test]
async fn the_last_administrator_appoints_another_one_first() {
    let app = TestApp::spawn().await;
    let community = app.community().await;
    let admin = app.admin(&community).await;
    let erase = json!({"confirm": true});
    assert_eq!(admin.post("/me/erase", erase.clone()).await.refusal(), (409, "last_admin"));
    app.admin(&community).await;
    admin.post("/me/erase", erase).await.expect(204);
}

#[tokio::test]
async fn consent_is_given_to_the_version_in_force_and_taken_back() {
    let app = TestApp::spawn().await;
    let person = app.newcomer().await;
    let due = person.get("/me/consents").await.expect(200);
    assert_eq!(due["due"].as_array().map(Vec::len), Some(2));
    let in_force = due["inForce"].as_array().into_iter().flatten();
    assert_eq!(in_force.filter(|text| text["document"] == "volunteer").count(), 1, "{}", due.text());
    let consent = due["/due/0"].clone();

    let given = person.post("/me/consents", consent.clone()).await.expect(201);
    assert_eq!(person.post("/me/consents", consent).await.refusal(), (409, "already_exists"));
    assert_eq!(person.get("/me").await["consentsDue"].as_array().map(Vec::len), Some(1));
    let old = json!({"document": "terms", "documentVersion": "1999-01"});
    assert_eq!(person.post("/me/consents", old).await["/errors/0/pointer"], "/documentVersion");

    let path = format!("/me/consents/{}/withdraw", given.id());
    assert_ne!(person.post(&path, json!({})).await.expect(200)["withdrawnAt"], Value::Null);
    assert_eq!(person.post(&path, json!({})).await.refusal(), (409, "illegal_transition"));
    assert_eq!(app.newcomer().await.post(&path, json!({})).await.refusal(), (404, "not_found"));
}
