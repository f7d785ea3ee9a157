//! Who erases themselves is nowhere to be found: not in any column of any table, not in
//! what is sealed, not among the pictures.

use std::path::Path;

use api::kernel::crypto::Field;
use entity::auth::wechat_identity;
use entity::community::{ClaimStatus, Relation, dwelling, household_claim, owner, resident};
use entity::deliberations::OwnerKind;
use entity::ids::{HouseholdClaimId, OwnerId, WechatIdentityId};
use reqwest::Method;
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use serde_json::json;
use support::{Cast, Person, TestApp, Wish};

use super::searching::found;
use crate::media::{photo, upload};

const DOOR: &str = "九栋七单元1804室";
const OPENID: &str = "oErased-0123456789abcdefghij";
const ID_NUMBER: &str = "11010519491231002X";

/// A resident about whom everything is known that can be.
async fn well_known(app: &TestApp, person: &Person) {
    let vault = &app.kernel().vault;
    let home = person.home.expect("no home");
    let door = dwelling::ActiveModel {
        door_sealed: Set(vault.seal(Field::Door, DOOR).unwrap()),
        door_blind: Set(vault.blind(Field::Door, DOOR)),
        ..Default::default()
    };
    let db = &app.kernel().db;
    dwelling::Entity::update_many().set(door).filter(dwelling::Column::Id.eq(home.dwelling)).exec(db).await.unwrap();
    let number = resident::ActiveModel {
        id_number_sealed: Set(Some(vault.seal(Field::IdNumber, ID_NUMBER).unwrap())),
        id_number_blind: Set(Some(vault.blind(Field::IdNumber, ID_NUMBER))),
        ..Default::default()
    };
    let own = resident::Column::AccountId.eq(person.account());
    resident::Entity::update_many().set(number).filter(own).exec(db).await.unwrap();
    app.row(wechat_identity::ActiveModel {
        id: Set(WechatIdentityId::new()),
        account_id: Set(person.account()),
        appid: Set("wx0000000000000000".into()),
        openid_sealed: Set(vault.seal(Field::OpenId, OPENID).unwrap()),
        openid_blind: Set(vault.blind(Field::OpenId, OPENID)),
        created_at: Set(app.now()),
        last_login_at: Set(app.now()),
        ..Default::default()
    })
    .await;
    app.row(owner::ActiveModel {
        id: Set(OwnerId::new()),
        community_id: Set(home.place.community),
        kind: Set(OwnerKind::Person),
        name_sealed: Set(vault.seal(Field::Name, &person.name).unwrap()),
        name_blind: Set(vault.blind(Field::Name, &person.name)),
        id_number_sealed: Set(Some(vault.seal(Field::IdNumber, ID_NUMBER).unwrap())),
        id_number_blind: Set(Some(vault.blind(Field::IdNumber, ID_NUMBER))),
        version: Set(1),
        created_at: Set(app.now()),
        updated_at: Set(app.now()),
        ..Default::default()
    })
    .await;
    app.row(household_claim::ActiveModel {
        id: Set(HouseholdClaimId::new()),
        community_id: Set(home.place.community),
        account_id: Set(person.account()),
        dwelling_id: Set(home.dwelling),
        grid_id: Set(home.place.grid),
        name_sealed: Set(vault.seal(Field::Name, &person.name).unwrap()),
        relation: Set(Relation::Head),
        is_owner: Set(true),
        note: Set(Some(format!("我是{}，住{DOOR}", person.name))),
        status: Set(ClaimStatus::Rejected),
        due_at: Set(app.now()),
        reason: Set(Some(format!("{}不住这里", person.name))),
        version: Set(2),
        created_at: Set(app.now()),
        updated_at: Set(app.now()),
        ..Default::default()
    })
    .await;
}

/// A wish with a photo that says too much in every text it has.
async fn telling_wish(person: &Person) -> Wish {
    let photo = upload(person, &photo()).await.expect(201).id();
    let body = json!({
        "category": "repair", "title": format!("{}家的灯", person.name), "photos": [photo],
        "body": format!("我是{}，电话{}，住{DOOR}，晚上看不清。", person.name, person.phone),
        "beneficiary": person.name, "coordinates": {"lat": 43.88, "lng": 125.36, "datum": "gcj02"},
        "contact": {"name": person.name, "phone": person.phone, "address": DOOR},
    });
    let answer = person.post("/wishes", body).await.expect(201);
    Wish { id: answer.string("/wish/id").parse().expect("no id") }
}

