//! The roster import: checked whole, written whole or not at all.

mod faults;
mod files;
mod guards;
mod meaning;
mod owners;
mod rights;
mod sheets;

use entity::community::grid;
use reqwest::Method;
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use support::{Answer, Grid, Person, TestApp};

/// The columns of the template.
const HEADS: &str = "网格,小区,楼栋,单元,门牌,面积,用途,姓名,与户主关系,手机,身份证号,出生日期,是否业主,标签";

/// The code of a grid.
async fn code(app: &TestApp, grid: &Grid) -> String {
    let row = grid::Entity::find_by_id(grid.id).one(&app.kernel().db).await;
    row.expect("grids cannot be read").expect("there is no such grid").code
}

/// A roster in CSV: `{}` in a row stands for the grid.
async fn roster(app: &TestApp, grid: &Grid, rows: &[&str]) -> String {
    let code = code(app, grid).await;
    let rows = rows.iter().map(|row| row.replace("{}", &code));
    std::iter::once(HEADS.to_owned()).chain(rows).collect::<Vec<_>>().join("\r\n")
}

/// A family of three and an empty dwelling.
const FAMILY: [&str; 4] = [
    "{},吉祥苑,3栋,2单元,301,89.50,住宅,张秀兰,户主,13812341234,11010519491231002X,,是,党员",
    "{},吉祥苑,3栋,2单元,301,89.5,住宅,李建国,配偶,13900001111,,1950-01-02,是,",
    "{},吉祥苑,3栋,2单元,301,,,李小明,子女,,,1980/3/4,否,",
    "{},吉祥苑,3栋,2单元,302,60,商业,,,,,,,",
];

/// Sends a file.
async fn send(person: &Person, name: &str, bytes: &[u8], fields: &[(&str, &str)]) -> Answer {
    person.request(Method::POST, "/imports").file(name, "application/octet-stream", bytes, fields).send().await
}

/// Imports a roster, which must be readable.
async fn import(person: &Person, roster: &str) -> Answer {
    send(person, "花名册.csv", roster.as_bytes(), &[]).await.expect(201)
}

/// Asks what an import would do.
async fn try_out(person: &Person, roster: &str) -> Answer {
    send(person, "花名册.csv", roster.as_bytes(), &[("dryRun", "true")]).await.expect(201)
}

/// Created, changed and unchanged of one kind.
#[track_caller]
fn figure(answer: &Answer, kind: &str) -> [u64; 3] {
    let figure =
        |name| answer[&*format!("/figures/{kind}/{name}")].as_u64().unwrap_or_else(|| panic!("{}", answer.text()));
    [figure("created"), figure("changed"), figure("unchanged")]
}

/// Row, column and code of each fault.
fn faults(answer: &Answer) -> Vec<(u64, String, String)> {
    let text = |fault: &Value, field: &str| fault[field].as_str().unwrap_or_default().to_owned();
    let faults = answer["faults"].as_array().into_iter().flatten();
    faults
        .map(|fault| (fault["row"].as_u64().unwrap_or_default(), text(fault, "column"), text(fault, "code")))
        .collect()
}

/// How many people the roster has.
async fn residents(staff: &Person) -> u64 {
    staff.get("/residents?withTotal=true").await.expect(200)["total"].as_u64().expect("no total")
}

/// How many records the roster has of each kind.
async fn records(staff: &Person) -> Vec<Value> {
    let mut totals = Vec::new();
    for kind in ["compounds", "buildings", "units", "dwellings", "households", "residents"] {
        totals.push(staff.get(format!("/{kind}?withTotal=true")).await.expect(200)["total"].clone());
    }
    totals
}

/// A valid identity number.
fn id_number(serial: u32) -> String {
    let body = format!("2201041970{:02}{:02}{:03}", serial / 28_000 % 12 + 1, serial / 1_000 % 28 + 1, serial % 1_000);
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = body.chars().filter_map(|digit| digit.to_digit(10)).zip(weights).map(|(digit, by)| digit * by).sum();
    format!("{body}{}", b"10X98765432"[sum as usize % 11] as char)
}

/// So many people in homes of three, in buildings of forty homes.
async fn many(app: &TestApp, grid: &Grid, count: u32) -> String {
    let row = |serial: u32| {
        let home = serial / 3;
        format!(
            "{{}},吉祥苑,{}栋,{}单元,{},{}.5,住宅,居民{},{},138{:08},{},,{},",
            home / 40 + 1,
            home % 40 / 10 + 1,
            home % 10 + 101,
            60 + home % 40,
            ["甲", "乙", "丙"][serial as usize % 3].to_owned() + &serial.to_string(),
            ["户主", "配偶", "子女"][serial as usize % 3],
            serial,
            id_number(serial),
            if serial % 3 == 2 { "否" } else { "是" },
        )
    };
    let rows: Vec<String> = (0..count).map(row).collect();
    roster(app, grid, &rows.iter().map(String::as_str).collect::<Vec<_>>()).await
}

/// Nothing of these is in what is kept in plain text.
#[track_caller]
fn assert_hidden(text: &str) {
    for secret in ["张秀兰", "13812341234", "11010519491231002X", "李建国"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}

fn nothing() -> Value {
    json!([0, 0, 0, 0, 0, 0])
}
