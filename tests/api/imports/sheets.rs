//! What goes out: the faulty sheet with its reasons, and the template.

use std::io::Cursor;

use api::kernel::crypto::Field;
use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use entity::community::{import_job, unmasking};
use sea_orm::EntityTrait;
use support::{Answer, TestApp};

use super::{FAMILY, assert_hidden, code, faults, figure, import, residents, roster, send, try_out};

/// The cells of a sheet of a workbook.
fn cells(answer: &Answer, name: &str) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(answer.bytes.to_vec())).expect("no workbook");
    let range = book.worksheet_range(name).expect("no such sheet");
    range.rows().map(|row| row.iter().map(Data::to_string).collect()).collect()
}

#[tokio::test]
async fn the_sheet_comes_back_with_a_reason_column_and_can_be_sent_again() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let staff = app.staff(&grid).await;
    let rows = [FAMILY[0], "{},吉祥苑,3栋,2单元,303,,车库,=王五,,12345,,,,"];
    let faulty = import(&staff, &roster(&app, &grid, &rows).await).await;

    let back = staff.get(format!("/imports/{}/sheet", faulty.id())).await.expect(200);
    assert!(back.header("content-disposition").contains("roster-faults.xlsx"));
    let shown = cells(&back, "花名册");
    assert_eq!(shown[0].last().map(String::as_str), Some("原因"));
    assert_eq!((shown[1][7].as_str(), shown[1].last().map(String::as_str)), ("张秀兰", Some("")));
    let reason = shown[2].last().expect("no reason");
    assert!(reason.contains("用途：此列只能填写") && reason.contains("手机："), "{reason}");
    assert_eq!(shown[2][7], "'=王五", "a formula is made harmless");

    let again = send(&staff, "faults.xlsx", &back.bytes, &[]).await.expect(201);
    assert_eq!(faults(&again), faults(&faulty), "the reasons are no fault");
    let csv = staff.get(format!("/imports/{}/sheet?format=csv", faulty.id())).await.expect(200);
    assert!(csv.text().starts_with("\u{feff}网格,") && csv.text().contains(",'=王五,"), "{}", csv.text());
    let mended = csv.text().replace("车库", "商业").replace(",12345,", ",,");
    assert_eq!(import(&staff, &mended).await["status"], "done");
    assert_eq!(residents(&staff).await, 2);
}

#[tokio::test]
async fn faults_of_the_head_stand_beside_it() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let staff = app.staff(&grid).await;
    let faulty = import(&staff, &format!("网格,楼栋,姓名,备注\n{},3栋,张三,x\n", code(&app, &grid).await)).await;
    let csv = staff.get(format!("/imports/{}/sheet?format=csv", faulty.id())).await.expect(200);
    let head = csv.text().lines().next().unwrap_or_default().to_owned();
    assert!(head.contains("原因（") && head.contains("门牌：") && head.contains("D："), "{head}");
    assert_eq!(faults(&import(&staff, &csv.text()).await), faults(&faulty));
}

#[tokio::test]
async fn it_is_sealed_each_look_is_recorded_and_after_a_week_it_is_gone() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let staff = app.staff(&grid).await;
    let rows = [FAMILY[0], FAMILY[1], "{},吉祥苑,3栋,2单元,303,,车库,,,,,,,"];
    let faulty = import(&staff, &roster(&app, &grid, &rows).await).await;
    let path = format!("/imports/{}/sheet", faulty.id());
    let kept = async || import_job::Entity::find().one(&app.kernel().db).await.expect("no query").expect("no import");

    let row = kept().await;
    assert_hidden(&format!("{row:?}"));
    let open = app.kernel().vault.open(Field::Sheet, row.sheet_sealed.as_deref().expect("no sheet"));
    assert!(open.expect("not sealed").contains("张秀兰"));

    staff.get(&path).await.expect(200);
    let looks = unmasking::Entity::find().all(&app.kernel().db).await.expect("no query");
    assert_eq!((looks.len(), looks[0].by_account_id), (1, staff.account()));

    app.advance_days(6);
    app.drain().await;
    staff.get(&path).await.expect(200);
    app.advance_days(2);
    app.drain().await;
    assert_eq!(kept().await.sheet_sealed, None);
    assert_eq!(staff.get(&path).await.refusal(), (404, "no_sheet"));
    let left = staff.get(format!("/imports/{}", faulty.id())).await.expect(200);
    assert_eq!((left["sheetUntil"].as_str(), left["faultCount"].as_u64()), (None, Some(1)));
}

#[tokio::test]
async fn a_sheet_without_faults_is_not_kept() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let staff = app.staff(&grid).await;
    let file = roster(&app, &grid, &FAMILY).await;
    for answer in [try_out(&staff, &file).await, import(&staff, &file).await] {
        assert_eq!(answer["sheetUntil"].as_str(), None);
        assert_eq!(staff.get(format!("/imports/{}/sheet", answer.id())).await.refusal(), (404, "no_sheet"));
    }
}

#[tokio::test]
async fn the_template_explains_itself_and_takes_a_roster() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let staff = app.staff(&grid).await;
    let book = staff.get("/imports/templates/roster").await.expect(200);
    assert_eq!(cells(&book, "花名册"), [super::HEADS.split(',').map(str::to_owned).collect::<Vec<_>>()]);
    assert_eq!(cells(&book, "网格")[1][0], code(&app, &grid).await);
    assert_eq!(cells(&book, "填写说明")[1][0], "网格");

    let csv = staff.get("/imports/templates/roster?format=csv").await.expect(200);
    assert_eq!(csv.header("content-type"), "text/csv");
    let rows = roster(&app, &grid, &FAMILY).await;
    let body = rows.split_once("\r\n").map_or("", |(_, body)| body);
    assert_eq!(figure(&import(&staff, &(csv.text() + body)).await, "residents"), [3, 0, 0]);
    assert_eq!(staff.get("/imports/templates/roster?format=pdf").await.refusal(), (400, "malformed_query"));
}
