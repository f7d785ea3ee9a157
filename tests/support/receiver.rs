//! A third party that is told things: it takes what webhooks send, answers as a test wants, and
//! checks signatures by itself.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use api::config::Config;
use aws_lc_rs::hmac;
use serde_json::Value;

use crate::server::Server;

/// What it answers.
#[derive(Clone, Debug)]
pub enum Response {
    /// This status with this body.
    Says(u16, Vec<u8>),
    /// Go there instead.
    Elsewhere(String),
    /// 200, late.
    Late(Duration),
}

/// A message as it came.
#[derive(Clone, Debug)]
pub struct Received {
    /// The headers.
    pub headers: BTreeMap<String, String>,
    /// The body, to the letter.
    pub raw: String,
    /// The same as JSON.
    pub body: Value,
}

/// A running receiver. It goes when it is dropped.
pub struct Receiver {
    server: Server<Arc<Memory>>,
}

#[derive(Default)]
struct Memory {
    got: Mutex<Vec<Received>>,
    next: Mutex<VecDeque<Response>>,
    always: Mutex<Option<Response>>,
}

impl Receiver {
    /// Starts one that takes everything.
    pub async fn start() -> Self {
        let server = Server::start(async |listener| {
            let memory = Arc::new(Memory::default());
            let data = web::Data::from(Arc::clone(&memory));
            let app = move || App::new().app_data(data.clone()).default_service(web::to(take));
            Ok((memory, HttpServer::new(app).workers(1).disable_signals().listen(listener)?.run()))
        });
        Self { server: server.await }
    }

    /// Lets a siwei call it, with little patience.
    pub fn allow(config: &mut Config) {
        config.webhooks.allow_http = true;
        config.webhooks.allow_private_addresses = true;
        config.webhooks.timeout_ms = 1_000;
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("http://{}/hook", self.server.address)
    }

    /// The port it listens on.
    pub fn port(&self) -> u16 {
        self.server.address.port()
    }

    /// What the next message is answered with, before what is said here later.
    pub fn next(&self, response: Response) {
        lock(&self.server.inside.next).push_back(response);
    }

    /// What every message is answered with from now on.
    pub fn always(&self, response: Response) {
        *lock(&self.server.inside.always) = Some(response);
    }

    /// What came, in order.
    pub fn got(&self) -> Vec<Received> {
        lock(&self.server.inside.got).clone()
    }

    /// The one message that came.
    ///
    /// # Panics
    /// When it is not one.
    #[track_caller]
    pub fn only(&self) -> Received {
        let mut got = self.got();
        assert_eq!(got.len(), 1, "{got:?}");
        got.remove(0)
    }

    /// The types of what came, in order.
    pub fn types(&self) -> Vec<String> {
        self.got().iter().map(|one| one.body["type"].as_str().unwrap_or_default().to_owned()).collect()
    }
}

impl Received {
    /// A header; empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(String::as_str).unwrap_or_default()
    }

    /// How many signatures it has.
    pub fn signatures(&self) -> usize {
        self.header("webhook-signature").split(' ').count()
    }

    /// Whether one of the signatures is that of this secret.
    ///
    /// # Panics
    /// When the secret is none.
    pub fn is_signed_with(&self, secret: &str) -> bool {
        let key = decode(secret.strip_prefix("whsec_").expect("no secret"));
        let key = hmac::Key::new(hmac::HMAC_SHA256, &key);
        let message = format!("{}.{}.{}", self.header("webhook-id"), self.header("webhook-timestamp"), self.raw);
        let signatures = self.header("webhook-signature").split(' ').filter_map(|one| one.strip_prefix("v1,"));
        signatures.map(decode).any(|one| hmac::verify(&key, message.as_bytes(), &one).is_ok())
    }
}

/// Base64, by the book: the suite has no other use for it.
fn decode(text: &str) -> Vec<u8> {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bytes, mut bits, mut have) = (Vec::new(), 0_u32, 0);
    for letter in text.bytes().filter(|letter| *letter != b'=') {
        let value = LETTERS.iter().position(|one| *one == letter).expect("not base64");
        bits = (bits << 6) | u32::try_from(value).expect("64 letters");
        have += 6;
        if have >= 8 {
            have -= 8;
            bytes.push((bits >> have) as u8);
            bits &= (1 << have) - 1;
        }
    }
    bytes
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn take(request: HttpRequest, body: web::Bytes, memory: web::Data<Memory>) -> HttpResponse {
    let raw = String::from_utf8_lossy(&body).into_owned();
    let headers = request.headers().iter();
    let headers = headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap_or_default().to_owned()));
    let body = serde_json::from_str(&raw).unwrap_or(Value::Null);
    lock(&memory.got).push(Received { headers: headers.collect(), raw, body });
    let next = lock(&memory.next).pop_front();
    match next.or_else(|| lock(&memory.always).clone()) {
        None => HttpResponse::NoContent().finish(),
        Some(Response::Says(status, body)) => {
            HttpResponse::build(StatusCode::from_u16(status).expect("no such status")).body(body)
        }
        Some(Response::Elsewhere(url)) => HttpResponse::TemporaryRedirect().insert_header(("location", url)).finish(),
        Some(Response::Late(by)) => {
            actix_web::rt::time::sleep(by).await;
            HttpResponse::Ok().finish()
        }
    }
}
