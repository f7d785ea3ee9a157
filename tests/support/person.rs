//! Somebody who asks the server things.

use std::sync::Arc;

use api::app::App;
use entity::ids::{AccountId, ApiClientId, CommunityId, ResidentId, SessionId};
use reqwest::Method;
use serde_json::Value;

use crate::{Answer, Home, Request, TestApp};

/// Somebody, or some program, that asks the server things.
#[derive(Clone)]
pub struct Person {
    pub(crate) app: Arc<App>,
    pub(crate) base: String,
    pub(crate) http: reqwest::Client,
    pub(crate) proof: Proof,
    /// The community of the account.
    pub community: Option<CommunityId>,
    /// The name on the roster and on the account.
    pub name: String,
    /// The phone of the account.
    pub phone: String,
    /// The row on the roster, for residents.
    pub resident: Option<ResidentId>,
    /// Where they live, for residents.
    pub home: Option<Home>,
}

/// How they prove who they are.
#[derive(Clone, Debug)]
pub(crate) enum Proof {
    Nothing,
    Session(AccountId, SessionId),
    Key(ApiClientId, String),
}

impl Person {
    pub(crate) fn nobody(app: &TestApp) -> Self {
        Self {
            app: Arc::clone(&app.app),
            base: app.base(),
            http: app.http.clone(),
            proof: Proof::Nothing,
            community: None,
            name: String::new(),
            phone: String::new(),
            resident: None,
            home: None,
        }
    }

    /// The same person, asking another server.
    #[must_use]
    pub fn at(&self, app: &TestApp) -> Self {
        Self { app: Arc::clone(&app.app), base: app.base(), ..self.clone() }
    }

    /// Their account.
    ///
    /// # Panics
    /// For programs and for nobody.
    #[track_caller]
    pub fn account(&self) -> AccountId {
        match self.proof {
            Proof::Session(account, _) => account,
            _ => panic!("only people have accounts"),
        }
    }

    /// Their session.
    ///
    /// # Panics
    /// For programs and for nobody.
    #[track_caller]
    pub fn session(&self) -> SessionId {
        match self.proof {
            Proof::Session(_, session) => session,
            _ => panic!("only people have sessions"),
        }
    }

    /// The id of the program.
    ///
    /// # Panics
    /// For people.
    #[track_caller]
    pub fn client(&self) -> ApiClientId {
        match self.proof {
            Proof::Key(client, _) => client,
            _ => panic!("this is no program"),
        }
    }

    /// A bearer token that is good now, whatever the test's clock says; nothing for nobody.
    pub fn token(&self) -> Option<String> {
        match &self.proof {
            Proof::Nothing => None,
            Proof::Key(_, key) => Some(key.clone()),
            Proof::Session(account, session) => {
                let now = self.app.kernel.clock.approximate();
                Some(self.app.tokens.issue(*account, *session, now, 900).expect("no token"))
            }
        }
    }

    /// A request of theirs, to be completed and sent.
    pub fn request(&self, method: Method, path: impl AsRef<str>) -> Request {
        let request = Request::new(&self.http, &self.base, method, path.as_ref());
        match self.token() {
            Some(token) => request.bearer(&token),
            None => request,
        }
    }

    /// GET.
    pub async fn get(&self, path: impl AsRef<str>) -> Answer {
        self.request(Method::GET, path).send().await
    }

    /// POST with a JSON body.
    pub async fn post(&self, path: impl AsRef<str>, body: Value) -> Answer {
        self.request(Method::POST, path).json(&body).send().await
    }

    /// PUT with a JSON body.
    pub async fn put(&self, path: impl AsRef<str>, body: Value) -> Answer {
        self.request(Method::PUT, path).json(&body).send().await
    }

    /// DELETE.
    pub async fn delete(&self, path: impl AsRef<str>) -> Answer {
        self.request(Method::DELETE, path).send().await
    }
}
