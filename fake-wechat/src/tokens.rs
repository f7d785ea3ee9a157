//! Access tokens, by both of WeChat's rules: `token` makes a new one each time, `stable_token`
//! gives everybody the same one until five minutes before its end.

use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};

use crate::call::Call;
use crate::world::{World, unique};

/// How long a token that has been replaced still works.
const OVERLAP: Duration = Duration::minutes(5);

/// Between two tokens by force.
const FORCE_REST: Duration = Duration::seconds(30);

/// Tokens by force, a day.
const FORCE_MOST: usize = 20;

/// Tokens of all mini-programs.
pub struct Tokens {
    pub(crate) life: i64,
    given: Vec<Token>,
    forced: Vec<(String, DateTime<Utc>)>,
}

struct Token {
    appid: String,
    text: String,
    stable: bool,
    until: DateTime<Utc>,
    dead: bool,
}

impl Default for Tokens {
    fn default() -> Self {
        Self { life: 7_200, given: Vec::new(), forced: Vec::new() }
    }
}

impl Tokens {
    /// The mini-program that a token was given to; else the error code.
    pub(crate) fn appid_of(&self, token: &str, now: DateTime<Utc>) -> Result<String, i64> {
        if token.is_empty() {
            return Err(41_001);
        }
        match self.given.iter().find(|given| given.text == token) {
            Some(given) if given.dead => Err(40_001),
            Some(given) if given.until <= now => Err(42_001),
            Some(given) => Ok(given.appid.clone()),
            None => Err(40_014),
        }
    }

    pub(crate) fn end(&mut self, appid: &str) {
        self.given.iter_mut().filter(|given| given.appid == appid).for_each(|given| given.dead = true);
    }

    pub(crate) fn given_out(&self, appid: &str) -> Vec<String> {
        self.given.iter().filter(|given| given.appid == appid).map(|given| given.text.clone()).collect()
    }

    fn stable(&mut self, appid: &str, force: bool, now: DateTime<Utc>) -> Value {
        if force && self.may_force(appid, now) {
            self.forced.push((appid.to_owned(), now));
            self.given.iter_mut().filter(|given| given.stable && given.appid == appid).for_each(|old| old.dead = true);
        }
        let current = self.given.iter().rfind(|given| given.stable && given.appid == appid && !given.dead);
        match current.filter(|current| current.until - OVERLAP > now) {
            Some(current) => told(&current.text, (current.until - now).num_seconds()),
            None => self.issue(appid, true, now),
        }
    }

    /// Every new one ends those before it, five minutes later.
    fn plain(&mut self, appid: &str, now: DateTime<Utc>) -> Value {
        let before = self.given.iter_mut().filter(|given| !given.stable && given.appid == appid);
        before.for_each(|old| old.until = old.until.min(now + OVERLAP));
        self.issue(appid, false, now)
    }

    fn issue(&mut self, appid: &str, stable: bool, now: DateTime<Utc>) -> Value {
        let (text, until) = (format!("{}_token", unique("t")), now + Duration::seconds(self.life));
        let answer = told(&text, self.life);
        self.given.push(Token { appid: appid.to_owned(), text, stable, until, dead: false });
        answer
    }

    fn may_force(&self, appid: &str, now: DateTime<Utc>) -> bool {
        let mine = self.forced.iter().filter(|(forced, _)| forced == appid).map(|(_, at)| *at);
        let today = mine.clone().filter(|at| *at > now - Duration::days(1)).count();
        today < FORCE_MOST && mine.max().is_none_or(|last| last + FORCE_REST <= now)
    }
}

fn told(token: &str, seconds: i64) -> Value {
    json!({ "access_token": token, "expires_in": seconds })
}

impl World {
    /// `POST /cgi-bin/stable_token`.
    pub(crate) fn stable_token(&self, call: &Call) -> Result<Value, i64> {
        self.may_have_token(call.field("appid"), call.field("secret"), call.field("grant_type"))?;
        let force = call.body["force_refresh"].as_bool().unwrap_or(false);
        Ok(self.tokens().stable(call.field("appid"), force, self.clock.now()))
    }

    /// `GET /cgi-bin/token`.
    pub(crate) fn token(&self, call: &Call) -> Result<Value, i64> {
        let of = |name| call.parameter(name);
        self.may_have_token(of("appid"), of("secret"), of("grant_type"))?;
        Ok(self.tokens().plain(of("appid"), self.clock.now()))
    }

    fn may_have_token(&self, appid: &str, secret: &str, grant: &str) -> Result<(), i64> {
        if appid.is_empty() {
            return Err(41_002);
        }
        self.know(appid, secret)?;
        if grant == "client_credential" { Ok(()) } else { Err(40_002) }
    }
}
