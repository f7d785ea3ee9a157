//! What must hold with many at once. Each test goes red without its guard, which it names.

use futures_util::future::{join, join_all};
use serde_json::json;
use support::{Answer, TestApp};

use super::{figure, import, residents, roster, send};

/// So many staff import at the same time.
const CROWD: usize = 6;

/// People without identity numbers, whom no constraint tells apart, in homes that are known.
const HOMES: usize = 20;

fn rows(person: &str) -> Vec<String> {
    (0..HOMES).map(|home| format!("{{}},吉祥苑,3栋,,{},,,{person},,,,,,", 101 + home)).collect()
}

fn lines(rows: &[String]) -> Vec<&str> {
    rows.iter().map(String::as_str).collect()
}

/// Guard: the lock on the community's row (`bulk::hold`); on SQLite the write transaction.
#[tokio::test]
async fn the_same_file_from_several_at_once_doubles_nobody() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let staff = app.staff(&grid).await;
    import(&staff, &roster(&app, &grid, &lines(&rows(""))).await).await;
    let file = roster(&app, &grid, &lines(&rows("张三"))).await;

    let answers = join_all((0..CROWD).map(|_| send(&staff, "a.csv", file.as_bytes(), &[]))).await;

    let answers: Vec<Answer> = answers.into_iter().map(|answer| answer.expect(201)).collect();
    let created = |kind| answers.iter().map(|answer| figure(answer, kind)[0]).sum::<u64>();
    assert_eq!((created("residents"), created("households")), (HOMES as u64, HOMES as u64));
    assert_eq!(residents(&staff).await, HOMES as u64);
    assert_eq!(staff.get("/households?withTotal=true").await.expect(200)["total"], HOMES);
}

/// Guard: the lock on the community's row, which single entries share (`bulk::wait`).
#[tokio::test]
async fn an_import_and_an_entry_by_hand_wait_for_each_other() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let staff = app.staff(&grid).await;
    import(&staff, &roster(&app, &grid, &lines(&rows(""))).await).await;
    let building = staff.get("/buildings").await.expect(200)["items"][0]["id"].clone();
    let doors: Vec<String> = (201..241).map(|door| format!("{{}},吉祥苑,3栋,,{door},,,,,,,,,")).collect();
    let file = roster(&app, &grid, &lines(&doors)).await;

    let by_hand = join_all((201..241).map(|door| {
        let body = json!({"buildingId": building, "door": door.to_string(), "kind": "residential"});
        staff.post("/dwellings", body)
    }));
    let (imported, entered) = join(send(&staff, "a.csv", file.as_bytes(), &[]), by_hand).await;

    let imported = imported.expect(201);
    let entered = entered.iter().filter(|answer| answer.status == 201).count() as u64;
    let [created, _, unchanged] = figure(&imported, "dwellings");
    assert_eq!((created + unchanged, created + entered), (40, 40));
}

/// Guard: compare-and-set on the version (`bulk::change`) beside the one of a single change.
#[tokio::test]
async fn an_import_and_a_change_by_hand_lose_nothing() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let staff = app.staff(&grid).await;
    import(&staff, &roster(&app, &grid, &lines(&rows("张三"))).await).await;
    let people = staff.get("/residents?pageSize=100").await.expect(200);
    let file = roster(&app, &grid, &lines(&rows("张三"))).await.replace("张三,,", "张三,,13812341234");

    let by_hand = join_all(people.items().iter().map(|person| {
        let body = json!({"householdId": person["householdId"], "relation": "spouse", "isOwner": true, "version": 1});
        let path = format!("/residents/{}", person["id"].as_str().unwrap_or_default());
        let staff = &staff;
        async move { staff.put(path, body).await }
    }));
    let (imported, changed) = join(send(&staff, "a.csv", file.as_bytes(), &[]), by_hand).await;

    assert!([201, 409].contains(&imported.status), "{}", imported.text());
    let by_import = if imported.status == 201 { figure(&imported, "residents")[1] } else { 0 };
    let by_hand = changed.iter().filter(|answer| answer.status == 200).count() as u64;
    assert!(changed.iter().all(|answer| [200, 412].contains(&answer.status)));
    let after = staff.get("/residents?pageSize=100").await.expect(200);
    let versions: u64 = after.items().iter().filter_map(|person| person["version"].as_u64()).sum();
    assert_eq!(versions, HOMES as u64 + by_import + by_hand, "each change counts once");
    let spouses = after.items().iter().filter(|person| person["relation"] == "spouse").count() as u64;
    assert_eq!(spouses, by_hand, "no change is overwritten");
}
