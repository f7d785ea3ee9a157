//! What WeChat remembers.

use std::sync::{Mutex, MutexGuard, PoisonError};

use api::kernel::Clock;
use uuid::Uuid;

use super::call::Call;
use super::login::LoginCodes;
use super::messages::Messages;
use super::phone::PhoneCodes;
use super::script::Script;
use super::tokens::Tokens;

/// All of it.
pub struct World {
    pub(super) clock: Clock,
    appids: Vec<String>,
    script: Mutex<Script>,
    calls: Mutex<Vec<Call>>,
    tokens: Mutex<Tokens>,
    login_codes: Mutex<LoginCodes>,
    phone_codes: Mutex<PhoneCodes>,
    messages: Mutex<Messages>,
}

impl World {
    pub(super) fn new<const N: usize>(appids: [&str; N]) -> Self {
        Self {
            clock: Clock::default(),
            appids: appids.map(ToOwned::to_owned).into(),
            script: Mutex::default(),
            calls: Mutex::default(),
            tokens: Mutex::default(),
            login_codes: Mutex::default(),
            phone_codes: Mutex::default(),
            messages: Mutex::default(),
        }
    }

    /// Whether appid and secret belong together; else the error code.
    pub(super) fn know(&self, appid: &str, secret: &str) -> Result<(), i64> {
        match (self.appids.iter().any(|known| known == appid), secret) {
            (_, "") => Err(41_004),
            (false, _) => Err(40_013),
            (true, secret) if secret != secret_of(appid) => Err(40_125),
            (true, _) => Ok(()),
        }
    }

    pub(super) fn script(&self) -> MutexGuard<'_, Script> {
        held(&self.script)
    }

    pub(super) fn calls(&self) -> MutexGuard<'_, Vec<Call>> {
        held(&self.calls)
    }

    pub(super) fn tokens(&self) -> MutexGuard<'_, Tokens> {
        held(&self.tokens)
    }

    pub(super) fn login_codes(&self) -> MutexGuard<'_, LoginCodes> {
        held(&self.login_codes)
    }

    pub(super) fn messages(&self) -> MutexGuard<'_, Messages> {
        held(&self.messages)
    }

    pub(super) fn phone_codes(&self) -> MutexGuard<'_, PhoneCodes> {
        held(&self.phone_codes)
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The AppSecret of a mini-program.
pub fn secret_of(appid: &str) -> String {
    format!("secret-of-{appid}")
}

/// Something that nobody else has, and that a search of the log would find.
pub(super) fn unique(prefix: &str) -> String {
    format!("{prefix}{}", Uuid::new_v4().simple())
}
