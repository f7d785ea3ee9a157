//! What must hold with many at once. Each test goes red without its guard, which it names.

use entity::wishes::{WishStatus, wish_claim, wish_support};
use futures_util::future::join_all;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::json;
use support::{Answer, Person, TestApp, Wish};

/// Fifty at the same time.
const CROWD: usize = 50;

/// Rounds, where one is not always lost without the guard.
const ROUNDS: usize = 5;

/// How many of the answers have this status.
fn count(answers: &[Answer], status: u16) -> usize {
    answers.iter().filter(|answer| answer.status == status).count()
}

async fn all_at_once(people: &[Person], wish: &Wish, verb: &str, version: i32) -> Vec<Answer> {
    let path = wish.path(verb);
    join_all(people.iter().map(|person| person.post(&path, json!({ "version": version })))).await
}

/// Guard: two, each of which suffices: the row lock with the look at the version behind it, and
/// compare-and-set on status and version. On SQLite the one writer.
#[tokio::test]
async fn one_approval_of_fifty_counts() {
    let app = TestApp::spawn().await;
    let replica = app.replica().await;
    let grid = app.given_grid().await;
    let cast = app.given_cast(&grid).await;
    let leaders = vec![[cast.leader.clone(), cast.leader.at(&replica)]; CROWD / 2].concat();
    for _ in 0..ROUNDS {
        let wish = app.given_wish(&cast, WishStatus::Submitted).await;
        let answers = all_at_once(&leaders, &wish, "approve", 1).await;

        assert_eq!(count(&answers, 200), 1);
        assert_eq!(count(&answers, 412) + count(&answers, 409), CROWD - 1);
        let detail = cast.author.get(wish.path("")).await.expect(200);
        let steps = detail["timeline"].as_array().expect("no timeline");
        assert_eq!(steps.iter().filter(|step| step["verb"] == "approve").count(), 1);
    }
}

/// Guard: the row lock, compare-and-set, and behind both the partial unique index on live claims.
/// Each suffices; on SQLite the one writer.
#[tokio::test]
async fn one_claim_of_fifty_counts() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let cast = app.given_cast(&grid).await;
    let both = [&app, &app.replica().await];
    let mut volunteers = Vec::new();
    for turn in 0..CROWD {
        volunteers.push(app.volunteer(&grid).await.at(both[turn % 2]));
    }
    for _ in 0..ROUNDS {
        let wish = app.given_wish(&cast, WishStatus::Open).await;
        let answers = all_at_once(&volunteers, &wish, "claim", 2).await;

        assert_eq!(count(&answers, 200), 1);
        assert_eq!(count(&answers, 409) + count(&answers, 412), CROWD - 1);
        let live = wish_claim::Entity::find()
            .filter(wish_claim::Column::WishId.eq(wish.id))
            .filter(wish_claim::Column::EndedAt.is_null());
        assert_eq!(live.count(&app.kernel().db).await.ok(), Some(1));
    }
}

/// Guard: the lock on one helper's claims (PostgreSQL), the one writer (SQLite).
#[tokio::test]
async fn nobody_claims_more_than_the_fair_limit_by_claiming_at_once() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let cast = app.given_cast(&grid).await;
    let mut wishes = Vec::new();
    for _ in 0..8 {
        wishes.push(app.given_wish(&cast, WishStatus::Open).await);
    }

    let claims = wishes.iter().map(|wish| cast.helper.post(wish.path("claim"), json!({ "version": 2 })));
    let answers = join_all(claims).await;

    assert_eq!(count(&answers, 200), 3);
    let refused = answers.iter().filter(|answer| answer.status != 200);
    assert!(
        refused.clone().all(|answer| answer.refusal() == (409, "claim_limit")),
        "{:?}",
        refused.collect::<Vec<_>>()
    );
}

/// Guard: the unique key of wish and account.
#[tokio::test]
async fn a_person_supports_a_wish_once() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let cast = app.given_cast(&grid).await;
    let wish = app.given_wish(&cast, WishStatus::Open).await;
    let neighbour = app.resident(&grid).await;

    let answers = join_all((0..CROWD).map(|_| neighbour.post(wish.path("support"), json!({})))).await;

    assert_eq!(count(&answers, 200), 1);
    assert!(answers.iter().filter(|answer| answer.status != 200).all(|answer| answer.code() == "already_supported"));
    let supports = wish_support::Entity::find().filter(wish_support::Column::WishId.eq(wish.id));
    assert_eq!(supports.count(&app.kernel().db).await.ok(), Some(1));
    assert_eq!(neighbour.get(wish.path("")).await.expect(200)["supportCount"], 1);
}

/// Guard: the version that was seen, looked at under the row lock.
#[tokio::test]
async fn no_update_is_lost() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let cast = app.given_cast(&grid).await;
    let wish = app.given_wish(&cast, WishStatus::Claimed).await;
    let seen = cast.helper.version_of(&wish).await;

    let reports = (0..20).map(|turn| {
        let body = json!({ "version": seen, "text": format!("第 {turn} 次进展") });
        let (helper, path) = (cast.helper.clone(), wish.path("progress"));
        async move { helper.post(path, body).await }
    });
    let answers = join_all(reports).await;

    assert_eq!(count(&answers, 200), 1);
    assert_eq!(count(&answers, 412), 19);
    let detail = cast.author.get(wish.path("")).await.expect(200);
    assert_eq!(detail["notes"].as_array().map(Vec::len), Some(1));
}

/// Guard: the key's row, in the transaction of its effect.
#[tokio::test]
async fn one_key_has_one_effect() {
    let app = TestApp::spawn().await;
    let author = app.resident(&app.given_grid().await).await;
    let body = json!({ "category": "repair", "title": "单元门关不上", "body": "门锁坏了，大家不放心。" });

    let submits =
        (0..CROWD).map(|_| author.request(reqwest::Method::POST, "/wishes").key("one-tap").json(&body).send());
    let answers = join_all(submits).await;

    let created: Vec<&Answer> = answers.iter().filter(|answer| answer.status == 201).collect();
    assert!(!created.is_empty());
    assert!(created.iter().all(|answer| answer.string("/wish/id") == created[0].string("/wish/id")));
    assert_eq!(created.len() + count(&answers, 409), CROWD);
    assert_eq!(author.get("/wishes?mine=true").await.expect(200).items().len(), 1);

    let again = author.request(reqwest::Method::POST, "/wishes").key("one-tap").json(&body).send().await.expect(201);
    assert_eq!(again.string("/wish/id"), created[0].string("/wish/id"));
    let other = json!({ "category": "repair", "title": "另一件事", "body": "另一件事。" });
    let reused = author.request(reqwest::Method::POST, "/wishes").key("one-tap").json(&other).send().await;
    assert_eq!(reused.refusal(), (422, "idempotency_key_reused"));
}
