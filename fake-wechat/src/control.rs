//! `POST /fake-wechat/control`: what tests say to [`crate::Fake`], for those who run it as a program.

use std::sync::Arc;
use std::time::Duration;

use actix_web::HttpResponse;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::call::Endpoint;
use crate::pictures::Pictures;
use crate::push::Callback;
use crate::script::Turn;
use crate::world::World;

/// An order, such as `{"do": "next", "endpoint": "login", "answer": {"code": -1}}`.
#[derive(Deserialize)]
#[serde(tag = "do", rename_all = "camelCase", rename_all_fields = "camelCase")]
enum Order {
    /// The next call is answered so.
    Next { endpoint: Endpoint, answer: Turn },
    /// Every call is answered so.
    Always { endpoint: Endpoint, answer: Turn },
    /// Every call is answered so in which `mentions` stands.
    Whenever { endpoint: Endpoint, mentions: String, answer: Turn },
    /// Back to ordinary days.
    Recover,
    /// A code of `wx.login`, of somebody new or of somebody known.
    LoginCode { appid: String, openid: Option<String> },
    /// A code of the phone button.
    PhoneCode { appid: String, phone: String },
    /// Somebody agrees to messages.
    Agree { openid: String, template: String, times: u32 },
    /// Nobody has agreed to anything any more.
    EndGrants,
    /// Access tokens end.
    EndTokens { appid: String },
    /// Access tokens live so many seconds.
    TokenLife { seconds: i64 },
    /// How pictures are judged.
    Pictures(Pictures),
    /// Where a mini-program's server listens.
    Callback { appid: String, callback: Callback },
    /// An event for it.
    Push { appid: String, event: Value },
    /// The clock goes forward.
    Advance { seconds: u64 },
}

/// Does what it is told.
pub fn obey(world: &Arc<World>, body: &[u8]) -> HttpResponse {
    match serde_json::from_slice::<Order>(body) {
        Ok(order) => HttpResponse::Ok().json(carry_out(world, order)),
        Err(error) => HttpResponse::BadRequest().json(json!({ "error": error.to_string() })),
    }
}

fn carry_out(world: &Arc<World>, order: Order) -> Value {
    match order {
        Order::Next { endpoint, answer } => world.script().next(endpoint, answer),
        Order::Always { endpoint, answer } => world.script().always(endpoint, answer),
        Order::Whenever { endpoint, mentions, answer } => world.script().whenever(endpoint, mentions, answer),
        Order::Recover => world.script().clear(),
        Order::LoginCode { appid, openid } => {
            let mut person = world.person();
            person.openid = openid.unwrap_or(person.openid);
            return json!({ "code": world.login_code(&appid, &person), "openid": person.openid });
        }
        Order::PhoneCode { appid, phone } => return json!({ "code": world.phone_code(&appid, &phone, json!("86")) }),
        Order::Agree { openid, template, times } => world.messages().agree(&openid, &template, times),
        Order::EndGrants => world.messages().end_grants(),
        Order::EndTokens { appid } => world.tokens().end(&appid),
        Order::TokenLife { seconds } => world.tokens().life = seconds,
        Order::Pictures(pictures) => *world.pictures() = pictures,
        Order::Callback { appid, callback } => {
            world.callbacks().insert(appid, callback);
        }
        Order::Push { appid, event } => {
            let world = Arc::clone(world);
            actix_web::rt::spawn(async move { world.push(&appid, &event).await });
        }
        Order::Advance { seconds } => world.clock.advance(Duration::from_secs(seconds)),
    }
    json!({ "done": true })
}
