//! The first administrator, from whom all other roles come; made by the operator at the
//! command line, because nobody could make it over HTTP.

use entity::auth::{Role, ScopeKind};
use entity::community::community;
use entity::ids::AccountId;
use sea_orm::prelude::*;
use secrecy::SecretString;

use super::scope::Span;
use super::{login, password, roles};
use crate::app::App;
use crate::auth::input::Mobile;
use crate::error::{Code, Result};
use crate::kernel::db::{self, Cause};

/// An administrator to be.
#[derive(Debug)]
pub struct FirstAdmin {
    /// Signs in with it.
    pub phone: Mobile,
    /// The name to show.
    pub name: Option<String>,
    /// The community's division code; none for the whole platform.
    pub community: Option<String>,
    /// The password.
    pub password: SecretString,
}

/// Makes an administrator, or gives the role and the password to who has the phone already.
///
/// # Errors
/// `unknown_reference` for a division code without a community, `already_exists` for who is one already.
pub async fn create_admin(app: &App, admin: FirstAdmin) -> Result<AccountId> {
    let hash = app.passwords.hash(&admin.password).await?;
    db::write(&app.kernel, Cause::system(), async |tx| {
        let (role, span) = span(tx, admin.community.as_deref()).await?;
        let account = match login::by_phone(tx, tx.vault(), &admin.phone).await? {
            Some(account) => account,
            None => roles::made(tx, &admin.phone, admin.name.as_deref()).await?,
        };
        roles::join(tx, &account, span.community).await?;
        roles::insert(tx, account.id, role, span, None).await?;
        password::put(tx, &account, &hash, None).await?;
        Ok(account.id)
    })
    .await
}

async fn span(conn: &impl ConnectionTrait, division_code: Option<&str>) -> Result<(Role, Span)> {
    let Some(code) = division_code else {
        return Ok((Role::PlatformAdmin, Span { kind: ScopeKind::Platform, id: Uuid::nil(), community: None }));
    };
    let community = community::Entity::find().filter(community::Column::DivisionCode.eq(code)).one(conn).await?;
    let community = community.ok_or_else(|| Code::UnknownReference.error())?.id;
    let span = Span { kind: ScopeKind::Community, id: community.into(), community: Some(community) };
    Ok((Role::CommunityAdmin, span))
}
