//! What a person sees and corrects of the own profile.

use entity::auth::account;
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;

use super::{consents, store};
use crate::auth::{Actor, Grant};
use crate::community::view::{ChangeMe, Me, MyResidency, MyRole};
use crate::error::{Code, Result};
use crate::kernel::Vault;
use crate::kernel::crypto::{Field, mask_name, mask_phone};
use crate::kernel::db::Tx;
use crate::kernel::event::{self, NewEvent, Subject};

/// The own profile, masked.
pub async fn show(conn: &impl ConnectionTrait, vault: &Vault, actor: &Actor) -> Result<Me> {
    let row = row(conn, actor).await?;
    let open = |field, sealed: Option<&str>| sealed.map(|sealed| vault.open(field, sealed)).transpose();
    Ok(Me {
        id: row.id,
        community_id: row.community_id,
        display_name: open(Field::Name, row.display_name_sealed.as_deref())?.map(|name| mask_name(&name)),
        phone: open(Field::Phone, row.phone_sealed.as_deref())?.map(|phone| mask_phone(&phone)),
        roles: roles(&actor.grants),
        residency: residency(conn, actor).await?,
        consents_due: consents::due(conn, actor).await?,
        version: row.version,
        created_at: row.created_at,
    })
}

/// Roles as their holder sees them.
pub fn roles(grants: &[Grant]) -> Vec<MyRole> {
    let role = |grant: &Grant| {
        let (scope_kind, id) = grant.scope.parts();
        MyRole { role: grant.role, scope_kind, scope_id: (!id.is_nil()).then_some(id) }
    };
    grants.iter().map(role).collect()
}

async fn residency(conn: &impl ConnectionTrait, actor: &Actor) -> Result<Option<MyResidency>> {
    let Some(home) = actor.residency else { return Ok(None) };
    let mut places = store::places_of(conn, std::iter::once(home.household)).await?;
    Ok(Some(MyResidency {
        resident_id: home.resident,
        household_id: home.household,
        grid_id: home.place.grid,
        compound_id: home.place.compound,
        building_id: home.place.building,
        place: places.remove(&home.household).unwrap_or_default(),
    }))
}

/// Corrects the own profile.
///
/// # Errors
/// `stale` when it was changed meanwhile.
pub async fn change(tx: &Tx<'_>, actor: &Actor, expected: i32, change: ChangeMe) -> Result<Me> {
    let row = row(tx, actor).await?;
    let fields = account::ActiveModel {
        display_name_sealed: Set(Some(tx.vault().seal(Field::Name, &change.display_name)?)),
        version: Set(expected + 1),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    let changed = account::Entity::update_many()
        .set(fields)
        .filter(account::Column::Id.eq(row.id))
        .filter(account::Column::Version.eq(expected));
    if changed.exec(tx).await?.rows_affected == 0 {
        return Err(Code::Stale.into());
    }
    event::record(tx, NewEvent::new(row.community_id, Subject::new("account", row.id), "change")).await?;
    show(tx, tx.vault(), actor).await
}

/// The own account.
pub async fn row(conn: &impl ConnectionTrait, actor: &Actor) -> Result<account::Model> {
    let row = account::Entity::find_by_id(actor.account()?).one(conn).await?;
    row.ok_or_else(|| Code::Unauthenticated.into())
}
