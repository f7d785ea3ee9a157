//! The sheet of owners: checked whole, written whole or not at all, like the roster.

mod faults;
mod guards;

use std::io::Cursor;

use api::kernel::crypto::Field;
use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use encoding_rs::GBK;
use entity::community::{owner, ownership};
use entity::deliberations::OwnerKind;
use entity::kernel::event;
use reqwest::Method;
use sea_orm::prelude::*;
use serde_json::{Value, json};
use support::{Answer, Person, TestApp};

use super::{figure, id_number, import, roster};

/// The columns of the template.
const HEADS: &str = "小区,楼栋,单元,门牌,业主姓名,业主类型,证件号码";

/// A couple, their second flat, the developer's unsold part.
const SHEET: [&str; 4] = [
    "吉祥苑,3栋,2单元,301,张秀兰,个人,11010519491231002X",
    "吉祥苑,3栋,2单元,301,李建国,,",
    "吉祥苑,3栋,2单元,302,张秀兰,,11010519491231002X",
    "吉祥苑,3栋,2单元,303,吉祥置业,建设单位,91350100M000100Y43",
];

/// Four empty dwellings, and who works there.
async fn place(app: &TestApp) -> Person {
    let grid = app.given_grid().await;
    let staff = app.staff(&grid).await;
    let doors: Vec<String> = (301..305).map(|door| format!("{{}},吉祥苑,3栋,2单元,{door},60,,,,,,,,")).collect();
    let doors: Vec<&str> = doors.iter().map(String::as_str).collect();
    assert_eq!(import(&staff, &roster(app, &grid, &doors).await).await["status"], "done");
    staff
}

fn sheet(rows: &[&str]) -> String {
    std::iter::once(HEADS).chain(rows.iter().copied()).collect::<Vec<_>>().join("\r\n")
}

async fn send(person: &Person, bytes: &[u8], fields: &[(&str, &str)]) -> Answer {
    person.request(Method::POST, "/imports/owners").file("业主.csv", "text/csv", bytes, fields).send().await
}

async fn import_owners(person: &Person, rows: &[&str]) -> Answer {
    send(person, sheet(rows).as_bytes(), &[]).await.expect(201)
}

/// The names of those who own the dwelling behind this door, in order.
async fn owners_of(app: &TestApp, staff: &Person, door: &str) -> Vec<String> {
    let dwelling = staff.get(format!("/dwellings?door={door}")).await.expect(200).string("/items/0/id");
    let rows =
        ownership::Entity::find().filter(ownership::Column::DwellingId.eq(dwelling.parse::<Uuid>().expect("no id")));
    let ids: Vec<_> = rows.all(&app.kernel().db).await.expect("no query").into_iter().map(|row| row.owner_id).collect();
    let rows =
        owner::Entity::find().filter(owner::Column::Id.is_in(ids)).all(&app.kernel().db).await.expect("no query");
    let open =
        |row: owner::Model| app.kernel().vault.open(Field::Name, &row.name_sealed).expect("not sealed").to_string();
    let mut names: Vec<String> = rows.into_iter().map(open).collect();
    names.sort();
    names
}

async fn rows(app: &TestApp) -> (Vec<owner::Model>, Vec<ownership::Model>) {
    let db = &app.kernel().db;
    (owner::Entity::find().all(db).await.expect("no query"), ownership::Entity::find().all(db).await.expect("no query"))
}

#[tokio::test]
async fn a_sheet_becomes_owners_and_what_they_own() {
    let app = TestApp::spawn().await;
    let staff = place(&app).await;
    let tried = send(&staff, sheet(&SHEET).as_bytes(), &[("dryRun", "true")]).await.expect(201);
    assert_eq!((tried["status"].as_str(), rows(&app).await.0.len()), (Some("dry_run"), 0));

    let done = import_owners(&staff, &SHEET).await;
    assert_eq!((done["status"].as_str(), done["kind"].as_str()), (Some("done"), Some("owners")), "{}", done.text());
    assert_eq!(done["figures"], tried["figures"]);
    assert_eq!((figure(&done, "owners"), figure(&done, "ownerships")), ([3, 0, 0], [4, 0, 0]));
    assert_eq!(owners_of(&app, &staff, "301").await, ["张秀兰", "李建国"]);
    assert_eq!(owners_of(&app, &staff, "302").await, ["张秀兰"]);
    let developer = staff.get("/owners?kind=developer").await.expect(200);
    assert_eq!(developer.string("/items/0/name"), "吉祥置业");
    let (owners, _) = rows(&app).await;
    assert_eq!(owners.iter().filter(|row| row.kind == OwnerKind::Person).count(), 2);
    let events = event::Entity::find().filter(event::Column::SubjectKind.eq("owner")).all(&app.kernel().db).await;
    let events = events.expect("no query");
    assert_eq!((events.len(), &events[0].data), (3, &json!({"importId": done.id()})));
    super::assert_hidden(&format!("{events:?} {owners:?}"));
}

#[tokio::test]
async fn the_same_file_twice_changes_nothing_in_utf8_and_gbk() {
    let app = TestApp::spawn().await;
    let staff = place(&app).await;
    import_owners(&staff, &SHEET).await;
    let before = rows(&app).await;
    let file = sheet(&SHEET);
    let (gbk, ..) = GBK.encode(&file);
    for bytes in [file.as_bytes(), &gbk] {
        let again = send(&staff, bytes, &[]).await.expect(201);
        assert_eq!(
            (figure(&again, "owners"), figure(&again, "ownerships")),
            ([0, 0, 3], [0, 0, 4]),
            "{}",
            again.text()
        );
    }
    assert_eq!(rows(&app).await, before);
}

