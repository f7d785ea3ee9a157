//! `siwei` as a process of its own, on the database of a running server.

use std::io::Write;
use std::process::{Command, Stdio};

use secrecy::ExposeSecret;
use serde_json::Value;

use crate::TestApp;

/// A command line to be run.
#[derive(Debug)]
#[must_use = "a program does nothing until it is run"]
pub struct Program {
    command: Command,
    input: String,
}

/// How it ended.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The exit code; -1 when a signal ended it.
    pub code: i32,
    /// What it printed.
    pub out: String,
    /// What it complained about.
    pub err: String,
}

impl Program {
    /// The program at `path` with these arguments, without a configuration.
    pub fn new(path: &str, arguments: &[&str]) -> Self {
        let mut command = Command::new(path);
        command.args(arguments).env_remove("SIWEI_CONFIG").current_dir(std::env::temp_dir());
        Self { command, input: String::new() }
    }

    /// The same program on the database and with the keys of this server.
    pub fn on(self, app: &TestApp) -> Self {
        let settings = &app.kernel().settings;
        let secrets = &settings.secrets;
        let key = |key: &Option<secrecy::SecretString>| {
            key.as_ref().map(|key| key.expose_secret().to_owned()).unwrap_or_default()
        };
        let program = self
            .with("SIWEI__DATABASE__URL", &settings.database_url())
            .with("SIWEI__DATA_DIR", &settings.data_dir.display().to_string())
            .with("SIWEI__SECRETS__VAULT_ACTIVE", &secrets.vault_active)
            .with("SIWEI__SECRETS__BLIND_INDEX", &key(&secrets.blind_index))
            .with("SIWEI__SECRETS__ACCESS_TOKEN", &key(&secrets.access_token))
            .with("SIWEI__SECRETS__REFRESH_TOKEN", &key(&secrets.refresh_token))
            .with("SIWEI__SECRETS__MEDIA_LINK", &key(&secrets.media_link))
            .with("SIWEI__SECRETS__BALLOT_SIGNING", &key(&secrets.ballot_signing));
        secrets.vault_keys.iter().fold(program, |program, (id, key)| {
            program.with(&format!("SIWEI__SECRETS__VAULT_KEYS__{id}"), key.expose_secret())
        })
    }

    /// With this variable.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// With this text on standard input.
    pub fn reading(self, input: &str) -> Self {
        Self { input: input.to_owned(), ..self }
    }

    /// Runs it to its end.
    ///
    /// # Panics
    /// When it cannot be started.
    pub fn run(mut self) -> Outcome {
        let piped = self.command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = piped.spawn().expect("the program does not start");
        let _ = child.stdin.take().expect("no standard input").write_all(self.input.as_bytes());
        let output = child.wait_with_output().expect("the program does not end");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Outcome { code: output.status.code().unwrap_or(-1), out: text(&output.stdout), err: text(&output.stderr) }
    }
}

/// A program that goes on until it is killed, at the latest when this is dropped.
#[derive(Debug)]
pub struct Running(std::process::Child);

impl Program {
    /// Starts it and lets it run; what it prints goes nowhere.
    ///
    /// # Panics
    /// When it cannot be started.
    pub fn start(mut self) -> Running {
        let silent = self.command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        Running(silent.spawn().expect("the program does not start"))
    }
}

impl Running {
    /// Ends it at once, without a word: SIGKILL.
    pub fn kill(mut self) {
        self.end();
    }

    fn end(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.end();
    }
}

impl Outcome {
    /// What it printed, as JSON.
    ///
    /// # Panics
    /// When it is none.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}
