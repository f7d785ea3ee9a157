//! Figures for Prometheus: requests by route, the pool, the outbox.

use std::time::Duration;

use actix_web::http::{Method, StatusCode};
use actix_web::{HttpResponse, web};
use entity::kernel::outbox;
use prometheus::{HistogramOpts, HistogramVec, IntCounterVec, IntGauge, IntGaugeVec, Opts, Registry, TextEncoder};
use sea_orm::DbBackend;
use sea_orm::prelude::*;

use crate::app::App;
use crate::error::{Code, Result};
use crate::kernel::Kernel;
use crate::moderation;
use crate::notifications::wechat::figures;

/// From a cached wall page to a roster import.
const SECONDS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];

/// The figures of one running siwei.
#[derive(Clone)]
pub struct Metrics {
    registry: Registry,
    requests: IntCounterVec,
    seconds: HistogramVec,
    in_flight: IntGauge,
    connections: IntGauge,
    idle_connections: IntGauge,
    outbox_waiting: IntGauge,
    outbox_parked: IntGauge,
    messages_waiting: IntGauge,
    messages_failed: IntGaugeVec,
    events_parked: IntGauge,
    content_checking: IntGauge,
    content_waiting: IntGauge,
}

impl Metrics {
    /// All of them, at zero.
    ///
    /// # Errors
    /// When two of them have the same name.
    pub fn new() -> Result<Self, prometheus::Error> {
        let registry = Registry::new();
        let requests = Opts::new("siwei_http_requests_total", "Requests answered, by route and status.");
        let seconds = HistogramOpts::new("siwei_http_request_seconds", "Seconds until the answer, by route.");
        let failed = Opts::new("siwei_wechat_messages_failed", "Messages given up within a day, by WeChat's code.");
        let metrics = Self {
            requests: IntCounterVec::new(requests, &["method", "route", "status"])?,
            seconds: HistogramVec::new(seconds.buckets(SECONDS.to_vec()), &["method", "route"])?,
            in_flight: IntGauge::new("siwei_http_requests_in_flight", "Requests being answered.")?,
            connections: IntGauge::new("siwei_database_connections", "Open connections to the database.")?,
            idle_connections: IntGauge::new("siwei_database_connections_idle", "Open connections that are free.")?,
            outbox_waiting: IntGauge::new("siwei_outbox_waiting", "Messages that wait to be sent.")?,
            outbox_parked: IntGauge::new("siwei_outbox_parked", "Messages given up after too many tries.")?,
            messages_waiting: IntGauge::new("siwei_wechat_messages_waiting", "Messages that wait for WeChat.")?,
            messages_failed: IntGaugeVec::new(failed, &["errcode"])?,
            events_parked: IntGauge::new("siwei_wechat_events_parked", "Events of WeChat's that wait for a human.")?,
            content_checking: IntGauge::new("siwei_content_checking", "Texts and pictures that WeChat looks at.")?,
            content_waiting: IntGauge::new("siwei_content_waiting", "Texts and pictures that wait for the staff.")?,
            registry,
        };
        metrics.registry.register(Box::new(metrics.requests.clone()))?;
        metrics.registry.register(Box::new(metrics.seconds.clone()))?;
        metrics.registry.register(Box::new(metrics.messages_failed.clone()))?;
        for gauge in [
            &metrics.in_flight,
            &metrics.connections,
            &metrics.idle_connections,
            &metrics.outbox_waiting,
            &metrics.outbox_parked,
            &metrics.messages_waiting,
            &metrics.events_parked,
            &metrics.content_checking,
            &metrics.content_waiting,
        ] {
            metrics.registry.register(Box::new(gauge.clone()))?;
        }
        Ok(metrics)
    }

    /// Notes that a request has come in.
    pub(super) fn begin(&self) {
        self.in_flight.inc();
    }

    /// Notes how a request was answered. `route` is a pattern, so that ids make no series.
    pub(super) fn end(&self, method: &Method, route: &str, status: StatusCode, took: Duration) {
        let method = known(method);
        self.in_flight.dec();
        self.requests.with_label_values(&[method, route, status.as_str()]).inc();
        self.seconds.with_label_values(&[method, route]).observe(took.as_secs_f64());
    }

    async fn look(&self, kernel: &Kernel) -> Result<(), DbErr> {
        let db = &kernel.db;
        let (open, idle) = pool(db);
        self.connections.set(open);
        self.idle_connections.set(idle);
        let parked = outbox::Entity::find().filter(outbox::Column::ParkedAt.is_not_null()).count(db).await?;
        let all = outbox::Entity::find().count(db).await?;
        self.outbox_parked.set(i64::try_from(parked).unwrap_or(i64::MAX));
        self.outbox_waiting.set(i64::try_from(all.saturating_sub(parked)).unwrap_or(i64::MAX));
        let messages = figures(db, kernel.clock.approximate()).await?;
        self.messages_waiting.set(i64::try_from(messages.waiting).unwrap_or(i64::MAX));
        self.events_parked.set(i64::try_from(messages.parked).unwrap_or(i64::MAX));
        self.messages_failed.reset();
        for (errcode, many) in messages.failed {
            self.messages_failed.with_label_values(&[errcode.to_string()]).set(many);
        }
        let (checking, waiting) = moderation::figures(db).await?;
        self.content_checking.set(i64::try_from(checking).unwrap_or(i64::MAX));
        self.content_waiting.set(i64::try_from(waiting).unwrap_or(i64::MAX));
        Ok(())
    }
}

/// `GET /metrics`: the figures as Prometheus reads them.
pub async fn metrics(app: web::Data<App>) -> Result<HttpResponse> {
    // The figures of the requests matter most when the database is away.
    if let Err(error) = app.metrics.look(&app.kernel).await {
        tracing::warn!(%error, "the database's figures are missing");
    }
    let text = TextEncoder::new().encode_to_string(&app.metrics.registry.gather());
    let text = text.map_err(|error| Code::Internal.error().cause(error))?;
    Ok(HttpResponse::Ok().content_type(prometheus::TEXT_FORMAT).body(text))
}

/// Methods of the caller's invention make no series.
fn known(method: &Method) -> &str {
    match *method {
        Method::GET | Method::HEAD | Method::POST | Method::PUT | Method::DELETE | Method::OPTIONS => method.as_str(),
        _ => "other",
    }
}

fn pool(db: &DatabaseConnection) -> (i64, i64) {
    let (open, idle) = match db.get_database_backend() {
        DbBackend::Postgres => {
            let pool = db.get_postgres_connection_pool();
            (pool.size(), pool.num_idle())
        }
        _ => {
            let pool = db.get_sqlite_connection_pool();
            (pool.size(), pool.num_idle())
        }
    };
    (i64::from(open), i64::try_from(idle).unwrap_or_default())
}
