//! What brings somebody to a wish, an action or a certificate in the mini-program: a code to print, a link to send.
//! The rooms say who may know of what; here it is made, and kept as long as it lasts.

mod code;
mod link;
mod routes;
mod view;

pub use code::code;
pub use link::link;
pub(crate) use routes::routes;
pub use view::{MiniProgramChoice, MiniProgramLink};

use uuid::Uuid;

use crate::wechat::{Landing, Page};

/// What has an id leads to its page by that id, which without its dashes is as long as a scene may be.
pub fn landing(page: Page, id: Uuid) -> Landing {
    Landing { page, scene: id.simple().to_string() }
}
