//! What is known of every request before anybody asks who sends it: its id, its
//! language and its sender's address; and the envelope that every answer leaves in.

use std::net::IpAddr;

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{ACCEPT_LANGUAGE, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, HttpRequest, web};
use uuid::Uuid;

use super::{client_address, problem};
use crate::app::App;
use crate::error::Locale;

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
}

impl Call {
    /// The circumstances of this request; made once, by [`envelope`].
    pub fn of(request: &HttpRequest) -> Self {
        if let Some(call) = request.extensions().get::<Self>() {
            return call.clone();
        }
        Self::read(request)
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
        }
    }
}

/// Notes the circumstances of a request; gives every answer its `X-Request-Id`
/// and every error its problem body.
pub async fn envelope(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, actix_web::Error> {
    let call = Call::read(request.request());
    request.extensions_mut().insert(call.clone());
    let mut response = problem::explain(next.call(request).await?, &call);
    if let Ok(value) = HeaderValue::from_str(&call.request_id) {
        response.headers_mut().insert(REQUEST_ID.clone(), value);
    }
    Ok(response)
}
