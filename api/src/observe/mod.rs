//! What an operator sees of a running siwei: health, figures, the log. No personal
//! data in any of it: routes by their pattern, never a query string, never a body.

mod health;
pub mod log;
mod metrics;
mod watch;

use actix_web::guard;
use actix_web::web::{self, ServiceConfig};

pub use metrics::Metrics;
pub use watch::watch;

/// The operator's routes. They are outside `/api/v1` and not part of the document.
pub fn mount(config: &mut ServiceConfig) {
    config
        .service(web::resource("/livez").guard(guard::Get()).to(health::livez))
        .service(web::resource("/readyz").guard(guard::Get()).to(health::readyz))
        .service(web::resource("/metrics").guard(guard::Get()).to(metrics::metrics));
}
