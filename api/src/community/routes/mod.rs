//! The community room over HTTP.

mod approvals;
mod claims;
mod communities;
mod kept;
mod me;
mod members;
mod owners;
mod unmask;

use crate::http::Routes;

/// Mounts the room's routes.
pub fn mount(routes: &mut Routes<'_>) {
    communities::mount(routes);
    kept::mount(routes);
    owners::mount(routes);
    members::mount(routes);
    approvals::mount(routes);
    claims::mount(routes);
    unmask::mount(routes);
    me::mount(routes);
}
