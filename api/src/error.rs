//! What can go wrong, as one table: every code with its status and its words in
//! Chinese and English. `docs/errors.md` is printed from it.

mod catalogue;
mod table;

use std::any::Any;
use std::borrow::Cow;
use std::fmt;

use sea_orm::{DbErr, RuntimeErr};
use serde::Deserialize;

pub use catalogue::Code;

/// The result of everything that a caller can be told about.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The languages of the problem texts; Chinese unless the caller asks for English.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub enum Locale {
    /// 简体中文.
    #[default]
    #[serde(rename = "zh-CN")]
    ZhCn,
    /// English.
    #[serde(rename = "en")]
    En,
}

impl Locale {
    /// Picks the language from an `Accept-Language` value by its first named language.
    pub fn from_accept_language(value: &str) -> Self {
        if value.trim_start().to_ascii_lowercase().starts_with("en") { Self::En } else { Self::ZhCn }
    }
}

/// One faulty value: where (a JSON pointer or a parameter's name) and what is wrong with it.
#[derive(Clone, Debug)]
pub struct Fault {
    /// JSON pointer into the body, or the parameter's name.
    pub pointer: String,
    /// What is wrong, as a code of the table.
    pub code: Code,
    /// A technical addition in English, such as serde's own words; may be empty.
    pub note: String,
}

/// A refusal or a failure. The code fixes the status; a cause is logged once and never sent.
#[derive(Debug)]
pub struct Error {
    code: Code,
    params: Vec<(&'static str, String)>,
    faults: Vec<Fault>,
    retry_after: Option<u64>,
    cause: Option<anyhow::Error>,
}

impl Error {
    /// A panic: our own fault, like any other 500.
    pub fn of_panic(panic: Box<dyn Any + Send>) -> Self {
        let words = panic.downcast_ref::<&str>().map(ToString::to_string);
        let words = words.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
        Code::Internal.error().cause(anyhow::anyhow!("panicked: {words}"))
    }

    /// Fills the placeholder `{name}` of the texts.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.params.push((name, value.to_string()));
        self
    }

    /// Adds a faulty value.
    #[must_use]
    pub fn at(self, pointer: impl Into<String>, code: Code) -> Self {
        self.fault(pointer, code, String::new())
    }

    /// Adds a faulty value with a technical note.
    #[must_use]
    pub fn fault(mut self, pointer: impl Into<String>, code: Code, note: String) -> Self {
        self.faults.push(Fault { pointer: pointer.into(), code, note });
        self
    }

    /// Tells the caller when to come back, in seconds.
    #[must_use]
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// Keeps what lies behind, for the log only.
    #[must_use]
    pub fn cause(mut self, cause: impl Into<anyhow::Error>) -> Self {
        self.cause = Some(cause.into());
        self
    }

    /// What fills the placeholder `{name}`.
    pub fn param(&self, name: &str) -> Option<&str> {
        self.params.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// The stable code.
    pub fn code(&self) -> Code {
        self.code
    }

    /// The faulty values, if any.
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// Seconds after which a retry makes sense.
    pub fn retry_after_seconds(&self) -> Option<u64> {
        self.retry_after
    }

    /// What lies behind; never for the caller.
    pub fn hidden_cause(&self) -> Option<&anyhow::Error> {
        self.cause.as_ref()
    }

    /// The sentence to show, its placeholders filled.
    pub fn detail(&self, locale: Locale) -> Cow<'static, str> {
        let text = self.code.detail(locale);
        if self.params.is_empty() {
            return Cow::Borrowed(text);
        }
        let filled =
            self.params.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value));
        Cow::Owned(filled)
    }
}

impl Code {
    /// An error with this code and nothing else.
    pub fn error(self) -> Error {
        Error { code: self, params: Vec::new(), faults: Vec::new(), retry_after: None, cause: None }
    }
}

impl From<Code> for Error {
    fn from(code: Code) -> Self {
        code.error()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code.name(), self.detail(Locale::En))?;
        if let Some(cause) = &self.cause {
            write!(f, " ({cause:#})")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        match error {
            DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => Code::Unavailable.error().retry_after(2).cause(error),
            other if gave_way(&other) => Code::Unavailable.error().retry_after(1).cause(other),
            other => Code::Internal.error().cause(other),
        }
    }
}

/// Whether the database gave this transaction up for the sake of another one: nothing of it has
/// happened, and it goes through when it is tried again.
fn gave_way(error: &DbErr) -> bool {
    let (DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error))) = error else {
        return false;
    };
    let code = error.as_database_error().and_then(|error| error.code());
    // PostgreSQL: serialization failure, deadlock, lock not available. SQLite: busy, in its two forms.
    matches!(code.as_deref(), Some("40001" | "40P01" | "55P03" | "5" | "517"))
}

/// Whether a CHECK of the database refused the row.
fn refused_by_check(error: &DbErr) -> bool {
    let (DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error))) = error else {
        return false;
    };
    let code = error.as_database_error().and_then(|error| error.code());
    // PostgreSQL: check_violation. SQLite: SQLITE_CONSTRAINT_CHECK.
    matches!(code.as_deref(), Some("23514" | "275"))
}

/// Gives a row that the database refuses its own code, where a CHECK says what an amount may be.
pub trait OrRefused<T> {
    /// Turns a unique violation into `known` and a violated CHECK into `refused`.
    fn or_refused(self, known: Code, refused: Code) -> Result<T>;
}

impl<T> OrRefused<T> for Result<T, DbErr> {
    fn or_refused(self, known: Code, refused: Code) -> Result<T> {
        match self {
            Err(error) if refused_by_check(&error) => Err(refused.error().cause(error)),
            other => other.or_conflict(known),
        }
    }
}

/// Gives a violated unique constraint its own code; other errors stay what they are.
pub trait OrConflict<T> {
    /// Turns a unique violation into `code`.
    fn or_conflict(self, code: Code) -> Result<T>;
}

impl<T> OrConflict<T> for Result<T, DbErr> {
    fn or_conflict(self, code: Code) -> Result<T> {
        self.map_err(|error| match error.sql_err() {
            Some(sea_orm::SqlErr::UniqueConstraintViolation(_)) => code.error().cause(error),
            _ => error.into(),
        })
    }
}
