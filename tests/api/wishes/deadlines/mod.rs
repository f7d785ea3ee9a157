//! Deadlines to the instant: over the long holidays, over the end of the year, at rest, extended.

mod calendar;
mod clock;
mod extension;
mod rest;

use chrono::{DateTime, Utc};
use support::{Answer, Cast, TestApp, Wish};

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn field(answer: &Answer, name: &str) -> DateTime<Utc> {
    instant(&answer.string(name))
}

/// A server at this instant, with the people that a wish meets.
async fn at(when: &str) -> (TestApp, Cast) {
    let app = TestApp::spawn().await;
    app.set_clock(when);
    let cast = app.given_cast(&app.given_grid().await).await;
    app.set_clock(when);
    (app, cast)
}

async fn seen(cast: &Cast, wish: &Wish) -> Answer {
    cast.staff.get(wish.path("")).await.expect(200)
}

/// When this happened to the wish.
fn happened(wish: &Answer, verb: &str) -> DateTime<Utc> {
    let step = wish["timeline"].as_array().into_iter().flatten().find(|step| step["verb"] == verb);
    instant(step.and_then(|step| step["at"].as_str()).unwrap_or_else(|| panic!("no {verb} in {}", wish.text())))
}
