//! The batched writer for the few hot writes: a ballot, later a sign-up. A request hands over
//! its command and waits; the writer takes whatever is waiting, without lingering, runs one
//! transaction for all of it, and answers each for itself after the commit. Under light load a
//! batch is one command and nothing is slower. The rules stand in the database, so that several
//! replicas can each have a writer.

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::FutureExt;
use tokio::sync::{Notify, mpsc, oneshot};
use tokio::task::JoinHandle;

use super::Kernel;
use super::db::{self, Cause, Tx};
use crate::error::{Code, Error, Result};

/// Commands in one transaction.
const MOST: usize = 512;

/// Commands that may wait; more wait at the door.
const QUEUE: usize = 4096;

/// Who has waited at the door for so long is asked to come again.
const DOOR_TIME: Duration = Duration::from_secs(5);

/// What a writer does with a batch.
pub trait Work: 'static {
    /// What a request hands over.
    type Command: Send + 'static;
    /// What it gets back.
    type Answer: Send + 'static;

    /// Does everything within `tx`. An inner error is one command's own refusal and changes
    /// nothing; an outer one takes everything back, and each command is tried alone.
    fn run(&self, tx: &Tx<'_>, commands: &[Self::Command]) -> impl Future<Output = Result<Vec<Result<Self::Answer>>>>;
}

struct Waiting<C, A> {
    command: C,
    answer: oneshot::Sender<Result<A>>,
}

/// The requests' end of a writer.
pub struct Batcher<C, A> {
    queue: mpsc::Sender<Waiting<C, A>>,
    stop: Arc<Notify>,
    writer: Mutex<Option<JoinHandle<()>>>,
}

impl<C: Send + 'static, A: Send + 'static> Batcher<C, A> {
    /// Starts a writer on this thread's runtime.
    pub fn start(kernel: Kernel, work: impl Work<Command = C, Answer = A>) -> Self {
        let (queue, waiting) = mpsc::channel(QUEUE);
        let stop = Arc::new(Notify::new());
        let writer = actix_web::rt::spawn(write_until_stopped(kernel, work, waiting, Arc::clone(&stop)));
        Self { queue, stop, writer: Mutex::new(Some(writer)) }
    }

    /// Hands a command over and waits until it is committed or refused.
    ///
    /// # Errors
    /// What the work says, or `unavailable` when the writer is overrun or has been stopped.
    pub async fn send(&self, command: C) -> Result<A> {
        let (answer, answered) = oneshot::channel();
        let handed_over = self.queue.send_timeout(Waiting { command, answer }, DOOR_TIME).await;
        handed_over.map_err(|_| busy())?;
        answered.await.unwrap_or_else(|_| Err(busy()))
    }

    /// Takes no more commands and waits until all that were handed over are answered.
    pub async fn stop(&self) {
        self.stop.notify_one();
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(writer) = writer {
            let _ = writer.await;
        }
    }
}

fn busy() -> Error {
    Code::Unavailable.error().retry_after(1)
}

async fn write_until_stopped<W: Work>(
    kernel: Kernel,
    work: W,
    mut queue: mpsc::Receiver<Waiting<W::Command, W::Answer>>,
    stop: Arc<Notify>,
) {
    loop {
        let mut waiting = Vec::new();
        tokio::select! {
            taken = queue.recv_many(&mut waiting, MOST) => if taken == 0 { break },
            () = stop.notified() => queue.close(),
        }
        if !waiting.is_empty() {
            write(&kernel, &work, waiting).await;
        }
    }
}

/// One transaction for all; when it fails, one for each, so that a poisoned command fails alone.
/// That is safe even when a commit was lost on the way back: keys and constraints stand.
async fn write<W: Work>(kernel: &Kernel, work: &W, waiting: Vec<Waiting<W::Command, W::Answer>>) {
    let (commands, answers): (Vec<_>, Vec<_>) =
        waiting.into_iter().map(|waiting| (waiting.command, waiting.answer)).unzip();
    match attempt(kernel, work, &commands).await {
        Ok(outcomes) => outcomes.into_iter().zip(answers).for_each(|(outcome, answer)| tell(answer, outcome)),
        Err(error) if error.code() == Code::Unavailable => {
            answers.into_iter().for_each(|answer| tell(answer, Err(busy())))
        }
        Err(error) => write_each(kernel, work, &commands, answers, error).await,
    }
}

async fn write_each<W: Work>(
    kernel: &Kernel,
    work: &W,
    commands: &[W::Command],
    mut answers: Vec<oneshot::Sender<Result<W::Answer>>>,
    error: Error,
) {
    if let ([_], Some(only)) = (commands, answers.pop_if(|_| commands.len() == 1)) {
        return tell(only, Err(error));
    }
    tracing::warn!(%error, commands = commands.len(), "a batch failed; each command is tried alone");
    for (command, answer) in commands.iter().zip(answers) {
        let outcome = attempt(kernel, work, std::slice::from_ref(command)).await;
        tell(answer, outcome.and_then(|mut outcomes| outcomes.pop().unwrap_or_else(|| Err(Code::Internal.into()))));
    }
}

/// A panic is one more way to fail: the writer outlives it.
async fn attempt<W: Work>(kernel: &Kernel, work: &W, commands: &[W::Command]) -> Result<Vec<Result<W::Answer>>> {
    let writing = db::write(kernel, Cause::system(), async |tx| {
        tx.read_by_index().await?;
        let outcomes = work.run(tx, commands).await?;
        if outcomes.len() == commands.len() {
            return Ok(outcomes);
        }
        Err(Code::Internal.error().cause(anyhow::anyhow!("{} answers to {} commands", outcomes.len(), commands.len())))
    });
    let outcome = AssertUnwindSafe(writing).catch_unwind().await;
    outcome.unwrap_or_else(|_| Err(Code::Internal.error().cause(anyhow::anyhow!("a batch panicked"))))
}

/// Who has gone away meanwhile is not told; the effect stands.
fn tell<A>(answer: oneshot::Sender<Result<A>>, outcome: Result<A>) {
    let _ = answer.send(outcome);
}
