//! Points with many at once. Each test goes red without its guard, which it names.

use entity::ids::{PartnerId, RewardId};
use entity::volunteers::{LedgerUnit, ledger_account, ledger_transfer, reward};
use entity::wishes::WishStatus;
use futures_util::future::join_all;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::json;
use support::{Answer, Person, TestApp};
use uuid::Uuid;

fn count(answers: &[Answer], refusal: (u16, &str)) -> usize {
    answers.iter().filter(|answer| answer.refusal() == refusal).count()
}

async fn points(person: &Person) -> i64 {
    person.get("/me/balances").await.expect(200)["points"].as_i64().expect("no number")
}

async fn points_of_partner(app: &TestApp, partner: PartnerId) -> i64 {
    let row = ledger_account::Entity::find()
        .filter(ledger_account::Column::OwnerId.eq(Uuid::from(partner)))
        .filter(ledger_account::Column::Unit.eq(LedgerUnit::Points));
    row.one(&app.kernel().db).await.expect("accounts cannot be read").map_or(0, |row| row.balance)
}

async fn stock(app: &TestApp, reward: &str) -> i32 {
    let id: RewardId = reward.parse().expect("no id");
    let row = reward::Entity::find_by_id(id).one(&app.kernel().db).await;
    row.expect("rewards cannot be read").expect("there is no such reward").stock
}

/// Guard: CHECK (balance >= floor) of `ledger_account`.
#[tokio::test]
async fn points_for_one_are_spent_once_of_a_hundred_times() {
    let app = TestApp::spawn().await;
    let replica = app.replica().await;
    let grid = app.given_grid().await;
    let (staff, (person, id)) = (app.staff(&grid).await, app.registered(&grid).await);
    let (reward, partner) = app.given_reward(&grid, &staff, 10, 500).await;
    app.credit_minutes(&grid, &id, 60).await;
    let (path, twins) = (format!("/rewards/{reward}/redeem"), [person.clone(), person.at(&replica)]);
    let answers = join_all((0..100).map(|turn| twins[turn % 2].post(&path, json!({"price": 10})))).await;

    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    assert_eq!(count(&answers, (409, "not_enough_points")), 99);
    assert_eq!((points(&person).await, points_of_partner(&app, partner).await), (0, 10));
    assert_eq!(stock(&app, &reward).await, 499);
}

/// Guard: CHECK (stock >= 0) of `reward`.
#[tokio::test]
async fn of_twenty_who_want_the_last_three_three_get_one() {
    let app = TestApp::spawn().await;
    let replica = app.replica().await;
    let grid = app.given_grid().await;
    let staff = app.staff(&grid).await;
    let (reward, _) = app.given_reward(&grid, &staff, 10, 3).await;
    let mut people = Vec::new();
    for turn in 0..20 {
        let (person, id) = app.registered(&grid).await;
        app.credit_minutes(&grid, &id, 60).await;
        people.push(if turn % 2 == 0 { person } else { person.at(&replica) });
    }
    let path = format!("/rewards/{reward}/redeem");
    let answers = join_all(people.iter().map(|person| person.post(&path, json!({"price": 10})))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 3);
    assert_eq!(count(&answers, (409, "out_of_stock")), 17);
    assert_eq!(stock(&app, &reward).await, 0);
}

/// Guard: accounts are locked in the order of their ids. Without it two gifts that cross wait for each other for
/// ever, and PostgreSQL gives one of them up (503). On SQLite the one writer.
#[tokio::test]
async fn gifts_that_cross_all_go_through() {
    let app = TestApp::spawn().await;
    let replica = app.replica().await;
    let grid = app.given_grid().await;
    let ((anna, a), (ben, b)) = (app.registered(&grid).await, app.registered(&grid).await);
    app.credit_minutes(&grid, &a, 600).await;
    app.credit_minutes(&grid, &b, 600).await;
    let give = |from: &Person, to: &Person, turn: usize| {
        let from = if turn.is_multiple_of(2) { from.clone() } else { from.at(&replica) };
        let gift = json!({"toAccountId": to.account(), "points": 1, "reason": "谢谢"});
        async move { from.post("/points/gifts", gift).await }
    };
    let crossed = (0..60).map(|turn| if turn % 3 == 0 { give(&anna, &ben, turn) } else { give(&ben, &anna, turn) });
    let answers = join_all(crossed).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 60);
    assert_eq!((points(&anna).await, points(&ben).await), (120, 80));
}

