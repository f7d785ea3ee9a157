//! The callback over HTTP: `GET` is the console's trial call, `POST` a push. Whatever is wrong with one,
//! the answer is the same 403. It is no operation of the API's document: WeChat alone calls it.

use std::collections::BTreeMap;

use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};

use super::intake;
use crate::app::App;
use crate::error::Result;
use crate::http::{Call, collect, limited_address};
use crate::wechat::push::{NotFromWechat, Push, Stamp, event};

/// Pushes a minute of one address. WeChat has few and many people: this only stops a flood.
const MOST: u32 = 6_000;

/// Bytes of a push; WeChat's are far shorter.
const MAX_BODY: usize = 64 * 1024;

/// Mounts the callback beside the API.
pub fn mount(config: &mut ServiceConfig) {
    let callback = web::resource("/wechat/callback/{appid}");
    config.service(callback.route(web::get().to(verify)).route(web::post().to(receive)));
}

/// What stands in the query, as far as anybody looks at it.
struct Asked(BTreeMap<String, String>);

impl Asked {
    fn of(request: &HttpRequest) -> Self {
        let query = form_urlencoded::parse(request.query_string().as_bytes());
        Self(query.map(|(name, value)| (name.into_owned(), value.into_owned())).collect())
    }

    fn text(&self, name: &str) -> &str {
        self.0.get(name).map(String::as_str).unwrap_or_default()
    }

    fn stamp(&self) -> Stamp<'_> {
        Stamp { timestamp: self.text("timestamp"), nonce: self.text("nonce") }
    }
}

/// The console's trial call.
async fn verify(app: web::Data<App>, request: HttpRequest, appid: web::Path<String>) -> Result<HttpResponse> {
    limited_address(&app, &Call::of(&request), "wechat_callback", MOST).await?;
    let (asked, now) = (Asked::of(&request), app.kernel.clock.approximate().timestamp());
    let verified = push(&app, &appid).and_then(|push| push.verify_address(asked.stamp(), asked.text("signature"), now));
    Ok(match verified {
        Ok(()) => plain(HttpResponse::Ok(), asked.text("echostr").to_owned()),
        Err(NotFromWechat) => refused(),
    })
}

/// A push. What was verified is answered with success, also when nobody can read it: WeChat would only
/// send the same again.
async fn receive(
    app: web::Data<App>,
    request: HttpRequest,
    appid: web::Path<String>,
    payload: web::Payload,
) -> Result<HttpResponse> {
    limited_address(&app, &Call::of(&request), "wechat_callback", MOST).await?;
    let body = collect(payload.into_inner(), MAX_BODY, "64 KB").await?;
    let Ok(message) = open(&app, &appid, &Asked::of(&request), &body) else { return Ok(refused()) };
    intake::store(&app.kernel, &appid, &message).await?;
    Ok(plain(HttpResponse::Ok(), "success".to_owned()))
}

fn open(app: &App, appid: &str, asked: &Asked, body: &[u8]) -> Result<Vec<u8>, NotFromWechat> {
    let encrypted = event::encrypted(body).map_err(|_| NotFromWechat)?;
    let now = app.kernel.clock.approximate().timestamp();
    push(app, appid)?.open(asked.stamp(), asked.text("msg_signature"), &encrypted, now)
}

fn push<'a>(app: &'a App, appid: &str) -> Result<&'a Push, NotFromWechat> {
    app.wechat.push(appid).ok_or(NotFromWechat)
}

fn plain(mut response: actix_web::HttpResponseBuilder, body: String) -> HttpResponse {
    response.insert_header(("cache-control", "no-store")).insert_header(("x-content-type-options", "nosniff"));
    response.content_type("text/plain; charset=utf-8").body(body)
}

fn refused() -> HttpResponse {
    plain(HttpResponse::Forbidden(), String::new())
}
