//! The way from a request to its answer.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::Value;

use crate::call::{Call, Endpoint, PREFIX};
use crate::refusal::Refusal;
use crate::script::Turn;
use crate::world::World;
use crate::{control, page, socket};

/// Answers any request.
pub async fn answer(request: HttpRequest, body: web::Bytes, world: web::Data<World>) -> HttpResponse {
    let world = world.into_inner();
    match request.path().trim_end_matches('/').strip_prefix(PREFIX) {
        Some("") => return page::show(&world),
        Some("/control") => return control::obey(&world, &body),
        _ => {}
    }
    let call = Call::of(&request, &body, world.clock.now());
    world.remember(call.clone());
    match call.endpoint {
        None => HttpResponse::NotFound().body("404 page not found"),
        Some(Endpoint::Message) => one_at_a_time(&request, &world, &call).await,
        Some(endpoint) => in_turn(&request, &world, endpoint, &call).await,
    }
}

/// Two messages to one person at once are none of WeChat's.
async fn one_at_a_time(request: &HttpRequest, world: &Arc<World>, call: &Call) -> HttpResponse {
    if !world.messages().begin(call) {
        return say(&Refusal::from(43_108).body());
    }
    let answer = in_turn(request, world, Endpoint::Message, call).await;
    world.messages().end(call);
    answer
}

async fn in_turn(request: &HttpRequest, world: &Arc<World>, endpoint: Endpoint, call: &Call) -> HttpResponse {
    let turn = world.script().turn(endpoint, call);
    match turn {
        Turn::Usual => usual(world, endpoint, call),
        Turn::Late(by) => {
            actix_web::rt::time::sleep(by).await;
            usual(world, endpoint, call)
        }
        Turn::Code(code) => say(&Refusal::from(code).body()),
        Turn::TextCode(code) => say(&Refusal::in_text(code).body()),
        Turn::Body(body) => HttpResponse::Ok().content_type("text/plain").body(body),
        Turn::Status(status) => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY);
            HttpResponse::build(status).content_type("text/html").body("<html>nginx</html>")
        }
        Turn::Reset => {
            socket::hang_up(request);
            HttpResponse::BadGateway().finish()
        }
        Turn::Lost => {
            let _ = usual(world, endpoint, call);
            socket::hang_up(request);
            HttpResponse::BadGateway().finish()
        }
    }
}

fn usual(world: &Arc<World>, endpoint: Endpoint, call: &Call) -> HttpResponse {
    if let Err(code) = well_formed(endpoint, call) {
        return say(&Refusal::from(code).body());
    }
    let answer = match endpoint {
        Endpoint::Login => world.jscode2session(call).map_err(Refusal::from),
        Endpoint::StableToken => world.stable_token(call).map_err(Refusal::from),
        Endpoint::Token => world.token(call).map_err(Refusal::from),
        Endpoint::Phone => world.getuserphonenumber(call).map_err(Refusal::from),
        Endpoint::Message => world.subscribe_send(call),
        Endpoint::TextCheck => world.msg_sec_check(call),
        Endpoint::MediaCheck => world.media_check_async(call),
        Endpoint::UrlLink => world.generate_urllink(call),
        Endpoint::Code => match world.getwxacodeunlimit(call) {
            Ok(png) => return HttpResponse::Ok().content_type("image/png").body(png),
            Err(refusal) => {
                return HttpResponse::Ok().content_type("application/json").body(refusal.body().to_string());
            }
        },
    };
    say(&answer.unwrap_or_else(|refusal| refusal.body()))
}

fn well_formed(endpoint: Endpoint, call: &Call) -> Result<(), i64> {
    let posts = endpoint.method() == "POST";
    match () {
        () if call.method != endpoint.method().as_str() => Err(43_002),
        () if posts && call.raw.is_empty() => Err(44_002),
        () if posts && !call.body.is_object() => Err(47_001),
        () => Ok(()),
    }
}

/// WeChat's content type says nothing.
fn say(answer: &Value) -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain").body(answer.to_string())
}
