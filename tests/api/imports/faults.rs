//! All that is wrong with a sheet, at once and by row and column; and then nothing is written.

use reqwest::Method;
use rstest::rstest;
use serde_json::json;
use support::TestApp;

use super::{FAMILY, assert_hidden, code, faults, id_number, import, nothing, records, roster, send};

fn fault(row: u64, column: &str, code: &str) -> (u64, String, String) {
    (row, column.to_owned(), code.to_owned())
}

#[tokio::test]
async fn every_fault_is_named_and_nothing_is_written() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let staff = app.staff(&grid).await;
    let rows = [
        FAMILY[0],
        "第九十九网格,吉祥苑,3栋,2单元,302,89.555,别墅,王五,侄子,12345,11010519491231002Y,,也许,团员",
        "{},,,,,,,,,,,,是,",
        "{},吉祥苑,3栋,2月3日,303,,,赵六,,1.38E+10,1.10105E+17,2999-01-01,,",
        "{},吉祥苑,3栋,2单元,304,,,#N/A,,,11010519491231002X,1950-01-01,,",
    ];

    let answer = import(&staff, &roster(&app, &grid, &rows).await).await;

    let expected = [
        fault(3, "网格", "unknown_grid"),
        fault(3, "面积", "bad_area"),
        fault(3, "用途", "unknown_word"),
        fault(3, "与户主关系", "unknown_word"),
        fault(3, "手机", "bad_phone"),
        fault(3, "身份证号", "bad_id_number"),
        fault(3, "是否业主", "unknown_word"),
        fault(3, "标签", "unknown_word"),
        fault(4, "楼栋", "missing_field"),
        fault(4, "门牌", "missing_field"),
        fault(4, "姓名", "missing_field"),
        fault(5, "单元", "cell_is_date"),
        fault(5, "手机", "digits_lost"),
        fault(5, "身份证号", "digits_lost"),
        fault(5, "出生日期", "bad_date"),
        fault(6, "姓名", "cell_error"),
        fault(6, "出生日期", "birth_date_differs"),
    ];
    assert_eq!(faults(&answer), expected, "{}", answer.text());
    assert_eq!((answer["status"].as_str(), answer["faultCount"].as_u64()), (Some("faulty"), Some(17)));
    assert_eq!((&answer["figures"], &answer["faults"][4]["cell"]), (&json!(null), &json!("J3")));
    assert_eq!(json!(records(&staff).await), nothing());
    assert_hidden(&answer.text());
    let again = staff.get(format!("/imports/{}", answer.id())).await.expect(200);
    assert_eq!(again.body, answer.body);
}

/// One row after the family, and its fault.
#[rstest]
#[case::same_number("{},吉祥苑,4栋,,101,,,张某,,,11010519491231002X,,,", "身份证号", "repeated_person")]
#[case::same_name("{},吉祥苑,3栋,2单元,301,,,李 小明,,,,,,", "姓名", "repeated_person")]
#[case::second_head("{},吉祥苑,3栋,2单元,301,,,王五,户主,,,,,", "与户主关系", "second_head")]
#[case::other_area("{},吉祥苑,3栋,2单元,301,90,,王五,,,,,,", "面积", "contradicts_row")]
#[case::other_kind("{},吉祥苑,3栋,2单元,302,,住宅,王五,,,,,,", "用途", "contradicts_row")]
#[case::too_long("{},吉祥苑,3栋,2单元,123456789012345678901,,,王五,,,,,,", "门牌", "too_long")]
#[case::control("{},吉祥苑,3栋,2单元,303,,,\"王\n五\",,,,,,", "姓名", "control_character")]
#[case::no_such_day("{},吉祥苑,3栋,2单元,303,,,王五,,,,1958-02-30,,", "出生日期", "bad_date")]
#[tokio::test]
async fn rows_that_do_not_go_together(#[case] row: &str, #[case] column: &str, #[case] code: &str) {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let staff = app.staff(&grid).await;
    let answer = import(&staff, &roster(&app, &grid, &[&FAMILY[..], &[row]].concat()).await).await;
    assert_eq!(faults(&answer), [fault(6, column, code)], "{}", answer.text());
}

