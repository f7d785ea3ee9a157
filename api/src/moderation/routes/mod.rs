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
    let mut me = routes.under("/me");
    let mut mine = me.under("/content-reviews");
    mine.service(own::mine);
    mine.under("/{reviewId}").service(own::appeal);
    let mut moderation = routes.under("/moderation");
    let mut words = moderation.under("/words");
    words.service(words::all).service(words::add);
    words.under("/{wordId}").service(words::remove);
    let mut reviews = moderation.under("/reviews");
    reviews.service(queue::all);
    let mut of_one = reviews.under("/{reviewId}");
    of_one.service(queue::show).service(queue::claim).service(queue::unclaim).service(queue::decide);
}
