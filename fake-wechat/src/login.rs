//! `jscode2session`: codes of `wx.login`, which work once and for five minutes.

use std::collections::HashMap;

use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};

use crate::call::Call;
use crate::world::{World, unique};

/// How long a code works.
pub(crate) const CODE_LIFE: Duration = Duration::minutes(5);

/// Somebody who uses WeChat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wechatter {
    /// Their id within the mini-program that they came by first.
    pub openid: String,
    /// Their id across the mini-programs of one operator.
    pub unionid: Option<String>,
    /// What WeChat tells a mini-program's server and nobody else may see.
    pub session_key: String,
}

impl Wechatter {
    /// The same person in another mini-program: another openid, the same unionid.
    #[must_use]
    pub fn elsewhere(&self) -> Self {
        Self { openid: unique("o"), ..self.clone() }
    }

    /// The same person, once both mini-programs belong to one operator at WeChat.
    #[must_use]
    pub fn with_unionid(self) -> Self {
        Self { unionid: Some(unique("u")), ..self }
    }
}

/// How long after a login texts and pictures of somebody may be checked.
const ACTIVE: Duration = Duration::hours(2);

/// Codes by their text, and when somebody signed in last.
#[derive(Default)]
pub struct LoginCodes {
    codes: HashMap<String, Code>,
    seen: HashMap<String, DateTime<Utc>>,
}

struct Code {
    appid: String,
    person: Wechatter,
    at: DateTime<Utc>,
    used: bool,
}

impl World {
    pub(crate) fn person(&self) -> Wechatter {
        Wechatter { openid: unique("o"), unionid: None, session_key: format!("{}==", unique("k")) }
    }

    pub(crate) fn login_code(&self, appid: &str, person: &Wechatter) -> String {
        let (text, at) = (unique("0"), self.clock.now());
        let code = Code { appid: appid.to_owned(), person: person.clone(), at, used: false };
        self.login_codes().codes.insert(text.clone(), code);
        text
    }

    /// The person behind a code.
    pub(crate) fn jscode2session(&self, call: &Call) -> Result<Value, i64> {
        let appid = call.parameter("appid");
        self.know(appid, call.parameter("secret"))?;
        if call.parameter("grant_type") != "authorization_code" {
            return Err(40_002);
        }
        let mut codes = self.login_codes();
        let LoginCodes { codes, seen } = &mut *codes;
        let code = codes.get_mut(call.parameter("js_code")).filter(|code| code.appid == appid).ok_or(40_029)?;
        if std::mem::replace(&mut code.used, true) {
            return Err(40_163);
        }
        if code.at + CODE_LIFE <= self.clock.now() {
            return Err(40_029);
        }
        seen.insert(code.person.openid.clone(), self.clock.now());
        // Success has no errcode here.
        let mut answer = json!({ "openid": code.person.openid, "session_key": code.person.session_key });
        if let Some(unionid) = &code.person.unionid {
            answer["unionid"] = json!(unionid);
        }
        Ok(answer)
    }

    /// Whether somebody has opened the mini-program in the last two hours; else the error code. People of a demo
    /// sign in without WeChat and count as being there.
    pub(crate) fn active(&self, openid: &str) -> Result<(), i64> {
        let now = self.clock.now();
        let seen = self.login_codes().seen.get(openid).is_some_and(|at| *at + ACTIVE > now);
        match openid {
            "" => Err(40_003),
            openid if seen || crate::is_of_a_demo(openid) => Ok(()),
            _ => Err(61_010),
        }
    }
}
