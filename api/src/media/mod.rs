//! Pictures: taken in, checked, made anew without their metadata, kept in a folder or a
//! bucket and shown by signed addresses that expire.
//!
//! A picture is uploaded first and then attached, once, by its uploader, to what it
//! shows; what is not attached within a day goes.

mod picture;
mod routes;
pub mod service;
mod store;
mod view;

use crate::http::Routes;

pub use store::PictureStore;
pub use view::{Looker, Picture, address};

/// Mounts the room's routes.
pub fn mount(routes: &mut Routes<'_>) {
    let mut media = routes.under("/media");
    media.service(routes::upload);
    media.under("/{mediaId}").service(routes::show_picture).service(routes::show_thumbnail);
}
