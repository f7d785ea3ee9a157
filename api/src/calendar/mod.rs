//! The working days by which deadlines run, one calendar for all communities: its
//! holidays are national. Staff and grid leaders read it; only a platform admin enters what the State Council
//! announces. Deadlines that were set before stay as they are.

mod routes;
mod service;
mod view;

use crate::http::Routes;

/// Mounts the room's routes.
pub fn mount(routes: &mut Routes<'_>) {
    routes.under("/calendar").under("/{year}").service(routes::show).service(routes::change);
}
