//! The community room over HTTP.

mod approvals;
mod claims;
mod communities;
mod kept;
mod me;
mod members;
mod unmask;

use utoipa_actix_web::service_config::ServiceConfig;

/// Mounts the room's routes.
pub fn mount(config: &mut ServiceConfig<'_>) {
    config
        .configure(communities::mount)
        .configure(kept::mount)
        .configure(members::mount)
        .configure(approvals::mount)
        .configure(claims::mount)
        .configure(unmask::mount)
        .configure(me::mount);
}