/// One wish goes all the way, one is rejected, one still waits; everybody writes names down.
async fn talk(app: &TestApp, cast: &Cast, person: &Person) {
    let words = format!("{}，{}", person.name, person.phone);
    let because = json!({"reason": format!("请{words}补充")});
    let done = telling_wish(person).await;
    cast.leader.moves(&done, "approve", json!({})).await.expect(200);
    cast.helper.moves(&done, "claim", json!({})).await.expect(200);
    let look = cast.helper.request(Method::POST, done.path("contact")).json(&json!({}));
    look.send().await.expect(200);
    let evidence = upload(&cast.helper, &photo()).await.expect(201).id();
    let note = json!({"text": format!("{words}家修好了"), "photos": [evidence]});
    cast.helper.moves(&done, "fulfil", note).await.expect(200);
    let comment = json!({"rating": 5, "comment": format!("{}谢谢大家", person.name)});
    person.moves(&done, "confirm", comment).await.expect(200);

    let refused = telling_wish(person).await;
    cast.leader.moves(&refused, "reject", because.clone()).await.expect(200);
    let waiting = telling_wish(person).await;
    cast.leader.moves(&waiting, "return", because).await.expect(200);
    upload(person, &photo()).await.expect(201);

    let other = cast.author.submits_wish("另一盏灯").await;
    cast.leader.moves(&other, "approve", json!({})).await.expect(200);
    person.moves(&other, "claim", json!({})).await.expect(200);
    person.moves(&other, "progress", json!({"text": format!("{words}明天来")})).await.expect(200);
    person.moves(&other, "release", json!({"reason": format!("{words}没空")})).await.expect(200);

    let resident = person.resident.expect("no resident");
    let why = json!({"reason": format!("核实{}", person.name)});
    cast.staff.post(format!("/residents/{resident}/unmask"), why).await.expect(200);
    app.drain().await;
}

fn pictures_in(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| if entry.path().is_dir() { pictures_in(&entry.path()) } else { 1 }).sum()
}

#[tokio::test]
async fn nothing_that_tells_who_it_was_is_left_anywhere() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let (cast, person) = (app.given_cast(&grid).await, app.volunteer(&grid).await);
    well_known(&app, &person).await;
    talk(&app, &cast, &person).await;

    let vault = &app.kernel().vault;
    let words: Vec<String> = [&person.name, &person.phone, OPENID, DOOR, ID_NUMBER].map(str::to_owned).into();
    let blind = [
        vault.blind(Field::Name, &person.name),
        vault.blind(Field::Phone, &person.phone),
        vault.blind(Field::OpenId, OPENID),
        vault.blind(Field::IdNumber, ID_NUMBER),
    ];
    let words = [words, blind.into()].concat();
    let before = found(&app, &words).await;
    for place in ["wish.body", "wish.contact_phone_sealed", "wish_note.text", "event.reason", "unmasking.reason"] {
        assert!(before.contains(&place.to_owned()), "the search does not see {place}: {before:?}");
    }
    let folder = app.kernel().settings.data_dir.join("media");
    assert_eq!(pictures_in(&folder), 2 * 5);
    let wall = format!("/communities/{}/wall?status=confirmed", grid.community);
    assert_eq!(app.anonymous().get(&wall).await.expect(200)["/items/0/photoCount"], 1);

    person.post("/me/erase", json!({"confirm": true})).await.expect(204);
    app.drain().await;

    assert_eq!(found(&app, &words).await, Vec::<String>::new());
    assert_eq!(pictures_in(&folder), 0, "pictures are left");
    assert!(audit_holds(&app).await);
    stays_without_its_author(&app, &person, &wall).await;
}

/// What was public is still there, and leads from its author to no door.
async fn stays_without_its_author(app: &TestApp, person: &Person, wall: &str) {
    let shown = app.anonymous().get(wall).await.expect(200);
    assert_eq!(shown["/items/0/title"], "＊＊家的灯");
    assert_eq!(shown["/items/0/photoCount"], 0);
    let search = format!("{wall}&q=看不清");
    assert_eq!(app.anonymous().get(&search).await.expect(200).items().len(), 1);
    let named = format!("{wall}&q={}", person.name);
    assert_eq!(app.anonymous().get(&named).await.expect(200).items().len(), 0);

    let db = &app.kernel().db;
    let row =
        resident::Entity::find_by_id(person.resident.unwrap()).one(db).await.unwrap().expect("no head is counted");
    assert_eq!((row.account_id, row.household_id, row.erased_at.is_some()), (None, None, true));
    let claims = household_claim::Entity::find().filter(household_claim::Column::AccountId.eq(person.account()));
    assert_eq!(claims.count(db).await.unwrap(), 0);
}

/// The log still proves itself when reasons have gone.
async fn audit_holds(app: &TestApp) -> bool {
    let verdict = api::kernel::audit::verify(&app.kernel().db, |_| {}).await.expect("the chain cannot be read");
    verdict.fault.is_none() && verdict.checked > 0
}
