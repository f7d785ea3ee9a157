//! Many approved at once: each answered for itself, all of it once a key.

use entity::auth::{ApiScope, Role, ScopeKind};
use entity::kernel::event;
use entity::wishes::WishStatus;
use futures_util::future::join_all;
use reqwest::Method;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};
use support::{Answer, Person, TestApp, Wish};

const PATH: &str = "/wishes/approvals";

fn items(wishes: &[Wish]) -> Value {
    json!({ "items": wishes.iter().map(|wish| json!({ "wishId": wish.id, "version": 1 })).collect::<Vec<_>>() })
}

/// The HTTP status and the code of each outcome.
fn outcomes(answer: &Answer) -> Vec<(u64, &str)> {
    let outcome = |item: &'_ Value| item["httpStatus"].as_u64().expect("no status");
    let code = |at: usize| answer[&format!("/items/{at}/problem/code")].as_str().unwrap_or_default();
    answer.items().iter().enumerate().map(|(at, item)| (outcome(item), code(at))).collect()
}

async fn approvals(app: &TestApp) -> u64 {
    let approved = event::Entity::find().filter(event::Column::Verb.eq("approve"));
    approved.count(&app.kernel().db).await.expect("no count")
}

async fn submitted(author: &Person, many: usize) -> Vec<Wish> {
    let mut wishes = Vec::new();
    for turn in 0..many {
        wishes.push(author.submits_wish(&format!("第{turn}盏灯坏了")).await);
    }
    wishes
}

#[tokio::test]
async fn one_that_is_refused_holds_up_no_other() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let cast = app.given_cast(&grid).await;
    let leader = app.resident(&grid).await;
    app.grant(&leader, Role::GridLeader, ScopeKind::Grid, grid.id).await;
    let own = leader.submits_wish("我家的灯").await;
    let fine = submitted(&cast.author, 2).await;
    let returned = app.given_wish(&cast, WishStatus::Returned).await;
    let foreign = app.given_cast(&app.given_grid().await).await.author.submits_wish("别处的灯").await;
    let unknown = uuid::Uuid::now_v7();

    let asked = json!({ "items": [
        { "wishId": fine[1].id, "version": 1 }, { "wishId": own.id, "version": 1 },
        { "wishId": returned.id, "version": 2 }, { "wishId": foreign.id, "version": 1 },
        { "wishId": unknown, "version": 1 }, { "wishId": fine[0].id, "version": 7 },
        { "wishId": fine[1].id, "version": 1 },
    ]});
    let request = leader.request(Method::POST, PATH).header("accept-language", "en").json(&asked);
    let answer = request.send().await.expect(200);

    let expected = [
        (200, ""),
        (403, "own_matter"),
        (409, "illegal_transition"),
        (404, "not_found"),
        (404, "not_found"),
        (412, "stale"),
        (412, "stale"),
    ];
    assert_eq!(outcomes(&answer), expected);
    assert_eq!((&answer["approved"], &answer["/items/0/status"]), (&json!(1), &json!("open")));
    assert_eq!((&answer["/items/0/version"], &answer["/items/0/problem"]), (&json!(2), &Value::Null));
    assert_eq!(answer["/items/0/wishId"], json!(fine[1].id));
    assert!(answer.string("/items/1/problem/detail").starts_with("Nobody reviews"), "{}", answer.text());
    assert_eq!(cast.author.get(fine[1].path("")).await["status"], "open");
    assert_eq!(cast.author.get(fine[0].path("")).await["status"], "submitted");
    let wall = app.anonymous().get(format!("/communities/{}/wall", grid.community)).await.expect(200);
    assert_eq!(wall.items().len(), 1, "what is approved stands on the wall at once");
}

