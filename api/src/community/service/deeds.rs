//! What a person did and what was done with their data, for their copy of everything.

use std::collections::HashMap;

use entity::auth::{account, api_client};
use entity::community::{owner, resident, unmasking};
use entity::ids::{AccountId, MediaId, WishId};
use entity::kernel::{ByKind, event};
use entity::media::media;
use entity::notifications::notification;
use entity::wishes::wish_media;
use sea_orm::prelude::*;
use sea_orm::{Condition, QueryOrder};

use super::export::{opened, own_claims};
use super::{Kept, claims, owners};
use crate::community::view::{Deed, Look, LookMade, MyApiClient, MyPicture};
use crate::error::Result;
use crate::kernel::Kernel;
use crate::kernel::crypto::{Field, mask_name};
use crate::media::Picture;
use crate::notifications::Notification;
use crate::{volunteers, wishes};

/// Who has looked at the full data of this person: on the roster, on a claim, on a wish.
pub async fn looks(kernel: &Kernel, id: AccountId, resident: Option<&resident::Model>) -> Result<Vec<Look>> {
    let at = |kind: &str, ids: Vec<Uuid>| {
        Condition::all().add(unmasking::Column::SubjectKind.eq(kind)).add(unmasking::Column::SubjectId.is_in(ids))
    };
    let claimed = own_claims(&kernel.db, id).await?.into_iter().map(|row| row.id.into()).collect();
    let wished = wishes::service::person::of_author(&kernel.db, id).await?.into_iter().map(|row| row.id.into());
    let me = resident.map(|row| row.id.into()).into_iter().collect();
    let owned = owners::person::of(&kernel.db, id, resident).await?.into_iter().map(|row| row.id.into());
    let volunteer = volunteers::service::person::subject(&kernel.db, id).await?.into_iter().collect();
    let mine = Condition::any()
        .add(at(resident::Entity::KIND, me))
        .add(at(owner::Entity::KIND, owned.collect()))
        .add(at(claims::SUBJECT, claimed))
        .add(at(wishes::service::SUBJECT, wished.collect()))
        .add(at(volunteers::service::SUBJECT, volunteer));
    let rows = unmasking::Entity::find().filter(mine).order_by_desc(unmasking::Column::At).all(&kernel.db).await?;
    let names = names(kernel, rows.iter().map(|row| row.by_account_id)).await?;
    let view = |row: unmasking::Model| Look {
        by: names.get(&row.by_account_id).cloned(),
        subject_kind: row.subject_kind,
        fields: serde_json::from_value(row.fields).unwrap_or_default(),
        reason: row.reason,
        at: row.at,
    };
    Ok(rows.into_iter().map(view).collect())
}

/// Masked names of those accounts that have one: who has erased themselves has none.
async fn names(kernel: &Kernel, ids: impl Iterator<Item = AccountId>) -> Result<HashMap<AccountId, String>> {
    let rows = account::Entity::find().filter(account::Column::Id.is_in(ids)).all(&kernel.db).await?;
    let name = |row: account::Model| {
        let name = opened(&kernel.vault, Field::Name, row.display_name_sealed.as_deref());
        name.map(|name| name.map(|name| (row.id, mask_name(&name)))).transpose()
    };
    rows.into_iter().filter_map(name).collect()
}

/// At whose full data this person has looked.
pub async fn looked(conn: &impl ConnectionTrait, id: AccountId) -> Result<Vec<LookMade>> {
    let rows = unmasking::Entity::find()
        .filter(unmasking::Column::ByAccountId.eq(id))
        .order_by_desc(unmasking::Column::At)
        .all(conn)
        .await?;
    let view = |row: unmasking::Model| LookMade {
        subject_kind: row.subject_kind,
        subject_id: row.subject_id,
        fields: serde_json::from_value(row.fields).unwrap_or_default(),
        reason: row.reason,
        at: row.at,
    };
    Ok(rows.into_iter().map(view).collect())
}

/// The pictures that this person has uploaded, with addresses to fetch them from.
pub async fn pictures(kernel: &Kernel, id: AccountId) -> Result<Vec<MyPicture>> {
    let own = media::Entity::find().filter(media::Column::AccountId.eq(id)).order_by_asc(media::Column::Id);
    let own = own.all(&kernel.db).await?;
    let used = wish_media::Entity::find().filter(wish_media::Column::MediaId.is_in(own.iter().map(|row| row.id)));
    let used = used.all(&kernel.db).await?.into_iter();
    let used: HashMap<MediaId, WishId> = used.map(|row| (row.media_id, row.wish_id)).collect();
    let now = kernel.clock.approximate();
    let view = |row: &media::Model| MyPicture {
        picture: Picture::new(row, &kernel.links, now),
        wish_id: used.get(&row.id).copied(),
        created_at: row.created_at,
    };
    Ok(own.iter().map(view).collect())
}

/// What this person was told.
pub async fn notifications(conn: &impl ConnectionTrait, id: AccountId) -> Result<Vec<Notification>> {
    let told = notification::Entity::find().filter(notification::Column::AccountId.eq(id));
    let told = told.order_by_desc(notification::Column::CreatedAt).order_by_desc(notification::Column::Id);
    Ok(told.all(conn).await?.into_iter().map(Notification::from).collect())
}

/// The keys for third parties that this person has made.
pub async fn api_clients(conn: &impl ConnectionTrait, id: AccountId) -> Result<Vec<MyApiClient>> {
    let made = api_client::Entity::find().filter(api_client::Column::CreatedBy.eq(id));
    let view = |row: api_client::Model| MyApiClient { id: row.id, name: row.name, created_at: row.created_at };
    Ok(made.order_by_asc(api_client::Column::Id).all(conn).await?.into_iter().map(view).collect())
}

/// What this person has done.
pub async fn deeds(conn: &impl ConnectionTrait, id: AccountId) -> Result<Vec<Deed>> {
    let done = event::Entity::find()
        .filter(event::Column::ByKind.eq(ByKind::Account))
        .filter(event::Column::ById.eq(Uuid::from(id)))
        .order_by_asc(event::Column::At)
        .order_by_asc(event::Column::Id);
    let view = |row: event::Model| Deed {
        subject_kind: row.subject_kind,
        subject_id: row.subject_id,
        verb: row.verb,
        reason: row.reason,
        at: row.at,
    };
    Ok(done.all(conn).await?.into_iter().map(view).collect())
}
