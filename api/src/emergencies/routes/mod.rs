//! Emergencies over HTTP.

mod answers;
mod browse;
mod duties;
mod lead;
mod requests;

use crate::http::Routes;

/// Mounts the room.
pub fn mount(routes: &mut Routes<'_>) {
    routes.service(browse::all).service(browse::one).service(browse::report);
    routes.service(lead::open).service(lead::end).service(lead::call_up);
    routes.service(answers::called).service(answers::answer).service(answers::mine);
    routes.service(duties::create).service(duties::list).service(duties::assign);
}