#[tokio::test]
async fn a_retry_with_the_same_key_gets_the_same_answer() {
    let app = TestApp::spawn().await;
    let cast = app.given_cast(&app.given_grid().await).await;
    let mut wishes = submitted(&cast.author, 3).await;
    let taken = wishes.pop().expect("no wish");
    cast.staff.moves(&taken, "approve", json!({})).await.expect(200);
    wishes.push(taken);
    let send = async |body: Value| {
        let request = cast.leader.request(Method::POST, PATH).key("approve-all").json(&body);
        request.send().await
    };

    let first = send(items(&wishes)).await.expect(200);
    assert_eq!(outcomes(&first), [(200, ""), (200, ""), (412, "stale")]);
    let again = send(items(&wishes)).await.expect(200);
    assert_eq!(again.body, first.body);
    assert_eq!(send(items(&wishes[..1])).await.refusal(), (422, "idempotency_key_reused"));
    assert_eq!(approvals(&app).await, 3);
}

#[tokio::test]
async fn none_and_too_many_are_refused_as_a_whole() {
    let app = TestApp::spawn().await;
    let cast = app.given_cast(&app.given_grid().await).await;
    let wish = app.given_wish(&cast, WishStatus::Submitted).await;
    for body in [json!({ "items": [] }), items(&[wish; 51])] {
        let answer = cast.leader.post(PATH, body).await;
        assert_eq!((answer.refusal(), answer.string("/errors/0/pointer")), ((422, "invalid"), "/items".to_owned()));
    }
    assert_eq!(approvals(&app).await, 0);
}

#[tokio::test]
async fn only_those_who_review_may_try() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let cast = app.given_cast(&grid).await;
    let wishes = [app.given_wish(&cast, WishStatus::Submitted).await];
    let program = app.api_client(&grid, ApiScope::ALL).await;
    for person in [&cast.author, &cast.helper, &app.newcomer().await, &program] {
        assert_eq!(person.post(PATH, items(&wishes)).await.refusal(), (403, "forbidden"));
    }
    assert_eq!(app.anonymous().post(PATH, items(&wishes)).await.refusal(), (401, "unauthenticated"));
    let elsewhere = app.given_grid_in(&app.given_community().await).await;
    for person in [app.grid_leader(&app.given_grid().await).await, app.staff(&elsewhere).await] {
        let answer = person.post(PATH, items(&wishes)).await.expect(200);
        assert_eq!(outcomes(&answer), [(404, "not_found")]);
    }
    assert_eq!(approvals(&app).await, 0);
}

/// Guards: the row lock with compare-and-set, so that each is approved once; the order of the ids, so that two
/// who go through the same wishes from both ends do not wait for each other for ever.
#[tokio::test]
async fn two_leaders_approve_the_same_fifty_at_once_and_each_is_approved_once() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let cast = app.given_cast(&grid).await;
    let second = app.grid_leader(&grid).await;
    let wishes = submitted(&cast.author, 50).await;
    let backwards: Vec<Wish> = wishes.iter().rev().copied().collect();

    let (forth, back) = (items(&wishes), items(&backwards));
    let (one, two) = tokio::join!(cast.leader.post(PATH, forth), second.post(PATH, back));

    let (one, two) = (one.expect(200), two.expect(200));
    let done = one["approved"].as_u64().zip(two["approved"].as_u64()).map(|(one, two)| one + two);
    assert_eq!(done, Some(50));
    let refused = outcomes(&one).into_iter().chain(outcomes(&two)).filter(|(status, _)| *status != 200);
    assert_eq!(refused.filter(|(status, _)| [409, 412].contains(status)).count(), 50);
    assert_eq!(approvals(&app).await, 50);
}

/// Guard: the key's row, in the transaction of all effects.
#[tokio::test]
async fn one_key_approves_once_however_often_it_is_sent() {
    let app = TestApp::spawn().await;
    let cast = app.given_cast(&app.given_grid().await).await;
    let body = items(&submitted(&cast.author, 10).await);

    let many = (0..20).map(|_| cast.leader.request(Method::POST, PATH).key("one-tap").json(&body).send());
    let answers = join_all(many).await;

    let told: Vec<&Answer> = answers.iter().filter(|answer| answer.status == 200).collect();
    assert!(!told.is_empty() && told.iter().all(|answer| answer.body == told[0].body));
    assert_eq!(told[0]["approved"], 10);
    assert!(answers.iter().all(|answer| answer.status == 200 || answer.refusal() == (409, "still_running")));
    assert_eq!(approvals(&app).await, 10);
}
