//! What is known of every request before anybody asks who sends it: its id, its
//! language and its sender's address; and the envelope that every answer leaves in.

use std::net::IpAddr;
use std::panic::AssertUnwindSafe;

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::Method;
use actix_web::http::header::{ACCEPT_LANGUAGE, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, HttpRequest, web};
use futures_util::FutureExt;
use uuid::Uuid;

use super::limited::Tightest;
use super::{client_address, known, problem};
use crate::app::App;
use crate::error::{Error, Locale};

/// A longer request id is replaced by one of our own.
pub const MAX_REQUEST_ID: usize = 64;

static REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The circumstances of a request.
#[derive(Clone, Debug)]
pub struct Call {
    /// Found again in the answer, the log and the events.
    pub request_id: String,
    /// The language of the answer's sentences.
    pub locale: Locale,
    /// The sender's address.
    pub address: Option<IpAddr>,
    /// What is left of the limits that it was counted against.
    pub(super) tightest: Tightest,
}

impl Call {
    /// The circumstances of this request; read once and kept with it.
    pub fn of(request: &HttpRequest) -> Self {
        if let Some(call) = request.extensions().get::<Self>() {
            return call.clone();
        }
        let call = Self::read(request);
        request.extensions_mut().insert(call.clone());
        call
    }

    fn read(request: &HttpRequest) -> Self {
        let header = |name: &HeaderName| request.headers().get(name).and_then(|value| value.to_str().ok());
        let given = header(&REQUEST_ID).filter(|id| {
            (1..=MAX_REQUEST_ID).contains(&id.len())
                && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
        });
        let trusted = request.app_data::<web::Data<App>>().map(|app| app.kernel.settings.trusted_proxies.as_slice());
        Self {
            request_id: given.map_or_else(|| Uuid::now_v7().to_string(), ToOwned::to_owned),
            locale: header(&ACCEPT_LANGUAGE).map(Locale::from_accept_language).unwrap_or_default(),
            address: client_address(request, trusted.unwrap_or_default()),
            tightest: Tightest::default(),
        }
    }
}

/// Gives every answer its `X-Request-Id` and what is left of the limits it was counted against, and every
/// error its problem body; a panic becomes one, too. HEAD is answered like GET, without the body.
pub async fn envelope(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, actix_web::Error> {
    let call = Call::of(request.request());
    if request.method() == Method::HEAD {
        request.head_mut().method = Method::GET;
    }
    if let Err(error) = known::refuse_idle_query(&request) {
        let answer = problem::answer(&error, &call);
        return Ok(marked(request.into_response(answer).map_into_right_body(), &call));
    }
    let answering = AssertUnwindSafe(next.call(request)).catch_unwind().await;
    match answering {
        Ok(Ok(response)) => Ok(marked(problem::explain(response, &call), &call)),
        Ok(Err(error)) => Err(without_request(problem::of_foreign(error), &call)),
        Err(panic) => Err(without_request(Error::of_panic(panic), &call)),
    }
}

fn marked<B>(mut response: ServiceResponse<B>, call: &Call) -> ServiceResponse<B> {
    mark(response.headers_mut(), call);
    response
}

/// The answer to an error that took the request with it.
fn without_request(error: Error, call: &Call) -> actix_web::Error {
    let mut response = problem::answer(&error, call);
    mark(response.headers_mut(), call);
    InternalError::from_response(error, response).into()
}

fn mark(headers: &mut HeaderMap, call: &Call) {
    let id = HeaderValue::from_str(&call.request_id).unwrap_or(HeaderValue::from_static(""));
    headers.insert(REQUEST_ID.clone(), id);
    call.tightest.show(headers);
}
