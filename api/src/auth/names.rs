//! Names of accounts as others may see them.

use std::collections::HashMap;

use entity::auth::account;
use entity::ids::AccountId;
use sea_orm::prelude::*;

use crate::error::Result;
use crate::kernel::Vault;
use crate::kernel::crypto::{Field, mask_name};

/// Masked names of those accounts that have one; one query for all.
pub async fn masked_names(
    conn: &impl ConnectionTrait,
    vault: &Vault,
    ids: impl Iterator<Item = AccountId>,
) -> Result<HashMap<AccountId, String>> {
    let rows = account::Entity::find().filter(account::Column::Id.is_in(ids)).all(conn).await?;
    let name = |row: account::Model| {
        let sealed = row.display_name_sealed?;
        Some(vault.open(Field::Name, &sealed).map(|name| (row.id, mask_name(&name))))
    };
    rows.into_iter().filter_map(name).collect()
}
