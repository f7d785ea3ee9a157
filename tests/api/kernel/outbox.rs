//! The outbox: what must be sent is sent by one of many, again when that fails, and given up
//! for a human to look at in the end.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use api::error::{Code, Error};
use api::kernel::Kernel;
use api::kernel::db::{self, Cause};
use api::kernel::outbox::{self, MAX_ATTEMPTS};
use entity::kernel::outbox::{Entity, Model};
use futures_util::future::join_all;
use sea_orm::EntityTrait;
use serde_json::json;
use support::TestApp;

pub(super) type Delivering<'a> = Pin<Box<dyn Future<Output = Result<(), Error>> + 'a>>;

/// Puts so many messages into the outbox.
pub(super) async fn put(kernel: &Kernel, many: usize) {
    db::write(kernel, Cause::system(), async |tx| {
        for number in 0..many {
            outbox::put(tx, "test", json!({ "number": number }), None, None).await?;
        }
        Ok(())
    })
    .await
    .expect("not put");
}

pub(super) async fn messages(app: &TestApp) -> Vec<Model> {
    Entity::find().all(&app.kernel().db).await.expect("no outbox")
}

pub(super) async fn only_one(app: &TestApp) -> Model {
    let mut all = messages(app).await;
    assert_eq!(all.len(), 1);
    all.remove(0)
}

fn fails(_: Model) -> Delivering<'static> {
    Box::pin(async { Err(Code::WechatUnavailable.error().cause(std::io::Error::other("the line is dead"))) })
}

fn succeeds(_: Model) -> Delivering<'static> {
    Box::pin(async { Ok(()) })
}

/// A worker that takes messages and is never heard of again.
async fn dies(app: &TestApp) -> usize {
    db::write(app.kernel(), Cause::system(), async |tx| outbox::claim(tx).await).await.expect("not taken").len()
}

/// Fails as often as a message is tried before it is given up.
pub(super) async fn fails_to_the_end(app: &TestApp) {
    for _ in 0..MAX_ATTEMPTS {
        assert_eq!(outbox::work_once(app.kernel(), &fails).await.ok(), Some(1));
        app.advance(Duration::from_secs(3_600));
    }
}

/// Guard: messages are locked while they are leased (PostgreSQL), the one writer (SQLite).
#[tokio::test]
async fn each_message_is_sent_by_one_of_four_replicas() {
    let app = TestApp::spawn().await;
    let replicas = [app.replica().await, app.replica().await, app.replica().await];
    put(app.kernel(), 120).await;
    let sent = RefCell::new(BTreeMap::<String, usize>::new());
    let deliver = |message: Model| -> Delivering<'_> {
        let number = message.payload["number"].to_string();
        let sent = &sent;
        Box::pin(async move {
            *sent.borrow_mut().entry(number).or_default() += 1;
            tokio::task::yield_now().await;
            Ok(())
        })
    };
    let all: Vec<&TestApp> = [&app].into_iter().chain(&replicas).collect();
    let workers = (0..12).map(|turn| outbox::work_once(all[turn % 4].kernel(), &deliver));
    let worked: usize = join_all(workers).await.into_iter().map(|worked| worked.expect("not worked")).sum();

    assert!(sent.borrow().values().all(|times| *times == 1), "{:?}", sent.borrow());
    assert_eq!(worked, sent.borrow().len());
    while outbox::work_once(app.kernel(), &deliver).await.expect("not worked") > 0 {}
    let left = messages(&app).await.len();
    assert_eq!((sent.borrow().len(), left), (120, 0));
}

#[tokio::test]
async fn a_message_whose_worker_died_is_anothers_after_sixty_seconds() {
    let app = TestApp::spawn().await;
    let replica = app.replica().await;
    put(app.kernel(), 1).await;
    assert_eq!(dies(&app).await, 1);
    let both_advance = |seconds| [&app, &replica].map(|one| one.advance(Duration::from_secs(seconds)));
    assert_eq!(outbox::work_once(replica.kernel(), &succeeds).await.ok(), Some(0));
    both_advance(40);
    assert_eq!(outbox::work_once(replica.kernel(), &succeeds).await.ok(), Some(0));
    both_advance(21);
    assert_eq!(outbox::work_once(replica.kernel(), &succeeds).await.ok(), Some(1));
    assert!(messages(&app).await.is_empty());
}

