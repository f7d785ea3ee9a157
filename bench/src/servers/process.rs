//! A child process that ends with its guard.

use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Context;

/// How long a process may take to end in order before it is killed.
const PATIENCE: Duration = Duration::from_secs(20);

/// A running child.
pub struct Process {
    child: Child,
    ending: &'static str,
}

impl Process {
    /// Starts it in a process group of its own, so that Ctrl-C reaches us alone and we end it
    /// in order, with the signal `ending`.
    pub fn start(command: &mut Command, ending: &'static str) -> anyhow::Result<Self> {
        let name = command.get_program().to_string_lossy().into_owned();
        let child = command.process_group(0).stdin(Stdio::null()).spawn();
        Ok(Self { child: child.with_context(|| format!("{name} cannot be started"))?, ending })
    }

    /// Its id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Whether it has ended by itself.
    pub fn has_ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // The shell has `kill` built in; the program of that name is not everywhere.
        let kill = format!("kill -s {} {}", self.ending, self.id());
        let told = Command::new("sh").args(["-c", &kill]).stderr(Stdio::null()).status();
        let begun = Instant::now();
        while told.is_ok() && begun.elapsed() < PATIENCE {
            if self.has_ended() {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A port that is free now.
pub fn free_port() -> anyhow::Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn a_process_ends_with_its_guard() -> anyhow::Result<()> {
        let sleeping = Process::start(Command::new("sleep").arg("60"), "TERM")?;
        let entry = format!("/proc/{}", sleeping.id());
        assert!(Path::new(&entry).exists());
        drop(sleeping);
        assert!(!Path::new(&entry).exists());
        Ok(())
    }
}
