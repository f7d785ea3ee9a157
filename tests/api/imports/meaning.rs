//! What an import does to the roster.

use api::kernel::crypto::Field;
use entity::community::{DwellingKind, Relation, dwelling, household, resident};
use entity::kernel::event;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};
use support::TestApp;

use super::{FAMILY, assert_hidden, figure, import, many, nothing, records, residents, roster, try_out};

/// The row on the roster of this name.
async fn person(app: &TestApp, name: &str) -> resident::Model {
    let blind = app.kernel().vault.blind(Field::Name, name);
    let row = resident::Entity::find().filter(resident::Column::NameBlind.eq(blind)).one(&app.kernel().db).await;
    row.expect("residents cannot be read").unwrap_or_else(|| panic!("nobody is called {name}"))
}

#[tokio::test]
async fn a_roster_becomes_places_households_and_people() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let staff = app.staff(&grid).await;

    let done = import(&staff, &roster(&app, &grid, &FAMILY).await).await;

    assert_eq!(
        (done["status"].as_str(), done["rows"].as_u64(), done["faultCount"].as_u64()),
        (Some("done"), Some(4), Some(0))
    );
    for (kind, count) in
        [("compounds", 1), ("buildings", 1), ("units", 1), ("dwellings", 2), ("households", 1), ("residents", 3)]
    {
        assert_eq!(figure(&done, kind), [count, 0, 0], "{kind}");
    }
    let zhang = person(&app, "张秀兰").await;
    let vault = &app.kernel().vault;
    assert_eq!(zhang.birth_date, chrono::NaiveDate::from_ymd_opt(1949, 12, 31), "it stands in the identity number");
    assert_eq!((zhang.relation, zhang.is_owner, zhang.tags), (Relation::Head, true, json!(["party_member"])));
    assert_eq!(
        vault.open(Field::Phone, &zhang.phone_sealed.expect("no phone")).expect("not sealed").as_str(),
        "13812341234"
    );
    let home = household::Entity::find_by_id(zhang.household_id.expect("no household")).one(&app.kernel().db).await;
    let home = home.expect("no query").expect("no household").dwelling_id;
    let home = dwelling::Entity::find_by_id(home).one(&app.kernel().db).await.expect("no query").expect("no dwelling");
    assert_eq!((home.area_centi_m2, home.kind), (Some(8_950), DwellingKind::Residential));
    assert_eq!(vault.open(Field::Door, &home.door_sealed).expect("not sealed").as_str(), "301");
}

#[tokio::test]
async fn a_dry_run_says_the_same_and_writes_nothing() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let staff = app.staff(&grid).await;
    let file = roster(&app, &grid, &FAMILY).await;

    let tried = try_out(&staff, &file).await;
    assert_eq!((tried["status"].as_str(), tried["dryRun"].as_bool()), (Some("dry_run"), Some(true)));
    assert_eq!(json!(records(&staff).await), nothing());
    let written = event::Entity::find().filter(event::Column::SubjectKind.ne("import_job"));
    assert_eq!(written.count(&app.kernel().db).await.ok(), Some(0));

    let done = import(&staff, &file).await;
    assert_eq!(tried["figures"], done["figures"]);
}

#[tokio::test]
async fn the_same_file_twice_changes_nothing_and_a_changed_cell_only_its_record() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let staff = app.staff(&grid).await;
    let file = roster(&app, &grid, &FAMILY).await;
    import(&staff, &file).await;
    let before = resident::Entity::find().all(&app.kernel().db).await.expect("no query");

    let again = import(&staff, &file).await;
    for (kind, count) in
        [("compounds", 1), ("buildings", 1), ("units", 1), ("dwellings", 2), ("households", 1), ("residents", 3)]
    {
        assert_eq!(figure(&again, kind), [0, 0, count], "{kind}");
    }
    assert_eq!(resident::Entity::find().all(&app.kernel().db).await.expect("no query"), before);

    let changed = import(&staff, &file.replace("13900001111", "13900002222").replace(",60,商业", ",61.25,商业")).await;
    assert_eq!((figure(&changed, "residents"), figure(&changed, "dwellings")), ([0, 1, 2], [0, 1, 1]));
    let li = person(&app, "李建国").await;
    assert_eq!(li.version, 2);
    assert_eq!(li.phone_blind, Some(app.kernel().vault.blind(Field::Phone, "13900002222")));
    assert_eq!(figure(&import(&staff, &file).await, "residents"), [0, 1, 2], "and back again");
}

