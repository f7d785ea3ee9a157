//! What can be done with an action and with a sign-up: one file a step of their lives.

pub mod attend;
pub mod call_off;
pub mod capacity;
mod case;
mod checked;
pub mod clock;
mod credit;
pub mod draft;
pub mod duty;
pub mod feeds;
pub mod following;
pub mod forget;
mod host;
pub mod links;
pub mod offer;
pub mod person;
pub mod roll_call;
pub mod screened;
pub mod series;
pub mod settle;
mod signup;
pub mod together;
pub mod withdraw;

pub use case::{Case, SUBJECT, Step, cache_tag};
pub use signup::{SUBJECT as SIGNUP, SignupCase, happened};
