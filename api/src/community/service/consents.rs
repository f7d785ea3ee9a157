//! Consents: to which version of which document, since when, until when.

use std::collections::HashSet;

use entity::community::consent::{ActiveModel, Column, Entity, Model};
use entity::community::{ConsentDocument, consent};
use entity::ids::{AccountId, ConsentId};
use sea_orm::ActiveValue::Set;
use sea_orm::QueryOrder;
use sea_orm::prelude::*;

use crate::auth::Actor;
use crate::community::view::{Consent, ConsentDue, Consents, GiveConsent};
use crate::error::{Code, OrConflict, Result};
use crate::kernel::Kernel;
use crate::kernel::db::Tx;
use crate::kernel::event::{self, NewEvent, Subject};
use crate::kernel::text::Line;

/// The versions in force. A new text gets a new version here, and everybody is asked again.
const FOR_ALL: &[(ConsentDocument, &str)] =
    &[(ConsentDocument::PrivacyPolicy, "2026-11"), (ConsentDocument::Terms, "2026-11")];

/// What volunteers agree to besides; nobody else is asked.
const FOR_VOLUNTEERS: (ConsentDocument, &str) = (ConsentDocument::Volunteer, "2026-11");

/// What a person has consented to and has yet to.
pub async fn list(kernel: &Kernel, actor: &Actor) -> Result<Consents> {
    let account = actor.account()?;
    let rows = of(&kernel.db, account).await?;
    let due = outstanding(actor, &rows);
    let in_force = in_force().map(named).collect();
    Ok(Consents { items: rows.into_iter().map(Consent::from).collect(), due, in_force })
}

fn in_force() -> impl Iterator<Item = &'static (ConsentDocument, &'static str)> {
    FOR_ALL.iter().chain([&FOR_VOLUNTEERS])
}

fn named(&(document, document_version): &(ConsentDocument, &'static str)) -> ConsentDue {
    ConsentDue { document, document_version }
}

/// What a person has yet to consent to.
pub async fn due(conn: &impl ConnectionTrait, actor: &Actor) -> Result<Vec<ConsentDue>> {
    Ok(outstanding(actor, &of(conn, actor.account()?).await?))
}

/// All consents of an account, newest first.
pub async fn of(conn: &impl ConnectionTrait, account: AccountId) -> Result<Vec<Model>> {
    let rows = Entity::find().filter(Column::AccountId.eq(account)).order_by_desc(Column::GivenAt);
    Ok(rows.all(conn).await?)
}

fn outstanding(actor: &Actor, rows: &[Model]) -> Vec<ConsentDue> {
    let live = rows.iter().filter(|row| row.withdrawn_at.is_none());
    let given: HashSet<_> = live.map(|row| (row.document, row.document_version.as_str())).collect();
    let volunteer = actor.community.is_some_and(|community| actor.is_volunteer_in(community));
    let asked = FOR_ALL.iter().chain(volunteer.then_some(&FOR_VOLUNTEERS));
    asked.filter(|consent| !given.contains(consent)).map(named).collect()
}

/// Consents to the version in force.
///
/// # Errors
/// `invalid` for any other version, `already_exists` when it was given before.
pub async fn give(tx: &Tx<'_>, actor: &Actor, consent: GiveConsent) -> Result<Model> {
    let account = actor.account()?;
    let wanted = (consent.document, &*consent.document_version);
    if !in_force().any(|known| *known == wanted) {
        return Err(Code::Invalid.error().at("/documentVersion", Code::InvalidValue));
    }
    let row = ActiveModel {
        id: Set(ConsentId::new()),
        account_id: Set(account),
        document: Set(consent.document),
        document_version: Set(consent.document_version.into()),
        given_at: Set(tx.now()),
        withdrawn_at: Set(None),
    };
    let row = Entity::insert(row).exec_with_returning(tx).await.or_conflict(Code::AlreadyExists)?;
    remember(tx, actor, &row, "give").await?;
    Ok(row)
}

/// Consents to the version in force unless that was done before.
///
/// # Errors
/// `invalid` for any other version.
pub async fn agree(tx: &Tx<'_>, actor: &Actor, document: ConsentDocument, version: &str) -> Result<()> {
    let given = of(tx, actor.account()?).await?;
    let live = |row: &Model| row.withdrawn_at.is_none() && row.document == document && row.document_version == version;
    if given.iter().any(live) {
        return Ok(());
    }
    let document_version = Line::parse(version).map_err(|_| Code::Invalid.error())?;
    give(tx, actor, GiveConsent { document, document_version }).await.map(drop)
}

/// Takes a consent back.
///
/// # Errors
/// `not_found` for somebody else's, `illegal_transition` when it was taken back before.
pub async fn withdraw(tx: &Tx<'_>, actor: &Actor, id: ConsentId) -> Result<Model> {
    let account = actor.account()?;
    let own = Entity::find_by_id(id).filter(Column::AccountId.eq(account)).one(tx).await?;
    own.ok_or_else(|| Code::NotFound.error())?;
    let taken_back = Entity::update_many()
        .set(ActiveModel { withdrawn_at: Set(Some(tx.now())), ..Default::default() })
        .filter(Column::Id.eq(id))
        .filter(Column::WithdrawnAt.is_null());
    let row = taken_back.exec_with_returning(tx).await?.into_iter().next();
    let row = row.ok_or_else(|| Code::IllegalTransition.error())?;
    remember(tx, actor, &row, "withdraw").await?;
    Ok(row)
}

async fn remember(tx: &Tx<'_>, actor: &Actor, row: &Model, verb: &'static str) -> Result<()> {
    let subject = Subject::new("consent", row.id);
    let data = serde_json::json!({ "document": row.document, "version": row.document_version });
    event::record(tx, NewEvent::new(actor.community, subject, verb).with(data)).await.map(drop)
}

impl From<consent::Model> for Consent {
    fn from(row: consent::Model) -> Self {
        Self {
            id: row.id,
            document: row.document,
            document_version: row.document_version,
            given_at: row.given_at,
            withdrawn_at: row.withdrawn_at,
        }
    }
}
