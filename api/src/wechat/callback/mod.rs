//! What WeChat pushes: verified, opened, written down once, answered at once, worked on later by the
//! worker. The event lies sealed: it carries openids.

mod intake;
mod media;
mod person;
mod process;
mod routes;
mod sweep;

pub use media::parked_media_check;
pub use person::forget;
pub use process::{TOPIC, process};
pub use routes::mount;
pub use sweep::sweep;
