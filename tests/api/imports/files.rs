//! What may be sent: XLSX and CSV, in the encodings that Chinese programs write.

use encoding_rs::GBK;
use reqwest::Method;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use serde_json::json;
use support::TestApp;

use super::{FAMILY, code, figure, import, residents, roster, send};

#[tokio::test]
async fn utf8_with_and_without_mark_and_gbk_are_the_same_file() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let staff = app.staff(&grid).await;
    let file = roster(&app, &grid, &FAMILY).await;
    import(&staff, &file).await;
    let (gbk, ..) = GBK.encode(&file);
    for bytes in [format!("\u{feff}{file}").into_bytes(), gbk.into_owned()] {
        let again = send(&staff, "花名册.csv", &bytes, &[]).await.expect(201);
        assert_eq!(figure(&again, "residents"), [0, 0, 3], "{}", again.text());
    }
}

#[tokio::test]
async fn a_workbook_with_numbers_dates_and_formulas_is_read_as_it_looks() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let staff = app.staff(&grid).await;
    import(&staff, &roster(&app, &grid, &FAMILY[1..2]).await).await;

    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let heads = ["姓名", "手机", "面积", "出生日期", "网格", "小区", "楼栋", "单元", "门牌", "是否业主"];
    for (column, head) in (0..).zip(heads) {
        sheet.write(0, column, head).expect("not written");
    }
    let day = ExcelDateTime::from_ymd(1950, 1, 2).expect("no day");
    let words = [(0, "李建国"), (5, "吉祥苑"), (6, "3栋"), (7, "2单元")];
    for (column, word) in words {
        sheet.write(1, column, word).expect("not written");
    }
    sheet.write(1, 1, 13_900_001_111_u64).expect("not written");
    sheet.write_formula(1, 2, rust_xlsxwriter::Formula::new("=89+0.5").set_result("89.5")).expect("not written");
    sheet.write_with_format(1, 3, &day, &Format::new().set_num_format("yyyy/m/d")).expect("not written");
    sheet.write(1, 4, code(&app, &grid).await).expect("not written");
    sheet.write(1, 8, 301).expect("not written");
    sheet.write(1, 9, true).expect("not written");
    let bytes = book.save_to_buffer().expect("no workbook");

    let answer = send(&staff, "花名册.xlsx", &bytes, &[]).await.expect(201);
    assert_eq!(
        (figure(&answer, "residents"), figure(&answer, "dwellings")),
        ([0, 0, 1], [0, 0, 1]),
        "{}",
        answer.text()
    );
}

#[tokio::test]
async fn what_is_no_roster_is_refused_and_leaves_no_trace() {
    let app = TestApp::spawn().await;
    let staff = app.staff(&app.given_grid().await).await;
    let refusal = async |name: &str, bytes: &[u8]| {
        let answer = send(&staff, name, bytes, &[]).await;
        (answer.status, answer.code().to_owned())
    };

    assert_eq!(refusal("a.xlsx", b"\x89PNG\r\n\x1a\n\0\0").await, (415, "unsupported_media_type".into()));
    assert_eq!(refusal("a.xls", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1").await, (415, "unsupported_media_type".into()));
    assert_eq!(refusal("a.xlsx", b"PK\x03\x04 nothing").await, (422, "unreadable_sheet".into()));
    assert_eq!(refusal("a.csv", b"").await, (422, "unknown_sheet".into()));
    assert_eq!(refusal("a.csv", "买菜清单\n白菜\n".as_bytes()).await, (422, "unknown_sheet".into()));
    let long = format!("姓名,手机\n{}", "张三,\n".repeat(20_001));
    assert_eq!(refusal("a.csv", long.as_bytes()).await, (422, "sheet_too_large".into()));
    let wide = format!("姓名,手机{}x\n", ",".repeat(64));
    assert_eq!(refusal("a.csv", wide.as_bytes()).await, (422, "sheet_too_large".into()));
    assert_eq!(refusal("a.csv", &vec![b'a'; 10 * 1024 * 1024 + 1]).await, (413, "too_large".into()));
    assert_eq!(staff.get("/imports").await.expect(200).items().len(), 0);
}

#[tokio::test]
async fn the_form_has_one_file_and_a_flag() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let staff = app.staff(&grid).await;
    let file = roster(&app, &grid, &FAMILY).await;
    let answer = send(&staff, "a.csv", file.as_bytes(), &[("dryRun", "vielleicht")]).await;
    assert_eq!((answer.refusal(), &answer["errors"][0]["pointer"]), ((422, "invalid"), &json!("/dryRun")));
    let answer = send(&staff, "a.csv", file.as_bytes(), &[("kind", "roster")]).await;
    assert_eq!(answer.refusal(), (422, "unknown_field"));
    let answer = staff.request(Method::POST, "/imports").json(&json!({})).send().await;
    assert_eq!(answer.refusal(), (415, "unsupported_media_type"));
    assert_eq!(residents(&staff).await, 0);
}

#[tokio::test]
async fn a_retry_with_the_same_key_is_one_import() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let staff = app.staff(&grid).await;
    let file = roster(&app, &grid, &FAMILY).await;
    let once = async |fields: &[(&str, &str)]| {
        let request = staff.request(Method::POST, "/imports").key("roster-1");
        request.file("a.csv", "text/csv", file.as_bytes(), fields).send().await
    };
    let (first, second) = (once(&[]).await.expect(201), once(&[]).await.expect(201));
    assert_eq!(first.body, second.body);
    assert_eq!(once(&[("dryRun", "true")]).await.refusal(), (422, "idempotency_key_reused"));
    assert_eq!(staff.get("/imports").await.expect(200).items().len(), 1);
}