#[tokio::test]
async fn a_dwelling_belongs_to_whom_the_sheet_names_and_the_others_stay_as_they_are() {
    let app = TestApp::spawn().await;
    let staff = place(&app).await;
    import_owners(&staff, &SHEET).await;
    let zhang = staff.get("/owners?name=张秀兰").await.expect(200)["items"][0].clone();

    let sold = format!("吉祥苑,3栋,2单元,301,王五,个人,{}", id_number(1));
    let done = import_owners(&staff, &[&sold]).await;
    assert_eq!((figure(&done, "owners"), figure(&done, "ownerships")), ([1, 2, 0], [1, 2, 0]), "{}", done.text());
    assert_eq!(owners_of(&app, &staff, "301").await, ["王五"]);
    assert_eq!(owners_of(&app, &staff, "302").await, ["张秀兰"]);
    let path = format!("/owners/{}", zhang["id"].as_str().unwrap_or_default());
    let stale = json!({"kind": "person", "dwellingIds": [zhang["dwellings"][0]["id"]], "version": zhang["version"]});
    assert_eq!(staff.put(path, stale).await.refusal(), (412, "stale"), "what was seen before the sale is old");
}

#[tokio::test]
async fn who_had_no_number_gets_one_and_a_name_is_corrected_by_the_number() {
    let app = TestApp::spawn().await;
    let staff = place(&app).await;
    import_owners(&staff, &SHEET).await;
    let rows_now = [
        "吉祥苑,3栋,2单元,301,张秀蘭,,11010519491231002X".to_owned(),
        format!("吉祥苑,3栋,2单元,301,李建国,,{}", id_number(2)),
    ];
    let done = import_owners(&staff, &rows_now.each_ref().map(String::as_str)).await;
    assert_eq!((figure(&done, "owners"), figure(&done, "ownerships")), ([0, 2, 0], [0, 0, 2]), "{}", done.text());
    assert_eq!(owners_of(&app, &staff, "302").await, ["张秀蘭"]);
    assert!(rows(&app).await.0.iter().all(|row| row.id_number_blind.is_some()));
}

#[tokio::test]
async fn without_numbers_a_firm_is_one_owner_and_namesakes_are_two() {
    let app = TestApp::spawn().await;
    let staff = place(&app).await;
    let sheet = [
        "吉祥苑,3栋,2单元,301,吉祥置业,开发商,",
        "吉祥苑,3栋,2单元,302,吉祥置业,建设单位,",
        "吉祥苑,3栋,2单元,303,张伟,,",
        "吉祥苑,3栋,2单元,304,张伟,,",
    ];
    let done = import_owners(&staff, &sheet).await;
    assert_eq!((figure(&done, "owners"), figure(&done, "ownerships")), ([3, 0, 0], [4, 0, 0]), "{}", done.text());
    let numbered = ["吉祥苑,3栋,2单元,304,吉祥置业,建设单位,91350100M000100Y43", sheet[0]];
    let done = import_owners(&staff, &numbered).await;
    assert_eq!((figure(&done, "owners"), figure(&done, "ownerships")), ([0, 2, 0], [1, 1, 1]), "{}", done.text());
}

#[tokio::test]
async fn the_template_takes_owners_and_a_roster_is_none() {
    let app = TestApp::spawn().await;
    let staff = place(&app).await;
    let csv = staff.get("/imports/templates/owners?format=csv").await.expect(200);
    assert_eq!(csv.text().trim_start_matches('\u{feff}').trim_end(), HEADS);
    let book = staff.get("/imports/templates/owners").await.expect(200);
    assert!(book.header("content-disposition").contains("owners-template.xlsx"));
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(book.bytes.to_vec())).expect("no workbook");
    let range = book.worksheet_range("业主名册").expect("no such sheet");
    let heads: Vec<String> = range.rows().next().expect("no head").iter().map(Data::to_string).collect();
    assert_eq!(heads.join(","), HEADS);
    let roster = send(&staff, super::HEADS.as_bytes(), &[]).await.expect(201);
    assert_eq!(roster["/faults/0/code"], "unknown_column");
    assert_eq!(staff.get("/imports?kind=owners").await.expect(200).items().len(), 1);
}

#[tokio::test]
async fn an_owner_is_the_resident_of_the_same_name_who_lives_there() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let staff = app.staff(&grid).await;
    import(&staff, &roster(&app, &grid, &super::FAMILY).await).await;
    import_owners(&staff, &["吉祥苑,3栋,2单元,301,李建国,,", "吉祥苑,3栋,2单元,302,张秀兰,,"]).await;
    let li = staff.get("/residents?name=李建国").await.expect(200)["items"][0]["id"].clone();
    assert_eq!(staff.get("/owners?name=李建国").await.expect(200)["/items/0/residentId"], li);
    let elsewhere = staff.get("/owners?name=张秀兰").await.expect(200);
    assert_eq!(elsewhere["/items/0/residentId"], Value::Null, "a namesake somewhere else");

    let again = ["吉祥苑,3栋,2单元,301,李建国,,", "吉祥苑,3栋,2单元,302,李建国,,"];
    assert_eq!(figure(&import_owners(&staff, &again).await, "owners"), [1, 1, 1]);
}
