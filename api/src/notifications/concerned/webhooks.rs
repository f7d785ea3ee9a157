//! Webhooks: the community's admins, when one was stopped.

use entity::auth::Role;
use entity::kernel::event;
use sea_orm::prelude::*;

use super::super::words;
use super::{Told, staff};
use crate::error::Result;

/// Whom something about a webhook concerns.
pub async fn told(conn: &impl ConnectionTrait, event: &event::Model) -> Result<Told> {
    let (Some(title), Some(community)) = (words::for_webhook_admins(&event.verb), event.community_id) else {
        return Ok(Told::new());
    };
    let admins = staff(conn, &[Role::CommunityAdmin], community).await?;
    Ok(admins.into_iter().map(|account| (account, title)).collect())
}