#[tokio::test]
async fn one_building_lies_in_one_grid() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let (other, staff) = (app.given_grid_in(&grid).await, app.staff(&grid).await);
    let elsewhere = FAMILY[1].replace("{}", &code(&app, &other).await);
    let answer = import(&staff, &roster(&app, &grid, &[FAMILY[0], &elsewhere]).await).await;
    assert_eq!(faults(&answer), [fault(3, "网格", "contradicts_row")]);
    assert!(
        answer["faults"][0]["detail"].as_str().is_some_and(|detail| detail.contains("第 2 行")),
        "{}",
        answer.text()
    );
}

#[tokio::test]
async fn what_contradicts_the_roster_is_left_to_people() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let staff = app.staff(&grid).await;
    import(&staff, &roster(&app, &grid, &FAMILY).await).await;
    let home = staff.get("/residents?name=张秀兰").await.expect(200)["items"][0]["householdId"].clone();
    let namesake = json!({"householdId": home, "name": "李小明", "relation": "other", "isOwner": false});
    staff.post("/residents", namesake).await.expect(201);

    let other_number = format!("{{}},吉祥苑,3栋,2单元,301,,,张秀兰,,,{},,,", id_number(1));
    let rows = [other_number.as_str(), "{},吉祥苑,3栋,2单元,301,,,李小明,,,,,,"];
    let answer = import(&staff, &roster(&app, &grid, &rows).await).await;
    assert_eq!(faults(&answer), [fault(2, "身份证号", "id_number_differs"), fault(3, "姓名", "ambiguous_person")]);

    let dwelling = staff.get("/dwellings?door=301").await.expect(200)["items"][0]["id"].clone();
    staff.post("/households", json!({"dwellingId": dwelling})).await.expect(201);
    let answer = import(&staff, &roster(&app, &grid, &["{},吉祥苑,3栋,2单元,301,,,王五,,,,,,"]).await).await;
    assert_eq!(faults(&answer), [fault(2, "姓名", "several_households")]);
    let known = ["{},吉祥苑,3栋,2单元,301,,,李建国,,13900003333,,,,"];
    assert_eq!(import(&staff, &roster(&app, &grid, &known).await).await["status"], "done");
}

#[tokio::test]
async fn columns_may_stand_in_any_order_below_a_title_but_not_twice_and_none_is_unknown() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let staff = app.staff(&grid).await;
    let code = code(&app, &grid).await;

    let good = format!("吉通社区花名册,,,,\n\n手机号码,姓名*,房号,楼号,所属网格\n13812341234,张秀兰,301,3栋,{code}\n");
    let answer = import(&staff, &good).await;
    assert_eq!((answer["status"].as_str(), answer["rows"].as_u64()), (Some("done"), Some(1)), "{}", answer.text());

    let bad = format!("姓名,手机,备注,姓名,楼栋,,网格\n张秀兰,1381234,x,李四,3栋,y,{code}\n");
    let expected = [
        fault(1, "门牌", "missing_column"),
        fault(1, "C", "unknown_column"),
        fault(1, "姓名", "repeated_column"),
        fault(1, "F", "unknown_column"),
        fault(2, "手机", "bad_phone"),
    ];
    assert_eq!(faults(&import(&staff, &bad).await), expected);
}

#[tokio::test]
async fn faults_speak_the_callers_language() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let staff = app.staff(&grid).await;
    let file = roster(&app, &grid, &["{},吉祥苑,3栋,,301,,车库,,,,,,,"]).await;
    let zh = import(&staff, &file).await;
    assert_eq!(zh["faults"][0]["detail"], "此列只能填写：住宅、商业、其他。");
    let path = format!("/imports/{}", zh.id());
    let en = staff.request(Method::GET, &path).header("accept-language", "en").send().await.expect(200);
    assert_eq!(en["faults"][0]["detail"], "This column takes only: 住宅、商业、其他.");
}

#[tokio::test]
async fn a_hopeless_sheet_is_counted_whole_and_listed_in_part() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let staff = app.staff(&grid).await;
    let rows = vec!["{},吉祥苑,3栋,,301,,车库,,,,,,,"; 1_500];
    let answer =
        send(&staff, "a.csv", roster(&app, &grid, &rows).await.as_bytes(), &[("dryRun", "true")]).await.expect(201);
    assert_eq!((answer["faultCount"].as_u64(), faults(&answer).len()), (Some(1_500), 1_000));
    let sheet = staff.get(format!("/imports/{}/sheet?format=csv", answer.id())).await.expect(200);
    assert_eq!(sheet.text().matches("此列只能填写").count(), 1_500);
}
