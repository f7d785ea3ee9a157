//! The audit log: nothing can be changed, left out or put in without being found.

use api::kernel::audit;
use api::kernel::db::{self, Cause};
use chrono::Duration;
use entity::ids::EventId;
use entity::kernel::{audit_seal, event};
use sea_orm::prelude::Expr;
use sea_orm::sea_query::SimpleExpr;
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, Iterable, QueryFilter};
use serde_json::json;
use support::{Program, TestApp};
use uuid::Uuid;

use super::vandal::{Vandal, verdict};

/// Something else in each column of an event; a new column does not compile without its case.
fn else_in_event(column: event::Column, event: &event::Model) -> SimpleExpr {
    use event::Column as C;
    match column {
        C::Id | C::SubjectId => Expr::value(Uuid::now_v7()),
        C::CommunityId | C::ById => Expr::value(None::<Uuid>),
        C::SubjectKind | C::Verb | C::FromState | C::ToState | C::Reason => Expr::value("another"),
        C::RequestId | C::ReasonDigest | C::ReasonSalt => Expr::value(None::<String>),
        C::ByKind => Expr::value("system"),
        C::Data => Expr::value(json!({ "level": "building", "gridId": Uuid::nil() })),
        C::At => Expr::value(event.at + Duration::microseconds(1)),
        C::Sealed => Expr::value(false),
    }
}

/// Something else in each column of a link.
fn else_in_seal(column: audit_seal::Column, seal: &audit_seal::Model) -> SimpleExpr {
    use audit_seal::Column as C;
    match column {
        C::Seq => Expr::value(seal.seq + 1_000),
        C::EventId => Expr::value(Uuid::now_v7()),
        C::PrevHash | C::Hash => Expr::value("0".repeat(64)),
        C::SealedAt => Expr::value(seal.sealed_at + Duration::microseconds(1)),
    }
}

#[tokio::test]
async fn a_change_in_any_column_of_an_event_is_found() {
    let (app, vandal) = Vandal::at_work().await;
    for column in event::Column::iter() {
        assert_eq!(verdict(&app, None).await.fault, None, "before {column:?}");
        vandal.changes_event(column, else_in_event(column, vandal.event())).await;
        assert!(verdict(&app, None).await.fault.is_some(), "nobody notices another {column:?}");
        vandal.undoes().await;
    }
}

#[tokio::test]
async fn a_change_in_any_column_of_a_link_is_found() {
    let (app, vandal) = Vandal::at_work().await;
    for column in audit_seal::Column::iter() {
        assert_eq!(verdict(&app, None).await.fault, None, "before {column:?}");
        vandal.changes_seal(column, else_in_seal(column, vandal.seal())).await;
        let fault = verdict(&app, None).await.fault;
        assert!(fault.is_some_and(|fault| fault.seq <= 3), "nobody notices another {column:?}");
        vandal.undoes().await;
    }
}

#[tokio::test]
async fn what_was_taken_out_of_the_middle_is_missed() {
    let (app, vandal) = Vandal::at_work().await;
    let what = async |app: &TestApp| verdict(app, None).await.fault.map(|fault| (fault.seq, fault.what));
    vandal.deletes_event(vandal.event().id).await;
    assert_eq!(what(&app).await, Some((2, "its event is missing")));
    vandal.deletes_seal(2).await;
    assert_eq!(what(&app).await, Some((3, "a link is missing before it")));
    vandal.undoes().await;
    vandal.deletes_seal(2).await;
    assert_eq!(what(&app).await, Some((3, "a link is missing before it")));
    vandal.undoes().await;
    vandal.deletes_seal(1).await;
    assert_eq!(what(&app).await, Some((2, "a link is missing before it")));
}

#[tokio::test]
async fn an_end_that_was_cut_off_is_missed() {
    let (app, vandal) = Vandal::at_work().await;
    let head = verdict(&app, None).await.head;
    assert_eq!(head, vandal.last().hash);
    assert_eq!(verdict(&app, Some(&head)).await.fault, None);

    vandal.deletes_seal(vandal.last().seq).await;
    let fault = verdict(&app, None).await.fault.expect("not missed");
    assert_eq!((fault.seq, fault.what.contains("cut off")), (vandal.last().seq, true));
    // With its event gone, too, the rest is a whole chain: only the noted head tells.
    vandal.deletes_event(vandal.last().event_id).await;
    assert_eq!(verdict(&app, None).await.fault, None);
    let fault = verdict(&app, Some(&head)).await.fault.expect("not missed");
    assert_eq!((fault.seq, fault.what.contains("noted head")), (vandal.last().seq, true));
}

#[tokio::test]
async fn a_head_that_was_noted_stays_part_of_the_chain_as_it_grows() {
    let (app, vandal) = Vandal::at_work().await;
    let head = vandal.last().hash.clone();
    app.given_cast(&app.given_grid().await).await.author.submits_wish("路灯坏了").await;
    app.drain().await;
    let grown = verdict(&app, Some(&head)).await;
    assert!(grown.fault.is_none() && grown.head != head && grown.checked > vandal.last().seq.unsigned_abs());
    let empty = TestApp::spawn().await;
    assert_eq!(verdict(&empty, Some(&"0".repeat(64))).await.fault, None, "nothing is the head of an empty chain");
}

