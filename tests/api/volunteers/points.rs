//! Points for wishes and service, gifts, rules, taking back.

use entity::wishes::WishStatus;
use serde_json::json;
use support::{Cast, Person, TestApp};

/// The people of a wish whose helper has registered as a volunteer.
async fn cast(app: &TestApp) -> (Cast, String) {
    let grid = app.given_grid().await;
    let cast = app.given_cast(&grid).await;
    let volunteer = cast.helper.registers(json!({})).await.expect(201).id();
    (cast, volunteer)
}

async fn has(person: &Person) -> (i64, i64, i64) {
    let on = person.get("/me/balances").await.expect(200);
    let on = |field: &str| on[field].as_i64().expect("no number");
    (on("points"), on("minutes"), on("addedMinutes"))
}

#[tokio::test]
async fn a_confirmed_wish_credits_its_helper_once_also_when_it_is_opened_and_confirmed_again() {
    let app = TestApp::spawn().await;
    let (cast, _) = cast(&app).await;
    let wish = app.given_wish(&cast, WishStatus::Confirmed).await;
    assert_eq!(has(&cast.helper).await, (10, 30, 0));
    cast.author.moves(&wish, "reopen", json!({"reason": "又坏了"})).await.expect(200);
    cast.helper.moves(&wish, "claim", json!({})).await.expect(200);
    cast.helper.moves(&wish, "fulfil", json!({"text": "再换一次"})).await.expect(200);
    cast.author.moves(&wish, "confirm", json!({"rating": 5})).await.expect(200);
    assert_eq!(has(&cast.helper).await, (10, 30, 0));
    let postings = cast.helper.get("/me/postings").await.expect(200);
    assert_eq!(postings.items().len(), 1);
    assert_eq!(postings["/items/0/sourceId"], json!(wish.id));
}

#[tokio::test]
async fn a_wish_that_the_clock_confirms_credits_too_and_a_helper_who_is_no_volunteer_gets_nothing() {
    let app = TestApp::spawn().await;
    let (cast, _) = cast(&app).await;
    app.given_wish(&cast, WishStatus::Fulfilled).await;
    let unregistered = Cast { helper: app.volunteer(&app.given_grid().await).await, ..cast.clone() };
    app.given_wish(&unregistered, WishStatus::Confirmed).await;
    assert_eq!(has(&unregistered.helper).await, (0, 0, 0));
    app.advance_days(8);
    app.drain().await;
    assert_eq!(has(&cast.helper).await, (10, 30, 0));
}

#[tokio::test]
async fn a_community_makes_its_own_rules_and_the_category_s_goes_first() {
    let app = TestApp::spawn().await;
    let (cast, _) = cast(&app).await;
    let rule = |more: serde_json::Value| {
        let mut rule = json!({"kind": "wish", "pointsPerHour": 0, "pointsFlat": 3, "minutesFlat": 45});
        rule.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        rule
    };
    cast.staff.post("/point-rules", rule(json!({}))).await.expect(200);
    cast.staff.post("/point-rules", rule(json!({"category": "repair", "pointsFlat": 8}))).await.expect(200);
    let later = (app.now() + chrono::Duration::days(1)).to_rfc3339();
    let to_come = rule(json!({"category": "repair", "pointsFlat": 99, "validFrom": later}));
    cast.staff.post("/point-rules", to_come).await.expect(200);
    app.given_wish(&cast, WishStatus::Confirmed).await;
    assert_eq!(has(&cast.helper).await, (8, 45, 0));

    let past = rule(json!({"validFrom": "2020-01-01T00:00:00Z"}));
    assert_eq!(cast.staff.post("/point-rules", past).await.refusal(), (422, "invalid"));
    let unknown = cast.staff.post("/point-rules", rule(json!({"category": "magic"}))).await;
    assert_eq!(unknown["errors"][0]["pointer"], "/category");
    assert_eq!(cast.author.post("/point-rules", rule(json!({}))).await.refusal(), (403, "forbidden"));
    let community = cast.staff.community.expect("a community");
    let rules = app.anonymous().get(format!("/communities/{community}/point-rules")).await.expect(200);
    assert_eq!(rules.body.as_array().map(Vec::len), Some(3 + 8));
    assert_eq!(rules["/3/id"], json!(null), "the usual ones come last");
}

