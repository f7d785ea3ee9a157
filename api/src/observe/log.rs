//! The log: JSON lines on standard error for machines, plain lines on a terminal.
//! `RUST_LOG` chooses what is written (`info` by default).

use std::io::{self, IsTerminal};

use tracing_appender::non_blocking::{NonBlocking, WorkerGuard};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, Registry, fmt};

/// What is written unless `RUST_LOG` says otherwise.
const USUALLY: &str = "info,actix_server=warn,sqlx=warn,sea_orm_migration=warn";

/// Starts the log. Lines are written by a thread of their own; the guard, when it is
/// dropped, waits for the last of them.
#[must_use = "the log ends with its guard"]
pub fn start() -> WorkerGuard {
    let (writer, guard) = NonBlocking::new(io::stderr());
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(USUALLY));
    let lines = if io::stderr().is_terminal() { plain(writer) } else { json(writer) };
    // Where somebody else has started a log already, theirs stays.
    let _ = tracing_subscriber::registry().with(lines.with_filter(filter)).try_init();
    guard
}

fn plain<W: for<'w> MakeWriter<'w> + Send + Sync + 'static>(writer: W) -> Box<dyn Layer<Registry> + Send + Sync> {
    fmt::layer().compact().with_target(false).with_writer(writer).boxed()
}

/// One JSON object a line, with the fields of the request's span beside its own.
fn json<W: for<'w> MakeWriter<'w> + Send + Sync + 'static>(writer: W) -> Box<dyn Layer<Registry> + Send + Sync> {
    fmt::layer().json().flatten_event(true).with_span_list(false).with_writer(writer).boxed()
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    /// Keeps what is written.
    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().map_err(|_| io::Error::other("poisoned"))?.extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_line_is_json_and_names_the_request_it_belongs_to() -> Result<(), Box<dyn std::error::Error>> {
        let kept = Kept::default();
        let writer = kept.clone();
        let subscriber = tracing_subscriber::registry().with(json(move || writer.clone()));
        tracing::subscriber::with_default(subscriber, || {
            let span = tracing::info_span!("request", request_id = "r-1");
            let _inside = span.enter();
            tracing::info!(status = 200, "answered");
        });
        let written = kept.0.lock().map_err(|_| "poisoned")?.clone();
        let line: serde_json::Value = serde_json::from_slice(&written)?;
        assert_eq!(line["message"], "answered");
        assert_eq!(line["status"], 200);
        assert_eq!(line["span"]["request_id"], "r-1");
        Ok(())
    }
}