#[tokio::test]
async fn people_are_found_by_number_wherever_they_live_and_an_empty_cell_says_nothing() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let staff = app.staff(&grid).await;
    import(&staff, &roster(&app, &grid, &FAMILY).await).await;

    let moved = ["{},吉祥苑,3栋,2单元,302,,,张秀蘭,,,11010519491231002X,,,"];
    let done = import(&staff, &roster(&app, &grid, &moved).await).await;
    assert_eq!((figure(&done, "residents"), figure(&done, "households")), ([0, 1, 0], [1, 0, 0]));
    let zhang = person(&app, "张秀蘭").await;
    assert_eq!((zhang.is_owner, zhang.phone_sealed.is_some(), &zhang.tags), (true, true, &json!(["party_member"])));
    assert_eq!(residents(&staff).await, 3);

    let numbered = format!("{{}},吉祥苑,3栋,2单元,301,,,李小明,,,{},1970-01-01,,", super::id_number(0));
    let done = import(&staff, &roster(&app, &grid, &[&numbered]).await).await;
    assert_eq!(done["status"], "done", "{}", done.text());
    assert_eq!(figure(&done, "residents"), [0, 1, 0], "who had no number gets one");
    assert_eq!(residents(&staff).await, 3);
}

#[tokio::test]
async fn who_has_moved_out_comes_back_and_an_account_stays_linked() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let (staff, linked) = (app.staff(&grid).await, app.resident(&grid).await);
    let row = person(&app, &linked.name).await;
    let number = super::id_number(7);
    let mut body =
        json!({"householdId": row.household_id, "idNumber": number, "relation": "head", "isOwner": true, "version": 1});
    staff.put(format!("/residents/{}", row.id), body.clone()).await.expect(200);

    let line = format!("{{}},新苑,1栋,,101,,,{},,,{number},,,", linked.name);
    import(&staff, &roster(&app, &grid, &[&line]).await).await;
    let moved = person(&app, &linked.name).await;
    assert_eq!((moved.id, moved.account_id), (row.id, row.account_id));
    assert_ne!(moved.household_id, row.household_id);

    (body["householdId"], body["version"]) = (Value::Null, json!(moved.version));
    staff.put(format!("/residents/{}", row.id), body).await.expect(200);
    let back = import(&staff, &roster(&app, &grid, &[&line]).await).await;
    assert_eq!(figure(&back, "residents"), [0, 1, 0]);
    let back = person(&app, &linked.name).await;
    assert_eq!((back.household_id, back.moved_out_at), (moved.household_id, None));
}

#[tokio::test]
async fn each_record_and_the_import_itself_stand_in_the_log_without_personal_data() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let staff = app.staff(&grid).await;
    let done = import(&staff, &roster(&app, &grid, &FAMILY).await).await;

    let events = event::Entity::find().all(&app.kernel().db).await.expect("no query");
    let of = |kind: &str| events.iter().filter(|event| event.subject_kind == kind).collect::<Vec<_>>();
    assert_eq!((of("resident").len(), of("dwelling").len(), of("import_job").len()), (3, 2, 1));
    assert_eq!((of("resident")[0].verb.as_str(), &of("resident")[0].data), ("create", &json!({"importId": done.id()})));
    assert_eq!(of("import_job")[0].by_id, Some(staff.account().into()));
    assert_eq!(of("import_job")[0].data["totals"]["figures"]["residents"]["created"], 3);
    assert_hidden(&format!("{events:?}"));
    app.drain().await;
    let verdict = api::kernel::audit::verify(&app.kernel().db, |_| {}).await.expect("the chain cannot be read");
    assert_eq!((verdict.fault, verdict.unsealed), (None, 0));
}

#[tokio::test]
async fn a_whole_community_is_imported_in_seconds() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let staff = app.staff(&grid).await;
    let file = many(&app, &grid, 5_646).await;

    let begun = std::time::Instant::now();
    let done = import(&staff, &file).await;
    let first = begun.elapsed();
    assert_eq!(figure(&done, "residents"), [5_646, 0, 0], "{}", done.text());
    let begun = std::time::Instant::now();
    assert_eq!(figure(&import(&staff, &file).await, "residents"), [0, 0, 5_646]);
    eprintln!("5646 people: {first:?}, again: {:?}", begun.elapsed());
    let changed = import(&staff, &file.replace(",138", ",139")).await;
    assert_eq!(figure(&changed, "residents"), [0, 5_646, 0]);
    assert_eq!(residents(&staff).await, 5_646);
}
