//! Clients that ask as fast as they get answers, each on a connection of its own.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use bytes::Bytes;
use tokio::sync::Barrier;
use tokio::task::JoinSet;

use crate::figures::Run;
use crate::http::Connection;
use crate::turns::Length;

/// Makes the request with a running number; none when there is nothing left to ask for.
pub type Requests = Arc<dyn Fn(u64) -> Option<Bytes> + Send + Sync>;

/// Who asks what.
#[derive(Clone)]
pub struct Load {
    /// The server.
    pub address: SocketAddr,
    /// Clients at a time.
    pub clients: u64,
    /// Any other status is a failure.
    pub expected: u16,
    /// What they ask.
    pub requests: Requests,
    /// The number that comes next: it goes on from run to run, so that nothing is asked twice.
    pub next: Arc<AtomicU64>,
}

impl Load {
    /// Always the same request.
    pub fn same(address: SocketAddr, clients: u64, expected: u16, request: Bytes) -> Self {
        Self::each(address, clients, expected, move |_| Some(request.clone()))
    }

    /// Another request each time.
    pub fn each(
        address: SocketAddr,
        clients: u64,
        expected: u16,
        requests: impl Fn(u64) -> Option<Bytes> + Send + Sync + 'static,
    ) -> Self {
        Self { address, clients, expected, requests: Arc::new(requests), next: Arc::default() }
    }

    /// Asks for so long.
    pub async fn run(&self, length: Length) -> Run {
        let ready = Arc::new(Barrier::new(self.clients as usize));
        let mut clients = JoinSet::new();
        for _ in 0..self.clients {
            let (load, ready) = (self.clone(), Arc::clone(&ready));
            clients.spawn(async move { load.client(&ready, length).await });
        }
        let mut run = Run::default();
        for one in clients.join_all().await {
            run.done += one.done;
            run.failed += one.failed;
            run.seconds = run.seconds.max(one.seconds);
            run.micros.extend(one.micros);
            run.failure = run.failure.or(one.failure);
        }
        run.micros.sort_unstable();
        run
    }

    async fn client(&self, ready: &Barrier, length: Length) -> Run {
        let connected = Connection::open(self.address).await;
        ready.wait().await;
        let begun = Instant::now();
        let mut run = Run::default();
        match connected {
            Ok(mut connection) => self.ask_on(&mut connection, &mut run, begun, length).await,
            Err(error) => fail(&mut run, format!("no connection: {error}")),
        }
        run.seconds = begun.elapsed().as_secs_f64();
        run
    }

    async fn ask_on(&self, connection: &mut Connection, run: &mut Run, begun: Instant, length: Length) {
        let mut asked = begun;
        while !length.is_over(begun, run.done + run.failed) {
            let Some(request) = (self.requests)(self.next.fetch_add(1, Ordering::Relaxed)) else { return };
            match connection.ask(&request).await {
                Ok(answer) if answer.status == self.expected => run.done += 1,
                Ok(answer) => {
                    let text = String::from_utf8_lossy(answer.body);
                    fail(run, format!("{} instead of {}: {text}", answer.status, self.expected));
                }
                Err(error) => return fail(run, error.to_string()),
            }
            let answered = Instant::now();
            run.micros.push(u32::try_from((answered - asked).as_micros()).unwrap_or(u32::MAX));
            asked = answered;
        }
    }
}

fn fail(run: &mut Run, why: String) {
    run.failed += 1;
    run.failure.get_or_insert(why);
}