#[tokio::test]
async fn what_was_put_in_is_found() {
    let (app, vandal) = Vandal::at_work().await;
    let forged = event::Model { id: EventId::new(), verb: "approve".to_owned(), ..vandal.event().clone() };
    vandal.puts_event(forged.clone()).await;
    assert!(verdict(&app, None).await.fault.is_some(), "an event that says it is sealed");
    let seal = audit_seal::Model {
        seq: vandal.last().seq + 1,
        event_id: forged.id,
        prev_hash: vandal.last().hash.clone(),
        hash: "a".repeat(64),
        sealed_at: vandal.last().sealed_at,
    };
    vandal.puts_seal(seal.clone()).await;
    let fault = verdict(&app, None).await.fault.expect("not found");
    assert_eq!((fault.seq, fault.what), (seal.seq, "the link or its event was changed"));
}

#[tokio::test]
async fn a_reason_can_be_erased_but_not_put_back() {
    let (app, vandal) = Vandal::at_work().await;
    let id = vandal.event().id;
    db::write(app.kernel(), Cause::system(), async |tx| audit::erase_reason(tx, id).await).await.expect("not erased");
    assert_eq!(verdict(&app, None).await.fault, None);
    vandal.changes_event(event::Column::Reason, Expr::value("another")).await;
    assert!(verdict(&app, None).await.fault.is_some());
    vandal.undoes().await;
    // A reason where there never was one.
    vandal.changes_event(event::Column::Reason, Expr::value("another")).await;
    vandal.changes_event(event::Column::ReasonSalt, Expr::value(None::<String>)).await;
    assert!(verdict(&app, None).await.fault.is_some());
}

/// Guard: the triggers of the schema.
#[tokio::test]
async fn the_database_itself_lets_nobody_change_the_log() {
    let app = TestApp::spawn().await;
    let cast = app.given_cast(&app.given_grid().await).await;
    app.given_wish(&cast, entity::wishes::WishStatus::Returned).await;
    app.drain().await;
    let conn = &app.kernel().db;
    let row = event::Entity::find().filter(event::Column::Reason.is_not_null()).one(conn).await;
    let row = row.expect("no query").expect("no event with a reason");
    for column in event::Column::iter() {
        let change = event::Entity::update_many().col_expr(column, else_in_event(column, &row));
        let refused = change.filter(event::Column::Id.eq(row.id)).exec(conn).await;
        assert!(refused.is_err_and(|error| error.to_string().contains("append-only")), "{column:?} can be changed");
    }
    let seal = audit_seal::Entity::find().one(conn).await.expect("no query").expect("no link");
    for column in audit_seal::Column::iter() {
        let change = audit_seal::Entity::update_many().col_expr(column, else_in_seal(column, &seal));
        let refused = change.filter(audit_seal::Column::Seq.eq(seal.seq)).exec(conn).await;
        assert!(refused.is_err_and(|error| error.to_string().contains("append-only")), "{column:?} can be changed");
    }
    let mut deletions = vec!["DELETE FROM audit_seal", "DELETE FROM event"];
    if conn.get_database_backend() == DbBackend::Postgres {
        deletions.extend(["TRUNCATE audit_seal", "TRUNCATE event CASCADE"]);
    }
    for sql in deletions {
        let refused = conn.execute_unprepared(sql).await;
        assert!(refused.is_err_and(|error| error.to_string().contains("append-only")), "{sql}");
    }
    assert_eq!(verdict(&app, None).await.fault, None);
}

#[tokio::test]
async fn the_command_line_says_by_its_exit_code_whether_the_chain_holds() {
    let (app, vandal) = Vandal::at_work().await;
    let verify = |arguments: &[&str]| {
        let all = [&["verify", "audit"], arguments].concat();
        Program::new(env!("CARGO_BIN_EXE_siwei-under-test"), &all).on(&app).run()
    };
    let (head, links) = (vandal.last().hash.clone(), vandal.last().seq);
    let whole = verify(&["--json"]);
    let expected = json!({ "checked": links, "unsealed": 0, "head": head, "fault": null });
    assert_eq!((whole.code, whole.json(), whole.err.as_str()), (0, expected, ""));
    let told = verify(&["--noted", &head]);
    assert_eq!((told.code, told.out.contains("审计链完好") && told.out.contains(&head)), (0, true), "{told:?}");
    let elsewhere = verify(&["--noted", &"f".repeat(64)]);
    assert_eq!((elsewhere.code, elsewhere.out.contains("noted head")), (2, true), "{elsewhere:?}");

    vandal.changes_event(event::Column::Verb, Expr::value("approve")).await;
    let broken = verify(&[]);
    assert_eq!((broken.code, broken.out.contains("审计链断裂 / broken at 2")), (2, true), "{broken:?}");
    assert_eq!(verify(&["--json"]).json()["fault"]["seq"], 2);

    let nowhere = Program::new(env!("CARGO_BIN_EXE_siwei-under-test"), &["verify", "audit"]);
    let nowhere = nowhere.with("SIWEI__DATABASE__URL", "postgres://siwei@127.0.0.1:1/nowhere").run();
    assert_eq!((nowhere.code, nowhere.out.as_str()), (1, ""), "{nowhere:?}");
}
