//! A request that changes something: its body, its idempotency key, the version it saw.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::http::header::{CONTENT_TYPE, HeaderMap, IF_MATCH};
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use aws_lc_rs::digest;
use bytes::BytesMut;
use futures_util::StreamExt;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use utoipa::ToSchema;

use super::{Call, Reply, decode};
use crate::app::App;
use crate::auth::{Actor, Who};
use crate::error::{Code, Error, Result};
use crate::kernel::db::{self, Cause, Tx};
use crate::kernel::idempotency::{self, Begun, Claim};

/// A body larger than this is refused; pictures and sheets have their own way in.
const MAX_BODY: usize = 256 * 1024;

/// A body that has not arrived by then is given up.
const BODY_TIME: Duration = Duration::from_secs(20);

/// 空请求体
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Empty {}

/// What a POST, PUT or DELETE asks for.
#[derive(Debug)]
pub struct Command<T> {
    /// The body, checked.
    pub body: T,
    /// The request's circumstances.
    pub call: Call,
    key: Option<String>,
    fingerprint: String,
    if_match: Option<i32>,
}

impl<T> Command<T> {
    /// The version the caller saw, from `If-Match` or the body.
    ///
    /// # Errors
    /// `version_required` when neither names one.
    pub fn expected(&self, in_body: Option<i32>) -> Result<i32> {
        self.if_match.or(in_body).ok_or_else(|| Code::VersionRequired.into())
    }

    /// The request's parts, for a writer that does many at once: the body, whose doing it is, and
    /// the idempotency key.
    pub fn into_parts(self, who: &Who) -> (T, Cause, Option<Claim>) {
        let Self { body, call, key, fingerprint, .. } = self;
        let claim = key.map(|key| Claim { caller: who.caller(), key, fingerprint });
        (body, who.cause(&call.request_id), claim)
    }

    /// Does the work in one write transaction. With an idempotency key the answer is
    /// stored in the same transaction, and a retry gets it again.
    pub async fn run(
        self,
        app: &App,
        actor: &Actor,
        work: impl AsyncFnOnce(&Tx<'_>, T) -> Result<Reply>,
    ) -> Result<HttpResponse> {
        let Self { body, call, key, fingerprint, .. } = self;
        let cause = actor.cause(&call.request_id);
        let Some(key) = key else {
            let reply = db::write(&app.kernel, cause, async |tx| work(tx, body).await).await?;
            return Ok(reply.into_response());
        };
        let caller = actor.caller();
        let _running = app.kernel.running.hold(&caller, &key)?;
        let reply = db::write(&app.kernel, cause, async |tx| {
            match idempotency::begin(tx, &caller, &key, &fingerprint).await? {
                Begun::Replay(stored) => decode::json(stored.as_bytes()),
                Begun::Started(ticket) => {
                    let reply = work(tx, body).await?;
                    idempotency::finish(tx, ticket, &super::answer::to_json(&reply)?).await?;
                    Ok(reply)
                }
            }
        });
        Ok(reply.await?.into_response())
    }
}

impl Command<()> {
    /// The change that an upload asks for; `parts` are what makes it the same one again.
    pub(super) fn of_upload(request: &HttpRequest, parts: &[&[u8]]) -> Result<Self> {
        let headers = request.headers();
        let (key, if_match) = (idempotency_key(headers)?, if_match(headers)?);
        Ok(Self { body: (), call: Call::of(request), key, fingerprint: fingerprint(request, parts), if_match })
    }

    /// The same change with a body.
    pub(super) fn carrying<T>(self, body: T) -> Command<T> {
        let Self { call, key, fingerprint, if_match, .. } = self;
        Command { body, call, key, fingerprint, if_match }
    }
}

impl<T: DeserializeOwned + 'static> FromRequest for Command<T> {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(read(request, payload))
    }
}

async fn read<T: DeserializeOwned>(request: HttpRequest, payload: Payload) -> Result<Command<T>> {
    let headers = request.headers();
    let (key, if_match) = (idempotency_key(headers)?, if_match(headers)?);
    let bytes = collect(payload, MAX_BODY, "256 KB").await?;
    if !bytes.is_empty() && !is_json(headers) {
        return Err(Code::UnsupportedMediaType.error().with("expected", "application/json"));
    }
    let body = decode::json(&bytes)?;
    let fingerprint = fingerprint(&request, &[&bytes]);
    Ok(Command { body, call: Call::of(&request), key, fingerprint, if_match })
}

/// A whole body of at most `most` bytes (`limit`, as a caller is told), if it arrives in time.
///
/// # Errors
/// `too_large`, `slow_body`, `malformed_json`.
pub async fn collect(mut payload: Payload, most: usize, limit: &'static str) -> Result<BytesMut> {
    let reading = async {
        let mut bytes = BytesMut::new();
        while let Some(chunk) = payload.next().await {
            bytes.extend_from_slice(
                &chunk.map_err(|error| Code::MalformedJson.error().cause(anyhow::anyhow!("{error}")))?,
            );
            if bytes.len() > most {
                return Err(Code::TooLarge.error().with("limit", limit));
            }
        }
        Ok(bytes)
    };
    tokio::time::timeout(BODY_TIME, reading).await.unwrap_or_else(|_| Err(Code::SlowBody.into()))
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind == "application/json" || kind.ends_with("+json")
}

fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    let key = value.to_str().unwrap_or_default();
    if (1..=128).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Ok(Some(key.to_owned()));
    }
    Err(Code::BadHeader.error().with("header", "Idempotency-Key"))
}

fn if_match(headers: &HeaderMap) -> Result<Option<i32>> {
    let Some(value) = headers.get(IF_MATCH) else { return Ok(None) };
    let text = value.to_str().unwrap_or_default().trim().trim_start_matches("W/").trim_matches('"');
    text.parse().map(Some).map_err(|_| Code::BadHeader.error().with("header", "If-Match"))
}

fn fingerprint(request: &HttpRequest, body: &[&[u8]]) -> String {
    let mut hash = digest::Context::new(&digest::SHA256);
    let version = request.headers().get(IF_MATCH).map(|value| value.as_bytes()).unwrap_or_default();
    let address = request.uri().to_string();
    let head = [request.method().as_str().as_bytes(), address.as_bytes(), version];
    for part in head.iter().chain(body) {
        hash.update(&(part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hex::encode(hash.finish())
}
