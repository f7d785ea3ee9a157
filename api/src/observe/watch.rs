//! Around every request: a span with its id for all that is logged meanwhile, one line
//! when it is answered, and its figures.

use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::web;
use tracing::{Instrument, Span};

use crate::app::App;
use crate::http::Call;

/// What has no route of its own: 404.
const NO_ROUTE: &str = "-";

/// Watches one request.
pub async fn watch<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    let begun = Instant::now();
    let app = request.app_data::<web::Data<App>>().cloned();
    let method = request.method().clone();
    let span = tracing::info_span!("request", request_id = Call::of(request.request()).request_id);
    if let Some(app) = &app {
        app.metrics.begin();
    }
    let outcome = next.call(request).instrument(span.clone()).await;
    let (status, route) = match &outcome {
        Ok(response) => (response.status(), response.request().match_pattern()),
        Err(error) => (error.as_response_error().status_code(), None),
    };
    let route = route.as_deref().unwrap_or(NO_ROUTE);
    if let Some(app) = &app {
        app.metrics.end(&method, route, status, begun.elapsed());
    }
    tell(&span, &method, route, status, begun);
    outcome
}

/// Writes the line; the operator's own questions come every few seconds and are not worth one.
fn tell(span: &Span, method: &Method, route: &str, status: StatusCode, begun: Instant) {
    let (status, milliseconds) = (status.as_u16(), begun.elapsed().as_secs_f64() * 1_000.0);
    let _inside = span.enter();
    if route.starts_with("/api/") || status >= 400 {
        tracing::info!(%method, route, status, milliseconds, "answered");
    } else {
        tracing::debug!(%method, route, status, milliseconds, "answered");
    }
}
