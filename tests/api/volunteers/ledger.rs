//! What the database itself says about transfers, whoever writes.

use entity::ids::{LedgerAccountId, LedgerTransferId};
use entity::volunteers::{LedgerKind, LedgerOwner, LedgerUnit, ledger_account, ledger_transfer};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ConnectionTrait, DbErr, EntityTrait};
use support::{Community, TestApp};
use uuid::Uuid;

async fn account(app: &TestApp, community: &Community, unit: LedgerUnit, floor: Option<i64>) -> LedgerAccountId {
    let id = LedgerAccountId::new();
    app.row(ledger_account::ActiveModel {
        id: Set(id),
        community_id: Set(community.id),
        owner_kind: Set(LedgerOwner::Member),
        owner_id: Set(Uuid::now_v7()),
        unit: Set(unit),
        balance: Set(0),
        floor: Set(floor),
        created_at: Set(app.now()),
    })
    .await;
    id
}

fn transfer(
    app: &TestApp,
    community: &Community,
    ends: (LedgerAccountId, LedgerAccountId),
    amount: i64,
) -> ledger_transfer::ActiveModel {
    ledger_transfer::ActiveModel {
        id: Set(LedgerTransferId::new()),
        community_id: Set(community.id),
        unit: Set(LedgerUnit::Points),
        from_account: Set(ends.0),
        to_account: Set(ends.1),
        amount: Set(amount),
        kind: Set(LedgerKind::Gift),
        reason: Set(Some("谢谢".into())),
        source_kind: Set(None),
        source_id: Set(None),
        service_kind: Set(None),
        served_at: Set(None),
        reverses: Set(None),
        by_account: Set(None),
        at: Set(app.now()),
    }
}

async fn post(app: &TestApp, row: ledger_transfer::ActiveModel) -> Result<ledger_transfer::Model, DbErr> {
    row.insert(&app.kernel().db).await
}

async fn balance(app: &TestApp, id: LedgerAccountId) -> i64 {
    let row = ledger_account::Entity::find_by_id(id).one(&app.kernel().db).await;
    row.expect("accounts cannot be read").expect("there is no such account").balance
}

#[tokio::test]
async fn a_transfer_moves_both_balances_and_what_does_not_fit_is_refused() {
    let app = TestApp::spawn().await;
    let (here, there) = (app.community().await, app.given_community().await);
    let from = account(&app, &here, LedgerUnit::Points, None).await;
    let to = account(&app, &here, LedgerUnit::Points, Some(0)).await;
    let minutes = account(&app, &here, LedgerUnit::Minutes, None).await;
    let foreign = account(&app, &there, LedgerUnit::Points, None).await;

    post(&app, transfer(&app, &here, (from, to), 7)).await.expect("a transfer is refused");
    assert_eq!((balance(&app, from).await, balance(&app, to).await), (-7, 7));

    for (ends, amount, what) in [
        ((to, from), 8, "more than there is"),
        ((from, to), 0, "nothing"),
        ((from, to), -1, "less than nothing"),
        ((from, from), 1, "to oneself"),
        ((from, minutes), 1, "points into minutes"),
        ((from, foreign), 1, "into another community"),
    ] {
        assert!(post(&app, transfer(&app, &here, ends, amount)).await.is_err(), "{what} went through");
    }
    assert_eq!((balance(&app, from).await, balance(&app, to).await), (-7, 7));
}

#[tokio::test]
async fn a_reversal_is_its_original_the_other_way_and_comes_once() {
    let app = TestApp::spawn().await;
    let here = app.community().await;
    let from = account(&app, &here, LedgerUnit::Points, None).await;
    let to = account(&app, &here, LedgerUnit::Points, Some(0)).await;
    let original = post(&app, transfer(&app, &here, (from, to), 7)).await.expect("a transfer is refused");
    let reversal = |ends, amount| ledger_transfer::ActiveModel {
        reverses: Set(Some(original.id)),
        ..transfer(&app, &here, ends, amount)
    };
    assert!(post(&app, reversal((to, from), 6)).await.is_err(), "of another amount");
    assert!(post(&app, reversal((from, to), 7)).await.is_err(), "the same way");
    post(&app, reversal((to, from), 7)).await.expect("the reversal is refused");
    assert!(post(&app, reversal((to, from), 7)).await.is_err(), "twice");
    assert_eq!((balance(&app, from).await, balance(&app, to).await), (0, 0));
}

#[tokio::test]
async fn nobody_changes_a_transfer_or_makes_a_balance() {
    let app = TestApp::spawn().await;
    let here = app.community().await;
    let from = account(&app, &here, LedgerUnit::Points, None).await;
    let to = account(&app, &here, LedgerUnit::Points, Some(0)).await;
    post(&app, transfer(&app, &here, (from, to), 7)).await.expect("a transfer is refused");
    let db = &app.kernel().db;
    for change in [
        "UPDATE ledger_transfer SET amount = 8",
        "UPDATE ledger_transfer SET reason = 'x'",
        "DELETE FROM ledger_transfer",
        "DELETE FROM ledger_account",
    ] {
        assert!(db.execute_unprepared(change).await.is_err(), "{change} went through");
    }
    db.execute_unprepared("UPDATE ledger_transfer SET reason = NULL").await.expect("a reason can be erased");
    if db.get_database_backend() == sea_orm::DbBackend::Postgres {
        let by_hand = db.execute_unprepared("UPDATE ledger_account SET balance = 100").await;
        assert!(by_hand.is_err(), "a balance was set by hand");
    }
}
