//! Signing in and out, and who may do what.

pub mod bootstrap;
pub mod clients;
pub mod hashing;
pub mod login;
pub mod password;
pub mod phone;
pub mod refresh;
pub mod roles;
mod scope;
pub mod sessions;
pub mod volunteering;

use entity::auth::account;
use entity::ids::{AccountId, CommunityId};
use serde_json::{Value, json};

use crate::error::Result;
use crate::kernel::db::Tx;
use crate::kernel::event::{self, NewEvent, Subject};

/// Whose sign-in it is, and where it is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owner {
    /// The account.
    pub account: AccountId,
    /// Its community.
    pub community: Option<CommunityId>,
}

impl From<&account::Model> for Owner {
    fn from(account: &account::Model) -> Self {
        Self { account: account.id, community: account.community_id }
    }
}

/// Writes down what happened to an account.
async fn note(tx: &Tx<'_>, owner: impl Into<Owner>, verb: &'static str, data: Value) -> Result<()> {
    let owner = owner.into();
    let subject = Subject::new("account", owner.account);
    event::record(tx, NewEvent::new(owner.community, subject, verb).with(data)).await.map(drop)
}

/// Writes down a sign-in that failed before anybody knew whose it is.
pub async fn note_stranger(tx: &Tx<'_>, how: &'static str) -> Result<()> {
    let subject = Subject::new("sign_in", uuid::Uuid::now_v7());
    event::record(tx, NewEvent::new(None, subject, "sign_in_failed").with(json!({ "how": how }))).await.map(drop)
}
