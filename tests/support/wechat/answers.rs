//! The way from a request to its answer.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Value, json};

use super::Endpoint;
use super::call::Call;
use super::script::Turn;
use super::socket;
use super::world::{World, unique};

/// Answers any request.
pub async fn answer(request: HttpRequest, body: web::Bytes, world: web::Data<World>) -> HttpResponse {
    let call = Call::of(&request, &body);
    world.calls().push(call.clone());
    let Some(endpoint) = call.endpoint else { return HttpResponse::NotFound().body("404 page not found") };
    if endpoint != Endpoint::Message {
        return say_in_turn(&request, &world, endpoint, &call).await;
    }
    // Two messages to one person at once are none of WeChat's.
    if !world.messages().begin(&call) {
        return say(&refusal(json!(43_108)));
    }
    let answer = say_in_turn(&request, &world, endpoint, &call).await;
    world.messages().end(&call);
    answer
}

async fn say_in_turn(request: &HttpRequest, world: &World, endpoint: Endpoint, call: &Call) -> HttpResponse {
    let turn = world.script().turn(endpoint);
    match turn {
        Turn::Lost => {
            let _ = usual(world, endpoint, call);
            socket::hang_up(request);
            HttpResponse::Ok().finish()
        }
        Turn::Usual => usual(world, endpoint, call),
        Turn::Late(by) => {
            actix_web::rt::time::sleep(by).await;
            usual(world, endpoint, call)
        }
        Turn::Code(code) => say(&refusal(json!(code))),
        Turn::TextCode(code) => say(&refusal(json!(code.to_string()))),
        Turn::Body(body) => HttpResponse::Ok().content_type("text/plain").body(body),
        Turn::Status(status) => {
            let status = StatusCode::from_u16(status).expect("no such status");
            HttpResponse::build(status).content_type("text/html").body("<html>nginx</html>")
        }
        Turn::Reset => {
            socket::hang_up(request);
            HttpResponse::Ok().finish()
        }
    }
}

fn usual(world: &World, endpoint: Endpoint, call: &Call) -> HttpResponse {
    let answer = well_formed(endpoint, call).and_then(|()| match endpoint {
        Endpoint::Login => world.jscode2session(call),
        Endpoint::StableToken => world.stable_token(call),
        Endpoint::Token => world.token(call),
        Endpoint::Phone => world.getuserphonenumber(call),
        Endpoint::Message => world.subscribe_send(call),
    });
    say(&answer.unwrap_or_else(|code| refusal(json!(code))))
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

/// An error, with the `rid` that WeChat puts into its text.
fn refusal(code: Value) -> Value {
    let id = unique("");
    let rid = format!("{}-{}-{}", &id[..8], &id[8..16], &id[16..24]);
    json!({ "errcode": code, "errmsg": format!("what WeChat says to {code}, rid: {rid}") })
}

/// WeChat's content type says nothing.
fn say(answer: &Value) -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain").body(answer.to_string())
}
