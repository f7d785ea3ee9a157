//! What WeChat remembers.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::Value;
use uuid::Uuid;

use crate::call::Call;
use crate::clock::Clock;
use crate::login::LoginCodes;
use crate::messages::Messages;
use crate::phone::PhoneCodes;
use crate::pictures::Pictures;
use crate::push::{Callback, Pushed};
use crate::script::Script;
use crate::tokens::Tokens;

/// So many calls are remembered; a demo may run for weeks.
const MOST_CALLS: usize = 5_000;

/// All of it.
#[derive(Default)]
pub struct World {
    pub(crate) clock: Clock,
    /// AppSecrets by appid.
    secrets: BTreeMap<String, String>,
    calls: Mutex<Vec<Call>>,
    script: Mutex<Script>,
    tokens: Mutex<Tokens>,
    login_codes: Mutex<LoginCodes>,
    phone_codes: Mutex<PhoneCodes>,
    messages: Mutex<Messages>,
    pictures: Mutex<Pictures>,
    /// The result of a check that changes places with the next one.
    kept_back: Mutex<Option<Value>>,
    callbacks: Mutex<BTreeMap<String, Callback>>,
    pushed: Mutex<Vec<Pushed>>,
}

impl World {
    pub(crate) fn new(appids: &[&str]) -> Self {
        let secrets = appids.iter().map(|appid| ((*appid).to_owned(), secret_of(appid))).collect();
        Self { secrets, ..Self::default() }
    }

    /// Whether appid and secret belong together; else the error code.
    pub(crate) fn know(&self, appid: &str, secret: &str) -> Result<(), i64> {
        match (self.secrets.get(appid), secret) {
            (_, "") => Err(41_004),
            (None, _) => Err(40_013),
            (Some(right), secret) if secret != right => Err(40_125),
            (Some(_), _) => Ok(()),
        }
    }

    pub(crate) fn remember(&self, call: Call) {
        let mut calls = self.calls();
        if calls.len() >= MOST_CALLS {
            calls.drain(..MOST_CALLS / 2);
        }
        calls.push(call);
    }

    pub(crate) fn script(&self) -> MutexGuard<'_, Script> {
        held(&self.script)
    }

    pub(crate) fn calls(&self) -> MutexGuard<'_, Vec<Call>> {
        held(&self.calls)
    }

    pub(crate) fn tokens(&self) -> MutexGuard<'_, Tokens> {
        held(&self.tokens)
    }

    pub(crate) fn login_codes(&self) -> MutexGuard<'_, LoginCodes> {
        held(&self.login_codes)
    }

    pub(crate) fn phone_codes(&self) -> MutexGuard<'_, PhoneCodes> {
        held(&self.phone_codes)
    }

    pub(crate) fn messages(&self) -> MutexGuard<'_, Messages> {
        held(&self.messages)
    }

    pub(crate) fn pictures(&self) -> MutexGuard<'_, Pictures> {
        held(&self.pictures)
    }

    pub(crate) fn kept_back(&self) -> MutexGuard<'_, Option<Value>> {
        held(&self.kept_back)
    }

    pub(crate) fn callbacks(&self) -> MutexGuard<'_, BTreeMap<String, Callback>> {
        held(&self.callbacks)
    }

    pub(crate) fn pushed(&self) -> MutexGuard<'_, Vec<Pushed>> {
        held(&self.pushed)
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
pub(crate) fn unique(prefix: &str) -> String {
    format!("{prefix}{}", Uuid::new_v4().simple())
}
