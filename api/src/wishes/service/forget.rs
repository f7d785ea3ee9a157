//! Forgetting whose wishes they were. What was public stays, for the neighbours who
//! supported it and the one who helped; what tells who wished it goes, words and photos.

use entity::ids::{MediaId, WishId};
use entity::media::media;
use entity::wishes::{HelperKind, WishVerb, wish, wish_claim, wish_extension, wish_media, wish_note, wish_term};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::{Condition, ExprTrait, QuerySelect, QueryTrait};

use super::{Case, SUBJECT, cache_tag, claim, index, person, submit};
use crate::auth::Actor;
use crate::error::Result;
use crate::kernel::db::Tx;
use crate::kernel::event::{self, Subject};
use crate::kernel::redact::Redaction;
use crate::media::service::remove;
use crate::wishes::state;

/// Stands where a text stood that nobody but its author and the reviewers had read.
const NOTHING: &str = "作者已注销";

/// Lets go of everything the actor holds, takes back what still can be, and removes from
/// the rest what tells whose it was. Returns the actor's wishes.
pub async fn forget(tx: &Tx<'_>, actor: &Actor, redaction: &Redaction) -> Result<Vec<WishId>> {
    let account = actor.account()?;
    let held = wish_claim::Entity::find()
        .filter(wish_claim::Column::HelperKind.eq(HelperKind::Account))
        .filter(wish_claim::Column::HelperId.eq(Uuid::from(account)))
        .filter(wish_claim::Column::EndedAt.is_null());
    for row in held.all(tx).await? {
        let_go(tx, actor, row.wish_id).await?;
    }
    let mut own = Vec::new();
    for row in person::of_author(tx, account).await? {
        take_back(tx, actor, row.id).await?;
        make_nameless(tx, row.id, redaction).await?;
        event::forget_reasons(tx, Subject::new(SUBJECT, row.id)).await?;
        own.push(row.id);
    }
    forget_photos(tx, actor, &own).await?;
    redact_notes(tx, actor, &own, redaction).await?;
    redact_extensions(tx, actor, &own, redaction).await?;
    if let Some(tag) = actor.community.map(cache_tag) {
        tx.after_commit(move |kernel| kernel.cache.invalidate(&tag));
    }
    Ok(own)
}

async fn let_go(tx: &Tx<'_>, actor: &Actor, id: WishId) -> Result<()> {
    let case = Case::open(tx, actor, id).await?;
    let version = case.wish.version;
    let verbs = state::allowed(&case.wish, &case.standings, tx.now());
    if verbs.contains(&WishVerb::Decline) {
        claim::decline(tx, actor, id, version, None).await?;
    } else if verbs.contains(&WishVerb::Release) {
        claim::release(tx, actor, id, version, None).await?;
    }
    Ok(())
}

async fn take_back(tx: &Tx<'_>, actor: &Actor, id: WishId) -> Result<()> {
    let case = Case::open(tx, actor, id).await?;
    if state::allowed(&case.wish, &case.standings, tx.now()).contains(&WishVerb::Withdraw) {
        submit::withdraw(tx, actor, id, case.wish.version, None).await?;
    }
    Ok(())
}

/// The contact, the exact spot and the comment go; of the text, what names the author, or
/// all of it when it never was public.
async fn make_nameless(tx: &Tx<'_>, id: WishId, redaction: &Redaction) -> Result<()> {
    let Some(row) = wish::Entity::find_by_id(id).one(tx).await? else { return Ok(()) };
    let rest = |text: &str| match row.approved_at {
        Some(_) => redaction.of(text),
        None => Some(NOTHING.to_owned()),
    };
    let (title, body) = (rest(&row.title), rest(&row.body));
    let reworded = title.is_some() || body.is_some();
    let nameless = wish::ActiveModel {
        beneficiary_sealed: Set(None),
        contact_name_sealed: Set(None),
        contact_phone_sealed: Set(None),
        contact_address_sealed: Set(None),
        title: Set(title.unwrap_or(row.title)),
        body: Set(body.unwrap_or(row.body)),
        rating_comment: Set(None),
        lat: Set(None),
        lng: Set(None),
        datum: Set(None),
        version: Set(row.version + 1),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    let changed = wish::Entity::update_many().set(nameless).filter(wish::Column::Id.eq(id));
    let changed = changed.exec_with_returning(tx).await?;
    let findable = wish_term::Entity::find().filter(wish_term::Column::WishId.eq(id)).one(tx).await?.is_some();
    for row in changed.iter().filter(|_| findable && reworded) {
        index::remove(tx, row.id).await?;
        index::add(tx, row).await?;
    }
    Ok(())
}

/// All photos of the actor's wishes, whoever took them: they show where the author lives. Of
/// the actor's own photos also those that a merge has moved to another wish.
async fn forget_photos(tx: &Tx<'_>, actor: &Actor, own: &[WishId]) -> Result<()> {
    let account = actor.account()?;
    let uploaded = media::Entity::find()
        .select_only()
        .column(media::Column::Id)
        .filter(media::Column::AccountId.eq(account))
        .into_query();
    let moved = Condition::all()
        .add(wish_media::Column::NoteId.is_null())
        .add(Expr::col(wish_media::Column::MediaId).in_subquery(uploaded));
    let attached = wish_media::Entity::delete_many()
        .filter(Condition::any().add(wish_media::Column::WishId.is_in(own.iter().copied())).add(moved));
    let ids: Vec<MediaId> = attached.exec_with_returning(tx).await?.into_iter().map(|row| row.media_id).collect();
    let unattached = Condition::all().add(media::Column::AccountId.eq(account)).add(media::Column::Attached.eq(false));
    remove(tx, Condition::any().add(media::Column::Id.is_in(ids)).add(unattached)).await.map(drop)
}

/// What helpers wrote about the actor's wishes, and the actor about those of others.
async fn redact_notes(tx: &Tx<'_>, actor: &Actor, own: &[WishId], redaction: &Redaction) -> Result<()> {
    let notes = wish_note::Entity::find().filter(
        Condition::any()
            .add(wish_note::Column::WishId.is_in(own.iter().copied()))
            .add(wish_note::Column::AccountId.eq(actor.account()?)),
    );
    for row in notes.all(tx).await? {
        if let Some(text) = redaction.of(&row.text) {
            let text = wish_note::ActiveModel { text: Set(text), ..Default::default() };
            wish_note::Entity::update_many().set(text).filter(wish_note::Column::Id.eq(row.id)).exec(tx).await?;
        }
    }
    Ok(())
}

async fn redact_extensions(tx: &Tx<'_>, actor: &Actor, own: &[WishId], redaction: &Redaction) -> Result<()> {
    let asked = wish_extension::Entity::find().filter(
        Condition::any()
            .add(wish_extension::Column::WishId.is_in(own.iter().copied()))
            .add(wish_extension::Column::AskedBy.eq(actor.account()?)),
    );
    for row in asked.all(tx).await? {
        if let Some(reason) = redaction.of(&row.reason) {
            let reason = wish_extension::ActiveModel { reason: Set(reason), ..Default::default() };
            let one = wish_extension::Column::Id.eq(row.id);
            wish_extension::Entity::update_many().set(reason).filter(one).exec(tx).await?;
        }
    }
    Ok(())
}
