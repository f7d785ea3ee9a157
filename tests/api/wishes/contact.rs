//! Whom to call: for the live helper only, each look on record.

use entity::wishes::WishStatus;
use serde_json::json;
use support::{Person, TestApp, Wish};

async fn look(person: &Person, wish: &Wish) -> u16 {
    person.post(wish.path("contact"), json!({})).await.status
}

#[tokio::test]
async fn only_the_live_helper_sees_whom_to_call_and_the_author_sees_that() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let cast = app.given_cast(&grid).await;
    let wish = app.given_wish(&cast, WishStatus::Claimed).await;

    let contact = cast.helper.post(wish.path("contact"), json!({})).await.expect(200);
    assert_eq!(
        (contact.string("name"), contact.string("phone")),
        (cast.author.name.clone(), cast.author.phone.clone())
    );
    for person in [&cast.leader, &cast.staff, &cast.author, &app.admin(&grid).await, &app.resident(&grid).await] {
        assert_eq!(look(person, &wish).await, 403);
    }
    let looks = cast.author.get(wish.path("contact-looks")).await.expect(200);
    assert_eq!(looks.body.as_array().map(Vec::len), Some(1));

    cast.helper.moves(&wish, "release", json!({})).await.expect(200);
    assert_eq!(look(&cast.helper, &wish).await, 403, "no longer after the release");
}

#[tokio::test]
async fn whoever_took_a_call_down_may_call_back_and_colleagues_may_not() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let (staff, colleague) = (app.staff(&grid).await, app.staff(&grid).await);
    let body = json!({
        "category": "repair", "title": "井盖松动", "body": "小区门口的井盖松动。",
        "channel": "hotline_12345", "gridId": grid.id, "contact": { "name": "李女士", "phone": "13900001234" },
    });
    let made = staff.post("/wishes", body).await.expect(201);
    let wish = Wish { id: made.string("/wish/id").parse().expect("no id") };

    let contact = staff.post(wish.path("contact"), json!({})).await.expect(200);
    assert_eq!(contact["phone"], "13900001234");
    assert_eq!(look(&colleague, &wish).await, 403);
    let looks = colleague.get(wish.path("contact-looks")).await.expect(200);
    assert_eq!(looks.body.as_array().map(Vec::len), Some(1));
}
