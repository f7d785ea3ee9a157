//! Certificates: asked for, issued, printed, checked by anybody, revoked.

use std::io::Write;

use entity::volunteers::certificate;
use futures_util::future::join_all;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use support::{Grid, Pdf, Person, TestApp};

const BY: &str = r#"{"version": 1, "responsible": "李主任", "handler": "王干事", "contact": "0431-12345678"}"#;

fn by() -> Value {
    serde_json::from_str(BY).expect("no JSON")
}

/// Somebody with an hour and a half of patrol, an hour added by hand, a training and a commendation.
async fn veteran(app: &TestApp, grid: &Grid, staff: &Person, name: &str) -> (Person, String) {
    let person = app.resident(grid).await;
    let id = person.registers(json!({"name": name})).await.expect(201).id();
    app.credit_minutes(grid, &id, 90).await;
    let today = app.now().date_naive();
    let minutes = json!({"kind": "elder_care", "servedOn": today, "minutes": 60, "reason": "忘了签到"});
    let claim = person.post(format!("/volunteers/{id}/minutes-claims"), minutes).await.expect(200);
    staff.post(format!("/minutes-claims/{}/approve", claim.id()), json!({"version": 1})).await.expect(200);
    let training = json!({"version": 1, "training": "first_aid", "passedOn": "2026-03-01"});
    staff.post(format!("/volunteers/{id}/trainings"), training).await.expect(200);
    let honour = json!({"version": 2, "title": "年度优秀志愿者", "givenBy": "吉通社区", "givenOn": "2026-03-05"});
    staff.post(format!("/volunteers/{id}/honours"), honour).await.expect(200);
    (person, id)
}

async fn issued(person: &Person, staff: &Person, id: &str) -> support::Answer {
    let asked = person.post(format!("/volunteers/{id}/certificates"), json!({})).await.expect(201);
    staff.post(format!("/certificates/{}/issue", asked.id()), by()).await.expect(200)
}

/// What `siwei verify certificate` says of this file: its exit code and its words.
fn verified(file: &Value, key: Option<&str>) -> (i32, String) {
    let mut there = tempfile::NamedTempFile::new().expect("no temporary file");
    there.write_all(file.to_string().as_bytes()).expect("not written");
    let path = there.path().to_str().expect("a path");
    let mut arguments = vec!["verify", "certificate", path];
    arguments.extend(key.map(|key| ["--key", key]).into_iter().flatten());
    let outcome = support::Program::new(env!("CARGO_BIN_EXE_siwei-under-test"), &arguments).run();
    (outcome.code, outcome.out)
}

#[tokio::test]
async fn a_certificate_is_asked_for_issued_by_somebody_else_and_says_what_the_books_say() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let staff = app.staff(&grid).await;
    let (person, id) = veteran(&app, &grid, &staff, "王秀兰").await;
    let path = format!("/volunteers/{id}/certificates");

    let asked = person.post(&path, json!({})).await.expect(201);
    assert_eq!((&asked["status"], &asked["allowedActions"]), (&json!("requested"), &json!(["withdraw"])));
    assert_eq!(person.post(&path, json!({})).await.refusal(), (409, "already_exists"));
    let file = format!("/certificates/{}/file", asked.id());
    assert_eq!(person.get(&file).await.refusal(), (409, "illegal_transition"));
    let issue = format!("/certificates/{}/issue", asked.id());
    assert_eq!(person.post(&issue, by()).await.refusal(), (403, "own_matter"));
    let issued = staff.post(&issue, by()).await.expect(200);
    assert_eq!(
        (&issued["status"], &issued["minutes"], &issued["addedMinutes"]),
        (&json!("issued"), &json!(90), &json!(60))
    );
    assert!(issued.string("number").ends_with("-000001"));

    let file = person.get(&file).await.expect(200);
    let record = &file["record"];
    assert_eq!(record["volunteer"]["name"], "王秀兰");
    assert_eq!(record["issuer"]["handler"], "王干事");
    assert_eq!(record["service"]["items"][0]["kind"], "patrol");
    assert_eq!((&record["service"]["minutes"], &record["service"]["addedMinutes"]), (&json!(90), &json!(60)));
    assert_eq!(record["trainings"][0]["training"], "first_aid");
    assert_eq!(record["honours"][0]["title"], "年度优秀志愿者");
    app.credit_minutes(&grid, &id, 600).await;
    let later = person.get(format!("/certificates/{}/file", asked.id())).await.expect(200);
    assert_eq!(later.body, file.body, "what was issued is frozen");
    let neighbour = app.resident(&grid).await;
    assert_eq!(neighbour.get(format!("/certificates/{}", asked.id())).await.refusal(), (404, "not_found"));
    let rows = certificate::Entity::find().all(&app.kernel().db).await.expect("no certificates");
    assert!(!rows[0].record_sealed.as_deref().unwrap_or_default().contains("王秀兰"), "the copy is not sealed");
}

#[tokio::test]
async fn minutes_that_were_taken_back_are_on_no_certificate() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let staff = app.staff(&grid).await;
    let (person, id) = veteran(&app, &grid, &staff, "王秀兰").await;
    let postings = person.get("/me/postings?unit=minutes").await.expect(200);
    let transfer = postings.string("/items/0/transferId");
    staff.post(format!("/transfers/{transfer}/reverse"), json!({"reason": "签到有误"})).await.expect(204);
    let issued = issued(&person, &staff, &id).await;
    assert_eq!((&issued["minutes"], &issued["addedMinutes"]), (&json!(0), &json!(60)));
}