/// Guard: a worker reports only what it still holds.
#[tokio::test]
async fn who_comes_back_too_late_does_not_disturb_the_one_who_took_over() {
    let app = TestApp::spawn().await;
    put(app.kernel(), 1).await;
    let slow = |_: Model| -> Delivering<'_> {
        Box::pin(async {
            app.advance(Duration::from_secs(61));
            assert_eq!(dies(&app).await, 1, "another one takes over");
            Err(Code::Unavailable.error())
        })
    };
    assert_eq!(outbox::work_once(app.kernel(), &slow).await.ok(), Some(1));
    let row = only_one(&app).await;
    assert_eq!((row.attempts, row.last_error), (2, None));
    assert!(row.leased_until.is_some_and(|until| until > app.now()), "the lease of the other one is gone");
}

#[tokio::test]
async fn pauses_double_and_the_eighth_failure_is_the_last() {
    let app = TestApp::spawn().await;
    put(app.kernel(), 1).await;
    for (turn, pause) in [10, 20, 40, 80, 160, 320, 640].into_iter().enumerate() {
        let before = app.now();
        assert_eq!(outbox::work_once(app.kernel(), &fails).await.ok(), Some(1));
        let (row, after) = (only_one(&app).await, app.now());
        let pause = chrono::Duration::seconds(pause);
        assert!(before + pause <= row.available_at && row.available_at <= after + pause, "{turn}: {row:?}");
        assert_eq!((row.attempts, row.parked_at, row.leased_until), (turn as i32 + 1, None, None));

        let rest = (row.available_at - app.now()).to_std().expect("it is due already");
        app.advance(rest - Duration::from_secs(5));
        assert_eq!(outbox::work_once(app.kernel(), &fails).await.ok(), Some(0), "tried too early");
        app.advance(Duration::from_secs(5));
    }
    assert_eq!(outbox::work_once(app.kernel(), &fails).await.ok(), Some(1));
    let row = only_one(&app).await;
    assert_eq!((row.attempts, row.parked_at.is_some()), (MAX_ATTEMPTS, true));
    let why = row.last_error.expect("no reason");
    assert!(why.starts_with("wechat_unavailable") && why.ends_with("(the line is dead)"), "{why}");
    app.advance_days(30);
    assert_eq!(outbox::work_once(app.kernel(), &succeeds).await.ok(), Some(0), "it was given up");
    assert!(app.fetch("/metrics").await.text().contains("siwei_outbox_parked 1\n"));
}

/// Guard: what no worker has reported back from eight times is parked, too.
#[tokio::test]
async fn a_message_that_kills_every_worker_is_given_up() {
    let app = TestApp::spawn().await;
    put(app.kernel(), 1).await;
    for _ in 0..MAX_ATTEMPTS {
        assert_eq!(dies(&app).await, 1);
        app.advance(Duration::from_secs(61));
    }
    assert_eq!(dies(&app).await, 0);
    let row = only_one(&app).await;
    assert_eq!((row.attempts, row.parked_at.is_some(), row.leased_until), (MAX_ATTEMPTS, true, None));
    assert!(row.last_error.is_some_and(|why| why.contains("no worker")));
}

#[tokio::test]
async fn a_delivery_that_panics_has_failed_and_the_others_have_their_turn() {
    let app = TestApp::spawn().await;
    put(app.kernel(), 3).await;
    let one_panics = |message: Model| -> Delivering<'static> {
        Box::pin(async move {
            assert_ne!(message.payload["number"], 1, "a shelf fell down");
            Ok(())
        })
    };
    assert_eq!(outbox::work_once(app.kernel(), &one_panics).await.ok(), Some(3));
    let row = only_one(&app).await;
    assert_eq!((&row.payload["number"], row.attempts, row.leased_until), (&json!(1), 1, None));
    assert!(row.last_error.is_some_and(|why| why.contains("panicked")));
}

#[tokio::test]
async fn a_message_exists_once_a_key_and_only_if_its_transaction_commits() {
    let app = TestApp::spawn().await;
    let put = async |key: &str, at| {
        db::write(app.kernel(), Cause::system(), async |tx| outbox::put(tx, "test", json!({}), Some(key), at).await)
            .await
            .expect("not put");
    };
    let tomorrow = app.now() + chrono::Duration::days(1);
    put("a", None).await;
    put("a", None).await;
    put("b", Some(tomorrow)).await;
    let failed: Result<(), Error> = db::write(app.kernel(), Cause::system(), async |tx| {
        outbox::put(tx, "test", json!({}), Some("c"), None).await?;
        Err(Code::Unavailable.into())
    })
    .await;
    assert!(failed.is_err());
    assert_eq!(messages(&app).await.len(), 2);
    assert_eq!(outbox::work_once(app.kernel(), &succeeds).await.ok(), Some(1));
    assert_eq!(only_one(&app).await.dedupe_key.as_deref(), Some("b"), "not before its time");
    app.advance_days(1);
    assert_eq!(outbox::work_once(app.kernel(), &succeeds).await.ok(), Some(1));
}
