//! All that is wrong with a sheet of owners, at once and by row and column.

use rstest::rstest;
use serde_json::{Value, json};
use support::TestApp;

use super::super::{faults, id_number};
use super::{SHEET, import_owners, place, rows, send};

#[tokio::test]
async fn every_fault_is_named_and_nothing_is_written() {
    let app = TestApp::spawn().await;
    let staff = place(&app).await;
    let sheet = [
        SHEET[0],
        "别苑,3栋,2单元,301,甲,,",
        "吉祥苑,4栋,2单元,301,甲,,",
        "吉祥苑,3栋,3单元,301,甲,,",
        "吉祥苑,3栋,2单元,399,甲,,",
        "吉祥苑,,2单元,,,,",
        "吉祥苑,3栋,2单元,302,甲,租户,123",
        "吉祥苑,3栋,2单元,303,乙公司,单位,11010519491231002X",
    ];
    let answer = import_owners(&staff, &sheet).await;
    let expected = [
        (3, "小区", "unknown_reference"),
        (4, "楼栋", "unknown_reference"),
        (5, "单元", "unknown_reference"),
        (6, "门牌", "unknown_door"),
        (7, "楼栋", "missing_field"),
        (7, "门牌", "missing_field"),
        (7, "业主姓名", "missing_field"),
        (8, "业主类型", "unknown_word"),
        (8, "证件号码", "bad_id_number"),
        (9, "证件号码", "bad_credit_code"),
    ];
    let expected = expected.map(|(row, column, code)| (row, column.to_owned(), code.to_owned()));
    assert_eq!(faults(&answer), expected, "{}", answer.text());
    assert_eq!((answer["status"].as_str(), &answer["figures"]), (Some("faulty"), &Value::Null));
    assert_eq!(rows(&app).await.0.len(), 0);

    let back = staff.get(format!("/imports/{}/sheet?format=csv", answer.id())).await.expect(200);
    assert!(back.header("content-disposition").contains("owners-faults.csv"));
    assert!(back.text().contains("业主类型：此列只能填写：个人、单位、建设单位"), "{}", back.text());
    let again = send(&staff, &back.bytes, &[]).await.expect(201);
    assert_eq!(faults(&again), faults(&answer), "the reasons are no fault");
}

/// One row after the sheet, and its fault.
#[rstest]
#[case::same_number("吉祥苑,3栋,2单元,301,张某,,11010519491231002X", "证件号码", "repeated_person")]
#[case::same_name("吉祥苑,3栋,2单元,301,李 建国,,", "业主姓名", "repeated_person")]
#[case::other_name("吉祥苑,3栋,2单元,304,张三,,11010519491231002X", "业主姓名", "contradicts_row")]
#[case::other_kind("吉祥苑,3栋,2单元,304,吉祥置业,单位,91350100M000100Y43", "业主类型", "contradicts_row")]
#[tokio::test]
async fn rows_that_do_not_go_together(#[case] row: &str, #[case] column: &str, #[case] code: &str) {
    let app = TestApp::spawn().await;
    let staff = place(&app).await;
    let answer = import_owners(&staff, &[&SHEET[..], &[row]].concat()).await;
    assert_eq!(faults(&answer), [(6, column.to_owned(), code.to_owned())], "{}", answer.text());
}

#[tokio::test]
async fn what_contradicts_the_register_is_left_to_people() {
    let app = TestApp::spawn().await;
    let staff = place(&app).await;
    import_owners(&staff, &SHEET).await;
    let other = format!("吉祥苑,3栋,2单元,301,张秀兰,,{}", id_number(3));
    assert_eq!(
        faults(&import_owners(&staff, &[&other]).await),
        [(2, "证件号码".to_owned(), "id_number_differs".to_owned())]
    );
    let dwelling = staff.get("/dwellings?door=301").await.expect(200)["items"][0]["id"].clone();
    let namesake = json!({"kind": "person", "name": "李建国", "dwellingIds": [dwelling]});
    staff.post("/owners", namesake).await.expect(201);
    let row = "吉祥苑,3栋,2单元,301,李建国,,";
    assert_eq!(
        faults(&import_owners(&staff, &[row]).await),
        [(2, "业主姓名".to_owned(), "ambiguous_person".to_owned())]
    );
}
