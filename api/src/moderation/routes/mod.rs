//! Content safety over HTTP.

mod own;
mod queue;
mod report;
mod requests;
mod words;

use crate::http::Routes;

/// Mounts the room.
pub fn mount(routes: &mut Routes<'_>) {
    routes.under("/content-reports").service(report::report);
    let mut me = routes.under("/me/content-reviews");
    me.service(own::mine).service(own::appeal);
    let mut moderation = routes.under("/moderation");
    moderation.under("/words").service(words::all).service(words::add).service(words::remove);
    let mut reviews = moderation.under("/reviews");
    reviews.service(queue::all);
    let mut of_one = reviews.under("/{reviewId}");
    of_one.service(queue::show).service(queue::claim).service(queue::unclaim).service(queue::decide);
}
