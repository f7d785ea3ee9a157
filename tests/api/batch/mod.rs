//! The batched writer: one transaction for many, an answer for each, nothing lost.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use api::error::{Code, Error, OrConflict, Result};
use api::kernel::Kernel;
use api::kernel::batch::{Batcher, Work};
use api::kernel::db::Tx;
use api::kernel::idempotency::{self, Claim, Claimed};
use entity::kernel::job_lease;
use futures_util::future::join_all;
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::sea_query::OnConflict;
use support::TestApp;
use tokio::task::unconstrained;

/// Writes a name down: once, by the primary key of the table that is nearest at hand.
#[derive(Clone, Debug)]
struct Note {
    name: String,
    key: Option<String>,
    poison: Poison,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Poison {
    None,
    Refused,
    Broken,
    Panics,
}

impl Note {
    fn named(name: impl ToString) -> Self {
        Self { name: name.to_string(), key: None, poison: Poison::None }
    }

    fn with_key(self, key: &str) -> Self {
        Self { key: Some(key.to_owned()), ..self }
    }

    fn claim(&self) -> Option<Claim> {
        let key = self.key.clone()?;
        Some(Claim { caller: "account:1".into(), key, fingerprint: self.name.clone() })
    }
}

#[derive(Clone, Default)]
struct Notebook {
    transactions: Arc<AtomicUsize>,
}

impl Work for Notebook {
    type Command = Note;
    type Answer = String;

