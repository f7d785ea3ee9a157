//! Webhooks: administered, sent, signed, tried again, stopped, and never sent where they must not.

mod calling;
mod guards;
mod https;
mod managing;
mod retrying;
mod sending;

use std::time::Duration;

use entity::auth::ApiScope;
use serde_json::{Value, json};
use support::{Answer, Cast, Grid, Person, Receiver, TestApp};

/// Somebody who administers a community with a program, and what happens there.
struct Scene {
    app: TestApp,
    grid: Grid,
    admin: Person,
    program: Person,
    cast: Cast,
}

/// A webhook with its secret.
struct Hook {
    id: String,
    secret: String,
}

impl Hook {
    fn of(answer: &Answer) -> Self {
        Self { id: answer.string("/webhook/id"), secret: answer.string("secret") }
    }

    fn path(&self, what: &str) -> String {
        format!("/webhooks/{}/{what}", self.id).trim_end_matches('/').to_owned()
    }
}

impl Scene {
    async fn new() -> Self {
        let app = TestApp::with(Receiver::allow).await;
        let grid = app.given_grid().await;
        let admin = app.admin(&grid).await;
        let program = app.api_client(&grid, ApiScope::ALL).await;
        let cast = app.given_cast(&grid).await;
        Self { app, grid, admin, program, cast }
    }

    /// A request for a webhook of the program.
    fn wanted(&self, url: &str, events: &[&str]) -> Value {
        json!({ "apiClientId": self.program.client(), "url": url, "events": events })
    }

    async fn hook(&self, receiver: &Receiver, events: &[&str]) -> Hook {
        let made = self.admin.post("/webhooks", self.wanted(&receiver.url(), events)).await;
        Hook::of(&made.expect(201))
    }

    async fn ping(&self, hook: &Hook) -> String {
        self.admin.post(hook.path("ping"), json!({})).await.expect(202).id()
    }

    /// The log, the newest first.
    async fn log(&self, hook: &Hook) -> Vec<Value> {
        self.admin.get(hook.path("deliveries")).await.expect(200).items().to_vec()
    }

    async fn shown(&self, hook: &Hook) -> Answer {
        self.admin.get(hook.path("")).await.expect(200)
    }

    /// A wish that was approved.
    async fn approved(&self) -> support::Wish {
        let wish = self.cast.author.submits_wish("楼道灯坏了").await;
        let _ = self.cast.leader.post(wish.path("approve"), json!({ "version": 1 })).await.expect(200);
        wish
    }

    /// Lets time pass and the worker work.
    async fn after(&self, wait: Duration) {
        self.app.advance(wait);
        self.app.drain().await;
    }
}