#[tokio::test]
async fn points_are_given_with_a_reason_within_a_limit_and_nobody_gives_more_than_they_have() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let ((anna, id), (ben, _)) = (app.registered(&grid).await, app.registered(&grid).await);
    let neighbour = app.resident(&grid).await;
    app.credit_minutes(&grid, &id, 60 * 60).await;
    let number = ben.get("/me/volunteer").await.expect(200).string("number");
    let gift = |points: i64| json!({"toNumber": number, "points": points, "reason": "帮我照看孩子"});

    let left = anna.post("/points/gifts", gift(100)).await.expect(200);
    assert_eq!(left["points"], 500);
    let to_neighbour = json!({"toAccountId": neighbour.account(), "points": 100, "reason": "谢谢"});
    anna.post("/points/gifts", to_neighbour).await.expect(200);
    assert_eq!((has(&ben).await.0, has(&neighbour).await.0), (100, 100));
    let reason = ben.get("/me/postings").await.expect(200);
    assert_eq!((&reason["/items/0/amount"], &reason["/items/0/reason"]), (&json!(100), &json!("帮我照看孩子")));
    assert_eq!(anna.get("/me/postings").await.expect(200)["/items/0/amount"], -100);

    assert_eq!(anna.post("/points/gifts", gift(301)).await.refusal(), (409, "gift_limit"));
    assert_eq!(ben.post("/points/gifts", gift(1)).await.refusal(), (403, "own_matter"));
    assert_eq!(anna.post("/points/gifts", gift(0)).await.refusal(), (422, "invalid"));
    let back = json!({"toAccountId": anna.account(), "points": 101, "reason": "谢谢"});
    assert_eq!(neighbour.post("/points/gifts", back).await.refusal(), (409, "not_enough_points"));
    let foreign = app.resident(&app.given_grid_in(&app.given_community().await).await).await;
    let abroad = json!({"toAccountId": foreign.account(), "points": 1, "reason": "谢谢"});
    assert_eq!(anna.post("/points/gifts", abroad).await.refusal(), (422, "invalid"));
    app.advance_days(31);
    anna.post("/points/gifts", gift(301)).await.expect(200);
}

#[tokio::test]
async fn staff_take_back_a_mistake_once_and_not_their_own() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let (staff, (person, id)) = (app.staff(&grid).await, app.registered(&grid).await);
    app.credit_minutes(&grid, &id, 60).await;
    let postings = staff.get(format!("/volunteers/{id}/postings?unit=minutes")).await.expect(200);
    let transfer = postings.string("/items/0/transferId");
    let path = format!("/transfers/{transfer}/reverse");
    let because = json!({"reason": "签到有误"});

    assert_eq!(person.post(&path, because.clone()).await.refusal(), (404, "not_found"));
    staff.post(&path, because.clone()).await.expect(204);
    assert_eq!(staff.post(&path, because.clone()).await.refusal(), (409, "already_reversed"));
    assert_eq!(has(&person).await, (10, 0, 0), "minutes went back, points stay until they are taken back");
    let postings = person.get("/me/postings?unit=minutes").await.expect(200);
    assert_eq!(postings["/items/0/reverses"], json!(transfer));
    let reversal = postings.string("/items/0/transferId");
    let again = staff.post(format!("/transfers/{reversal}/reverse"), because.clone()).await;
    assert_eq!(again.refusal(), (409, "illegal_transition"));

    let points = person.get("/me/postings").await.expect(200).string("/items/0/transferId");
    let role = entity::auth::Role::CommunityStaff;
    app.grant(&person, role, entity::auth::ScopeKind::Community, grid.community).await;
    let own = person.post(format!("/transfers/{points}/reverse"), because).await;
    assert_eq!(own.refusal(), (403, "own_matter"));
}

#[tokio::test]
async fn a_statement_is_read_page_by_page() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let (person, id) = app.registered(&grid).await;
    for minutes in [60, 120, 180] {
        app.credit_minutes(&grid, &id, minutes).await;
    }
    let first = person.get("/me/postings?pageSize=2").await.expect(200);
    assert_eq!((&first["/items/0/amount"], &first["/items/1/amount"]), (&json!(30), &json!(20)));
    let next = person.get(format!("/me/postings?pageSize=2&cursor={}", first.string("nextCursor"))).await.expect(200);
    assert_eq!((next.items().len(), &next["/items/0/amount"], &next["nextCursor"]), (1, &json!(10), &json!(null)));
    let roll = app.anonymous().get(format!("/communities/{}/honour-roll", grid.community)).await.expect(200);
    assert_eq!(roll["/0/minutes"], 360);
}