#[tokio::test]
async fn the_file_is_checked_offline_and_a_changed_one_is_found() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let staff = app.staff(&grid).await;
    let (person, id) = veteran(&app, &grid, &staff, "王秀兰").await;
    let issued = issued(&person, &staff, &id).await;
    let file = person.get(format!("/certificates/{}/file", issued.id())).await.expect(200).body;
    let key = file["publicKey"].as_str().expect("a key").to_owned();

    let (code, said) = verified(&file, Some(&key));
    assert_eq!(code, 0, "{said}");
    assert!(said.contains(&issued.string("number")), "{said}");
    let mut forged = file.clone();
    forged["record"]["service"]["minutes"] = json!(9_000);
    assert_eq!(verified(&forged, None).0, 2);
    assert_eq!(verified(&file, Some(&"0".repeat(64))).0, 2);
    assert_eq!(verified(&json!({}), None).0, 2);
}

#[tokio::test]
async fn anybody_checks_a_number_and_learns_nothing_about_the_person_and_a_revoked_one_is_not_valid() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let staff = app.staff(&grid).await;
    let (person, id) = veteran(&app, &grid, &staff, "王秀兰").await;
    let issued = issued(&person, &staff, &id).await;
    let (nobody, path) = (app.anonymous(), format!("/certificate-checks/{}", issued.string("number")));
    let list = format!("/communities/{}/certificates", grid.community);

    let check = nobody.get(&path).await.expect(200);
    assert_eq!((&check["valid"], &check["minutes"]), (&json!(true), &json!(90)));
    assert!(!check.text().contains('王'), "{}", check.text());
    let file = person.get(format!("/certificates/{}/file", issued.id())).await.expect(200);
    assert_eq!(check["contentHash"], file["contentHash"]);
    let published = nobody.get(&list).await.expect(200);
    assert_eq!((&published["/0/name"], &published["/0/minutes"]), (&json!("王**"), &json!(150)));
    assert_eq!(nobody.get("/certificate-checks/220000000000-2026-999999").await.status, 404);

    let because = json!({"version": 2, "reason": "记录有误"});
    let revoke = format!("/certificates/{}/revoke", issued.id());
    assert_eq!(person.post(&revoke, because.clone()).await.refusal(), (403, "own_matter"));
    staff.post(&revoke, because).await.expect(200);
    assert_eq!(nobody.get(&path).await.expect(200)["valid"], false);
    assert_eq!(nobody.get(&list).await.expect(200).body, json!([]), "what is revoked leaves the list");
}

#[tokio::test]
async fn a_certificate_stands_on_the_public_list_for_seven_days() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let staff = app.staff(&grid).await;
    let (person, id) = veteran(&app, &grid, &staff, "王秀兰").await;
    issued(&person, &staff, &id).await;
    let list = format!("/communities/{}/certificates", grid.community);
    app.advance_days(6);
    let other = app.replica().await;
    let shown = async |app: &TestApp| app.anonymous().get(&list).await.expect(200).body.as_array().map(Vec::len);
    assert_eq!(shown(&app).await, Some(1));
    other.advance_days(8);
    assert_eq!(shown(&other).await, Some(0));
}

#[tokio::test]
async fn the_sheet_has_the_five_groups_rare_characters_and_the_code() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let staff = app.staff(&grid).await;
    let (person, id) = veteran(&app, &grid, &staff, "䶮𠮷").await;
    let issued = issued(&person, &staff, &id).await;
    let sheet = person.get(format!("/certificates/{}/certificate.pdf", issued.id())).await.expect(200);
    let pdf = Pdf::read(&sheet.bytes);
    let text = pdf.text();
    for word in [
        "志愿服务记录证明",
        "䶮𠮷",
        "V000001",
        "1小时30分钟",
        "安全巡查",
        "急救",
        "年度优秀志愿者",
        "李主任",
        "王干事",
        "0431-12345678",
        "（盖章）",
    ] {
        assert!(text.contains(word), "{word} is not on the sheet: {text}");
    }
    assert!(text.contains(&issued.string("number")), "{text}");
}

#[tokio::test]
async fn who_erases_themselves_leaves_a_number_that_can_be_checked_and_no_copy() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let staff = app.staff(&grid).await;
    let (person, id) = veteran(&app, &grid, &staff, "王秀兰").await;
    let issued = issued(&person, &staff, &id).await;
    person.post("/me/erase", json!({"confirm": true})).await.expect(204);
    let check = app.anonymous().get(format!("/certificate-checks/{}", issued.string("number"))).await.expect(200);
    assert_eq!(check["valid"], true);
    assert_eq!(staff.get(format!("/certificates/{}/file", issued.id())).await.refusal(), (404, "not_found"));
}

/// Guard: the lock on the community's row while a number is chosen (PostgreSQL), the one writer (SQLite). Without
/// it two choose the same number and the unique index refuses one of them.
#[tokio::test]
async fn of_ten_that_are_issued_at_once_each_has_a_number_of_its_own() {
    let app = TestApp::spawn().await;
    let replica = app.replica().await;
    let grid = app.given_grid().await;
    let staff = app.staff(&grid).await;
    let mut asked = Vec::new();
    for _ in 0..10 {
        let (person, id) = app.registered(&grid).await;
        asked.push(person.post(format!("/volunteers/{id}/certificates"), json!({})).await.expect(201).id());
    }
    let twins = [staff.clone(), staff.at(&replica)];
    let issue =
        asked.iter().enumerate().map(|(turn, id)| twins[turn % 2].post(format!("/certificates/{id}/issue"), by()));
    let issue: Vec<_> = issue.collect();
    let answers = join_all(issue).await;
    let numbers: std::collections::BTreeSet<String> =
        answers.into_iter().map(|answer| answer.expect(200).string("number")).collect();
    assert_eq!(numbers.len(), 10);
    assert_eq!(certificate::Entity::find().count(&app.kernel().db).await.ok(), Some(10));
}
