//! Several sides in turn: A B C A B C …, so that a slow minute of the machine slows all alike.

use std::fmt;
use std::time::Instant;

use serde::Serialize;

use crate::embedded::Writing;
use crate::figures::Run;
use crate::load::Load;
use crate::pgbench::Replay;
use crate::progress::Progress;
use crate::servers::Siwei;

/// One of those that are compared.
pub enum Side<'a> {
    /// Clients ask siwei.
    Http(&'a Siwei, Load),
    /// pgbench runs what siwei would.
    Pgbench(Replay<'a>),
    /// One connection writes into the embedded database.
    Embedded(Writing),
}

impl Side<'_> {
    async fn run(&self, length: Length) -> anyhow::Result<Run> {
        match self {
            Self::Http(siwei, load) => {
                let before = siwei.cpu()?;
                let run = load.run(length).await;
                Ok(Run { cpu: Some(siwei.cpu()?.saturating_sub(before)), ..run })
            }
            Self::Pgbench(replay) => replay.run(length).await,
            Self::Embedded(writing) => writing.run(length).await,
        }
    }
}

/// How long one run is: whichever is reached first.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Length {
    /// Seconds.
    pub seconds: u64,
    /// Requests of each client.
    pub requests: Option<u64>,
}

impl Length {
    /// Whether one who began then and has made so many requests is through.
    pub fn is_over(self, begun: Instant, requests: u64) -> bool {
        begun.elapsed().as_secs() >= self.seconds || self.requests.is_some_and(|most| requests >= most)
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} s", self.seconds)?;
        self.requests.map_or(Ok(()), |each| write!(f, " or {each} requests a client"))
    }
}

/// How often and how long.
#[derive(Clone, Copy, Debug)]
pub struct Turns {
    /// Rounds.
    pub rounds: u64,
    /// Each run.
    pub length: Length,
    /// What each side runs first, uncounted.
    pub warm_up: Length,
}

impl Turns {
    /// Lets the sides run in turn, once they are warm.
    pub async fn take<const N: usize>(
        self,
        progress: &Progress,
        what: &str,
        sides: [Side<'_>; N],
    ) -> anyhow::Result<[Vec<Run>; N]> {
        progress.stage(what, self.rounds * N as u64);
        for side in sides.iter().filter(|_| self.warm_up.seconds > 0) {
            side.run(self.warm_up).await?;
        }
        let mut runs = [const { Vec::new() }; N];
        for _ in 0..self.rounds {
            for (side, runs) in sides.iter().zip(&mut runs) {
                runs.push(side.run(self.length).await?);
                progress.step();
            }
        }
        Ok(runs)
    }
}