    async fn run(&self, tx: &Tx<'_>, notes: &[Note]) -> Result<Vec<Result<String>>> {
        self.transactions.fetch_add(1, Ordering::SeqCst);
        let claims: Vec<Claim> = notes.iter().filter_map(Note::claim).collect();
        let mut claimed = idempotency::begin_all(tx, &claims).await?.into_iter();
        let mut answers = Vec::new();
        let mut kept = Vec::new();
        for note in notes {
            let answer = match note.claim().and_then(|claim| Some((claim, claimed.next()?))) {
                Some((_, Claimed::Replay(stored))) => Ok(stored),
                Some((_, Claimed::Refused(code))) => Err(code.error()),
                Some((claim, Claimed::New)) => {
                    let answer = write_down(tx, note).await?;
                    kept.push((claim, answer.as_ref().ok().cloned()));
                    answer
                }
                None => write_down(tx, note).await?,
            };
            answers.push(answer);
        }
        idempotency::finish_all(tx, kept).await?;
        Ok(answers)
    }
}

async fn write_down(tx: &Tx<'_>, note: &Note) -> Result<Result<String>> {
    match note.poison {
        Poison::Refused => return Ok(Err(Code::Forbidden.error())),
        Poison::Panics => panic!("a note that nobody can write down"),
        Poison::Broken => {
            tx.execute_unprepared("INSERT INTO job_lease (name) VALUES (NULL)").await?;
        }
        Poison::None => {}
    }
    let row =
        job_lease::ActiveModel { name: Set(note.name.clone()), owner: Set("notebook".into()), until: Set(tx.now()) };
    let free = OnConflict::column(job_lease::Column::Name).do_nothing().to_owned();
    let written = job_lease::Entity::insert(row).on_conflict(free).exec_without_returning(tx).await;
    Ok(match written.or_conflict(Code::AlreadyExists)? {
        1 => Ok(format!("wrote {}", note.name)),
        _ => Err(Code::AlreadyExists.error()),
    })
}

/// Hands over all notes at once; the outcomes in their order, and how many transactions it took.
async fn all_at_once(app: &TestApp, notes: Vec<Note>) -> (Vec<Result<String, Code>>, usize) {
    app.inside(async move |app| {
        let notebook = Notebook::default();
        let batcher = Batcher::start(app.kernel.clone(), notebook.clone());
        let answers = join_all(notes.into_iter().map(|note| batcher.send(note))).await;
        batcher.stop().await;
        let codes = answers.into_iter().map(|answer| answer.map_err(|error: Error| error.code())).collect();
        (codes, notebook.transactions.load(Ordering::SeqCst))
    })
    .await
}

async fn rows(kernel: &Kernel) -> usize {
    let mine = job_lease::Entity::find().filter(job_lease::Column::Owner.eq("notebook"));
    usize::try_from(mine.count(&kernel.db).await.expect("the rows cannot be counted")).expect("a small number")
}

#[tokio::test]
async fn what_waits_is_written_in_few_transactions_and_each_gets_its_own_answer() {
    let app = TestApp::spawn().await;
    let (answers, transactions) = all_at_once(&app, (0..1000).map(Note::named).collect()).await;
    for (number, answer) in answers.iter().enumerate() {
        assert_eq!(answer.as_deref(), Ok(format!("wrote {number}").as_str()));
    }
    // How many depends on how often the writer's turn comes while they are handed over.
    assert!(transactions <= 20, "{transactions} transactions for a thousand notes");
    assert_eq!(rows(app.kernel()).await, 1000);
}

#[tokio::test]
async fn one_of_fifty_equal_ones_is_written_and_the_others_are_told() {
    let app = TestApp::spawn().await;
    let (answers, _) = all_at_once(&app, vec![Note::named("same"); 50]).await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
    assert_eq!(answers.iter().filter(|answer| **answer == Err(Code::AlreadyExists)).count(), 49);
}

#[tokio::test]
async fn a_refusal_is_its_own_and_takes_nothing_from_the_others() {
    let app = TestApp::spawn().await;
    let mut notes: Vec<Note> = (0..20).map(Note::named).collect();
    notes[7].poison = Poison::Refused;
    let (answers, transactions) = all_at_once(&app, notes).await;
    assert_eq!((answers[7].clone(), transactions), (Err(Code::Forbidden), 1));
    assert_eq!(rows(app.kernel()).await, 19);
}

#[tokio::test]
async fn a_poisoned_one_fails_alone_and_so_does_one_that_panics() {
    let app = TestApp::spawn().await;
    let mut notes: Vec<Note> = (0..20).map(Note::named).collect();
    notes[3].poison = Poison::Broken;
    notes[11].poison = Poison::Panics;
    let (answers, _) = all_at_once(&app, notes).await;
    for (number, answer) in answers.iter().enumerate() {
        assert_eq!(answer.is_err(), [3, 11].contains(&number), "{number}: {answer:?}");
    }
    assert_eq!(rows(app.kernel()).await, 18);
}

#[tokio::test]
async fn a_retry_gets_the_first_answer_and_another_request_with_its_key_is_refused() {
    let app = TestApp::spawn().await;
    let first = Note::named("once").with_key("k1");
    let (answers, _) = all_at_once(&app, vec![first.clone()]).await;
    let (again, _) = all_at_once(&app, vec![first, Note::named("other").with_key("k1")]).await;
    assert_eq!(answers, [Ok("wrote once".to_owned())]);
    assert_eq!(again, [Ok("wrote once".to_owned()), Err(Code::StillRunning)]);
    let (other, _) = all_at_once(&app, vec![Note::named("other").with_key("k1")]).await;
    assert_eq!(other, [Err(Code::KeyReused)]);
    assert_eq!(rows(app.kernel()).await, 1);
}

#[tokio::test]
async fn a_refused_request_leaves_no_key() {
    let app = TestApp::spawn().await;
    let refused = Note { poison: Poison::Refused, ..Note::named("late").with_key("k2") };
    let (answers, _) = all_at_once(&app, vec![refused]).await;
    assert_eq!(answers, [Err(Code::Forbidden)]);
    let (answers, _) = all_at_once(&app, vec![Note::named("late").with_key("k2")]).await;
    assert_eq!(answers, [Ok("wrote late".to_owned())]);
}

#[tokio::test]
async fn two_replicas_write_the_same_keys_once_and_lose_nothing() {
    let app = TestApp::spawn().await;
    let replica = app.replica().await;
    let notes = |turn: usize| {
        let mut notes: Vec<Note> =
            (0..300).map(|number| Note::named(number).with_key(&format!("key-{number}"))).collect();
        notes.rotate_left(turn);
        notes
    };
    let ((one, _), (other, _)) = tokio::join!(all_at_once(&app, notes(0)), all_at_once(&replica, notes(150)));
    assert_eq!(rows(app.kernel()).await, 300);
    for answer in one.iter().chain(&other) {
        assert!(answer.is_ok(), "whoever comes second finds the first one's answer: {answer:?}");
    }
}

#[tokio::test]
async fn what_was_handed_over_before_the_end_is_answered_and_later_ones_are_sent_away() {
    let app = TestApp::spawn().await;
    let (early, late) = app
        .inside(async |app| {
            let batcher = Batcher::start(app.kernel.clone(), Notebook::default());
            // Unconstrained: tokio's budget would let only some be handed over before the end.
            let early = unconstrained(join_all((0..700).map(|number| batcher.send(Note::named(number)))));
            let stop = async {
                tokio::task::yield_now().await;
                batcher.stop().await;
            };
            let (early, ()) = tokio::join!(early, stop);
            let late = batcher.send(Note::named("late")).await;
            (early.into_iter().filter(Result::is_ok).count(), late.map_err(|error| error.code()))
        })
        .await;
    assert_eq!((early, late), (700, Err(Code::Unavailable)));
    assert_eq!(rows(app.kernel()).await, 700);
}
