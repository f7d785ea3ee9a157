//! Owners as staff see them.

use std::collections::HashMap;

use entity::community::{owner, ownership};
use entity::deliberations::OwnerKind;
use entity::ids::{DwellingId, OwnerId};
use sea_orm::QueryOrder;
use sea_orm::prelude::*;

use super::store;
use crate::community::view::{OwnedDwelling, Owner, OwnerVoice, mask_door, mask_id_number};
use crate::error::{Code, Result};
use crate::kernel::Vault;
use crate::kernel::crypto::{Field, mask_name};
use crate::kernel::db::chunks;

/// Shows one.
pub async fn show_one(conn: &impl ConnectionTrait, vault: &Vault, row: owner::Model) -> Result<Owner> {
    show(conn, vault, vec![row]).await?.pop().ok_or_else(|| Code::Internal.into())
}

/// Shows rows, all in one go.
pub async fn show(conn: &impl ConnectionTrait, vault: &Vault, rows: Vec<owner::Model>) -> Result<Vec<Owner>> {
    let ids: Vec<OwnerId> = rows.iter().map(|row| row.id).collect();
    let voices = store::voices(conn, ids.clone()).await?;
    let mut voices: HashMap<OwnerId, OwnerVoice> =
        voices.iter().filter_map(|voice| Some((voice.owner_id, word(voice)?))).collect();
    let mut owned = owned(conn, vault, ids).await?;
    let view = |row: owner::Model| {
        let name = vault.open(Field::Name, &row.name_sealed)?;
        let number = row.id_number_sealed.as_deref().map(|sealed| vault.open(Field::IdNumber, sealed)).transpose()?;
        Ok(Owner {
            id: row.id,
            community_id: row.community_id,
            kind: row.kind,
            name: if row.kind == OwnerKind::Person { mask_name(&name) } else { name.to_string() },
            id_number: number.map(|number| mask_id_number(&number)),
            resident_id: row.resident_id,
            voice: voices.remove(&row.id),
            dwellings: owned.remove(&row.id).unwrap_or_default(),
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    };
    rows.into_iter().map(view).collect()
}

fn word(voice: &store::Voice) -> Option<OwnerVoice> {
    match (voice.resident(), voice.account()) {
        (Some(_), _) => Some(OwnerVoice::Resident),
        (None, Some(_)) => Some(OwnerVoice::Phone),
        (None, None) => None,
    }
}

/// What they own, each owner's dwellings in their order.
async fn owned(
    conn: &impl ConnectionTrait,
    vault: &Vault,
    owners: Vec<OwnerId>,
) -> Result<HashMap<OwnerId, Vec<OwnedDwelling>>> {
    let rows = ownership::Entity::find()
        .filter(ownership::Column::OwnerId.is_in(owners))
        .order_by_asc(ownership::Column::DwellingId)
        .all(conn)
        .await?;
    let dwellings = shown_dwellings(conn, vault, rows.iter().map(|row| row.dwelling_id).collect()).await?;
    let mut owned: HashMap<OwnerId, Vec<OwnedDwelling>> = HashMap::new();
    for row in rows {
        owned.entry(row.owner_id).or_default().extend(dwellings.get(&row.dwelling_id).cloned());
    }
    Ok(owned)
}

async fn shown_dwellings(
    conn: &impl ConnectionTrait,
    vault: &Vault,
    mut ids: Vec<DwellingId>,
) -> Result<HashMap<DwellingId, OwnedDwelling>> {
    ids.sort_unstable();
    ids.dedup();
    let mut shown = HashMap::new();
    for ids in chunks(ids) {
        let rows = store::dwellings(conn, ids.into_iter()).await?;
        let mut places = store::places(conn, &rows).await?;
        for row in rows {
            let view = OwnedDwelling {
                id: row.id,
                place: places.remove(&row.id).unwrap_or_default(),
                door: mask_door(&vault.open(Field::Door, &row.door_sealed)?),
                area_centi_m2: row.area_centi_m2,
            };
            shown.insert(row.id, view);
        }
    }
    Ok(shown)
}
