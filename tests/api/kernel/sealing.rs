//! The chain grows while everything goes on: several replicas seal, somebody checks.

use std::sync::atomic::{AtomicBool, Ordering};

use api::error::Error;
use api::kernel::Kernel;
use api::kernel::audit;
use api::kernel::db::{self, Cause};
use api::kernel::event::{self, NewEvent, Subject};
use futures_util::future::join_all;
use support::TestApp;
use uuid::Uuid;

use super::vandal::verdict;

async fn happens(kernel: &Kernel, times: usize) -> Result<(), Error> {
    let subject = Subject::new("test", Uuid::nil());
    db::write(kernel, Cause::system(), async |tx| {
        for _ in 0..times {
            event::record(tx, NewEvent::new(None, subject, "happen")).await?;
        }
        Ok(())
    })
    .await
}

/// Guard: the advisory lock under which the chain grows (PostgreSQL), the one writer (SQLite).
#[tokio::test]
async fn three_replicas_that_seal_at_once_make_one_chain() {
    let app = TestApp::spawn().await;
    let replicas = [app.replica().await, app.replica().await];
    let kernels: Vec<&Kernel> = [&app, &replicas[0], &replicas[1]].map(TestApp::kernel).into();
    for _ in 0..10 {
        join_all(kernels.iter().map(|kernel| happens(kernel, 30))).await;
        let sealed = join_all((0..9).map(|turn| audit::seal(kernels[turn % 3]))).await;
        let failed: Vec<_> = sealed.iter().filter_map(|outcome| outcome.as_ref().err()).collect();
        assert!(failed.is_empty(), "{failed:?}");
        assert_eq!(sealed.iter().flatten().sum::<usize>(), 90);
    }
    let verdict = verdict(&app, None).await;
    assert_eq!((verdict.fault, verdict.checked, verdict.unsealed), (None, 900, 0));
}

/// Guard: the check reads one snapshot.
#[tokio::test]
async fn a_check_is_not_disturbed_by_what_is_sealed_meanwhile() {
    let app = TestApp::spawn().await;
    let replica = app.replica().await;
    let done = AtomicBool::new(false);
    let goes_on = async {
        while !done.load(Ordering::SeqCst) {
            happens(replica.kernel(), 3).await.expect("nothing happens");
            audit::seal(replica.kernel()).await.expect("not sealed");
        }
    };
    let checks = async {
        let (mut checks, mut checked) = (0, 0);
        // Many, and long enough for something to be sealed meanwhile.
        while checks < 150 || checked <= 10 {
            let verdict = verdict(&app, None).await;
            assert_eq!(verdict.fault, None, "a false alarm");
            (checks, checked) = (checks + 1, verdict.checked);
        }
        done.store(true, Ordering::SeqCst);
    };
    futures_util::join!(goes_on, checks);
}

#[tokio::test]
async fn a_long_backlog_is_sealed_in_batches_and_checked_in_batches() {
    let app = TestApp::spawn().await;
    for _ in 0..6 {
        happens(app.kernel(), 200).await.expect("nothing happens");
    }
    let mut sealed = Vec::new();
    loop {
        match audit::seal(app.kernel()).await.expect("not sealed") {
            0 => break,
            batch => sealed.push(batch),
        }
    }
    assert_eq!(sealed, [500, 500, 200]);
    let mut heard = Vec::new();
    let verdict = audit::verify(&app.kernel().db, |checked| heard.push(checked)).await.expect("not checked");
    assert_eq!((verdict.fault, verdict.checked, heard), (None, 1_200, vec![500, 1_000, 1_200]));
}
