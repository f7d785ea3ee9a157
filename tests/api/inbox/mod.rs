//! The inbox: what waits for whom, in which order, and how much of it.

mod counting;
mod listing;
mod rights;

use entity::ids::GridId;
use entity::wishes::WishStatus;
use serde_json::{Value, json};
use support::{Cast, Grid, Person, TestApp, Wish};

/// Kind, id and grid of each item that this person finds at this address.
async fn found(person: &Person, address: &str) -> Vec<(String, String)> {
    let page = person.get(address).await.expect(200);
    page.items().iter().map(|item| (text(item, "kind"), text(item, "id"))).collect()
}

/// The kinds of what this person finds.
async fn kinds(person: &Person) -> Vec<String> {
    found(person, "/inbox").await.into_iter().map(|(kind, _)| kind).collect()
}

fn text(item: &Value, field: &str) -> String {
    item[field].as_str().unwrap_or_else(|| panic!("no {field} in {item}")).to_owned()
}

/// One of everything that a grid leader decides about: a wish to review, a disputed one, a request for more time,
/// a claim to a home.
async fn given_work(app: &TestApp, grid: &Grid, cast: &Cast) -> [String; 4] {
    let review = app.given_wish(cast, WishStatus::Submitted).await;
    let disputed = app.given_wish(cast, WishStatus::Fulfilled).await;
    cast.author.moves(&disputed, "dispute", json!({ "reason": "还是不亮" })).await.expect(200);
    let longer = app.given_wish(cast, WishStatus::Claimed).await;
    let asked = cast.helper.moves(&longer, "extend", json!({ "days": 3, "reason": "等配件" })).await.expect(200);
    let home = app.given_home(&app.given_building(grid).await).await;
    let claim = app.given_household_claim(&app.newcomer().await, &home).await;
    [review.id.to_string(), disputed.id.to_string(), asked.string("/extensions/0/id"), claim.to_string()]
}

/// A wish that somebody without an account called about, taken down by staff.
async fn hotline_wish(staff: &Person, grid: GridId) -> Wish {
    let body = json!({
        "category": "repair", "title": "井盖松动", "body": "小区门口的井盖松动。",
        "channel": "hotline_12345", "gridId": grid, "contact": { "phone": "13900001234" },
    });
    Wish { id: staff.post("/wishes", body).await.expect(201).string("/wish/id").parse().expect("no id") }
}