/// Guard: the lock on the giver's account, behind which gifts are added up.
#[tokio::test]
async fn gifts_at_once_do_not_pass_the_limit_together() {
    let app = TestApp::spawn().await;
    let replica = app.replica().await;
    let grid = app.given_grid().await;
    let ((anna, a), (ben, _)) = (app.registered(&grid).await, app.registered(&grid).await);
    app.credit_minutes(&grid, &a, 12_000).await;
    let twins = [anna.clone(), anna.at(&replica)];
    let gift = json!({"toAccountId": ben.account(), "points": 100, "reason": "谢谢"});
    let answers = join_all((0..20).map(|turn| twins[turn % 2].post("/points/gifts", gift.clone()))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 5);
    assert_eq!(count(&answers, (409, "gift_limit")), 15);
    assert_eq!(points(&ben).await, 500);
}

/// Guard: the unique index on the source of a transfer, and the look for it behind the lock on the accounts.
#[tokio::test]
async fn one_attendance_credited_twenty_times_at_once_counts_once() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let (person, id) = app.registered(&grid).await;
    let attendance = Uuid::now_v7();
    join_all((0..20).map(|_| app.credit_source(&grid, &id, 60, attendance))).await;
    let on = person.get("/me/balances").await.expect(200);
    assert_eq!((&on["points"], &on["minutes"]), (&json!(10), &json!(60)));
}

/// Guard: the wish's row lock and compare-and-set; behind them the unique index on the source of a transfer.
#[tokio::test]
async fn a_wish_confirmed_twenty_times_at_once_credits_once() {
    let app = TestApp::spawn().await;
    let replica = app.replica().await;
    let grid = app.given_grid().await;
    let cast = app.given_cast(&grid).await;
    cast.helper.registers(json!({})).await.expect(201);
    let wish = app.given_wish(&cast, WishStatus::Fulfilled).await;
    let version = cast.author.version_of(&wish).await;
    let twins = [cast.author.clone(), cast.author.at(&replica)];
    let body = json!({"rating": 5, "version": version});
    let answers = join_all((0..20).map(|turn| twins[turn % 2].post(wish.path("confirm"), body.clone()))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    assert_eq!(points(&cast.helper).await, 10);
    let posted = ledger_transfer::Entity::find().filter(ledger_transfer::Column::SourceId.eq(Uuid::from(wish.id)));
    assert_eq!(posted.count(&app.kernel().db).await.ok(), Some(2), "minutes and points");
}

/// Guard: the unique index on what a transfer reverses.
#[tokio::test]
async fn a_transfer_taken_back_twenty_times_at_once_goes_back_once() {
    let app = TestApp::spawn().await;
    let replica = app.replica().await;
    let grid = app.given_grid().await;
    let (staff, (person, id)) = (app.staff(&grid).await, app.registered(&grid).await);
    app.credit_minutes(&grid, &id, 60).await;
    app.credit_minutes(&grid, &id, 60).await;
    let transfer = person.get("/me/postings").await.expect(200).string("/items/0/transferId");
    let (path, twins) = (format!("/transfers/{transfer}/reverse"), [staff.clone(), staff.at(&replica)]);
    let answers = join_all((0..20).map(|turn| twins[turn % 2].post(&path, json!({"reason": "签到有误"})))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 204).count(), 1);
    assert_eq!(count(&answers, (409, "already_reversed")), 19);
    assert_eq!(points(&person).await, 10);
}

/// Guard: the lock on the row of the minutes and compare-and-set on its version.
#[tokio::test]
async fn minutes_approved_by_ten_at_once_are_posted_once() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let (person, id) = app.registered(&grid).await;
    let today = app.now().date_naive();
    let minutes = json!({"kind": "patrol", "servedOn": today, "minutes": 60, "reason": "忘了签到"});
    let claim = person.post(format!("/volunteers/{id}/minutes-claims"), minutes).await.expect(200);
    let mut staff = Vec::new();
    for _ in 0..10 {
        staff.push(app.staff(&grid).await);
    }
    let path = format!("/minutes-claims/{}/approve", claim.id());
    let answers = join_all(staff.iter().map(|one| one.post(&path, json!({"version": 1})))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    assert_eq!(person.get("/me/balances").await.expect(200)["addedMinutes"], 60);
}
