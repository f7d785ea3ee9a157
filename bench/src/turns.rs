//! Several sides in turn: A B C A B C …, so that a slow minute of the machine slows all alike.

use std::time::Duration;

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
    async fn run(&self, seconds: u64) -> anyhow::Result<Run> {
        match self {
            Self::Http(siwei, load) => {
                let before = siwei.cpu()?;
                let run = load.run(Duration::from_secs(seconds)).await;
                Ok(Run { cpu: Some(siwei.cpu()?.saturating_sub(before)), ..run })
            }
            Self::Pgbench(replay) => replay.run(seconds).await,
            Self::Embedded(writing) => writing.run(Duration::from_secs(seconds)).await,
        }
    }
}

/// How often and how long.
#[derive(Clone, Copy, Debug)]
pub struct Turns {
    /// Rounds.
    pub rounds: u64,
    /// Seconds of one run.
    pub seconds: u64,
    /// Seconds that each side runs first, uncounted.
    pub warm_up: u64,
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
        for side in sides.iter().filter(|_| self.warm_up > 0) {
            side.run(self.warm_up).await?;
        }
        let mut runs = [const { Vec::new() }; N];
        for _ in 0..self.rounds {
            for (side, runs) in sides.iter().zip(&mut runs) {
                runs.push(side.run(self.seconds).await?);
                progress.step();
            }
        }
        Ok(runs)
    }
}
