//! Certificates: asked for, issued as a frozen and signed copy, revoked, checked by anybody.

use chrono::{Datelike, Duration};
use entity::community::community;
use entity::ids::{CertificateId, CommunityId, VolunteerId};
use entity::volunteers::{CertificateStatus, CertificateVerb, certificate, volunteer};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::sea_query::LockType;
use sea_orm::{QueryOrder, QuerySelect, QueryTrait};
use serde_json::{Value, json};

use super::record::{self, Signatories};
use crate::auth::Actor;
use crate::community::service::{Within, communities};
use crate::error::{Code, OrConflict, Result};
use crate::kernel::Vault;
use crate::kernel::crypto::Field;
use crate::kernel::db::Tx;
use crate::kernel::event::{self, NewEvent, Subject};
use crate::kernel::page::{Cursor, Page};
use crate::kernel::signing::Signer;
use crate::volunteers::certificate::{CertificateFile, hash, spell};
use crate::volunteers::state::{certificate as state, standings};
use crate::volunteers::store;

/// The kind of thing that events of certificates are about.
pub const SUBJECT: &str = "certificate";

/// For so many days a new certificate stands on the public list.
pub const PUBLISHED_DAYS: i64 = 7;

/// The volunteer asks for a certificate.
///
/// # Errors
/// `forbidden` for somebody else's, `already_exists` while one waits.
pub async fn ask(tx: &Tx<'_>, actor: &Actor, id: VolunteerId) -> Result<certificate::Model> {
    let whose = store::one(tx, actor, id).await?;
    if actor.account_id() != Some(whose.account_id) {
        return Err(Code::Forbidden.into());
    }
    let row = certificate::ActiveModel {
        id: Set(CertificateId::new()),
        community_id: Set(whose.community_id),
        volunteer_id: Set(id),
        status: Set(CertificateStatus::Requested),
        minutes: Set(0),
        added_minutes: Set(0),
        version: Set(1),
        created_at: Set(tx.now()),
        ..Default::default()
    };
    let row = row.insert(tx).await.or_conflict(Code::AlreadyExists)?;
    remember(tx, &row, CertificateVerb::Request, "", None).await?;
    Ok(row)
}

/// Staff issue it: what it says is gathered now, and never changes.
pub async fn issue(
    tx: &Tx<'_>,
    actor: &Actor,
    signer: &Signer,
    (id, seen): (CertificateId, i32),
    by: Signatories,
) -> Result<certificate::Model> {
    let (row, whose) = locked(tx, actor, id).await?;
    let to = state::next(row.status, CertificateVerb::Issue, &standings(actor, &whose))?;
    let number = next_number(tx, row.community_id).await?;
    let said = record::of(tx, &whose, number.clone(), by).await?;
    let words = spell(&said)?;
    let change = certificate::ActiveModel {
        status: Set(to),
        number: Set(Some(number)),
        content_hash: Set(Some(hash(&words))),
        signature: Set(Some(signer.sign(&words))),
        public_key: Set(Some(signer.public_key())),
        record_sealed: Set(Some(tx.vault().seal(Field::Certificate, &words)?)),
        minutes: Set(said.service.minutes),
        added_minutes: Set(said.service.added_minutes),
        decided_by: Set(actor.account_id()),
        issued_at: Set(Some(tx.now())),
        ..Default::default()
    };
    let moved = change_row(tx, &row, seen, change).await?;
    remember(tx, &moved, CertificateVerb::Issue, row.status.as_str(), None).await?;
    Ok(moved)
}

/// The next number of the community and year. The community's row is locked, so that of those who issue at the
/// same time each gets another one.
async fn next_number(tx: &Tx<'_>, id: CommunityId) -> Result<String> {
    let community = community::Entity::find_by_id(id).lock(LockType::NoKeyUpdate).one(tx).await?;
    let community = community.ok_or_else(|| Code::Internal.error())?;
    let year = tx.now().with_timezone(&communities::zone(tx, id).await?).year();
    let prefix = format!("{}-{year}-", community.division_code);
    let last: Option<Option<String>> = certificate::Entity::find()
        .select_only()
        .column(certificate::Column::Number)
        .filter(certificate::Column::Number.starts_with(&prefix))
        .order_by_desc(certificate::Column::Number)
        .into_tuple()
        .one(tx)
        .await?;
    let last = last.flatten().and_then(|last| last.strip_prefix(&prefix)?.parse().ok()).unwrap_or(0_u32);
    Ok(format!("{prefix}{:06}", last + 1))
}

/// Declines, withdraws or revokes.
pub async fn end(
    tx: &Tx<'_>,
    actor: &Actor,
    (id, seen): (CertificateId, i32),
    verb: CertificateVerb,
    reason: Option<String>,
) -> Result<certificate::Model> {
    let (row, whose) = locked(tx, actor, id).await?;
    let to = state::next(row.status, verb, &standings(actor, &whose))?;
    let revoked = (to == CertificateStatus::Revoked).then_some(tx.now());
    let change = certificate::ActiveModel { status: Set(to), revoked_at: Set(revoked), ..Default::default() };
    let moved = change_row(tx, &row, seen, change).await?;
    remember(tx, &moved, verb, row.status.as_str(), reason).await?;
    Ok(moved)
}

async fn locked(tx: &Tx<'_>, actor: &Actor, id: CertificateId) -> Result<(certificate::Model, volunteer::Model)> {
    let row = certificate::Entity::find_by_id(id).lock_exclusive().one(tx).await?;
    let row = row.ok_or_else(|| Code::NotFound.error())?;
    let whose = store::one(tx, actor, row.volunteer_id).await?;
    Ok((row, whose))
}

async fn change_row(
    tx: &Tx<'_>,
    row: &certificate::Model,
    seen: i32,
    change: certificate::ActiveModel,
) -> Result<certificate::Model> {
    let moved = certificate::Entity::update_many()
        .set(certificate::ActiveModel { version: Set(seen + 1), ..change })
        .filter(certificate::Column::Id.eq(row.id))
        .filter(certificate::Column::Version.eq(seen))
        .exec_with_returning(tx)
        .await?;
    moved.into_iter().next().ok_or_else(|| Code::Stale.into())
}

/// One certificate, for its volunteer and staff.
pub async fn one(
    conn: &impl ConnectionTrait,
    actor: &Actor,
    id: CertificateId,
) -> Result<(certificate::Model, volunteer::Model)> {
    let row = certificate::Entity::find_by_id(id).one(conn).await?.ok_or_else(|| Code::NotFound.error())?;
    let whose = store::one(conn, actor, row.volunteer_id).await?;
    Ok((row, whose))
}

/// The file that a holder keeps.
///
/// # Errors
/// `illegal_transition` before it is issued; `not_found` once its holder has erased themselves.
pub fn file(vault: &Vault, row: &certificate::Model) -> Result<CertificateFile> {
    let (Some(content_hash), Some(signature), Some(public_key)) =
        (row.content_hash.clone(), row.signature.clone(), row.public_key.clone())
    else {
        return Err(Code::IllegalTransition.into());
    };
    let sealed = row.record_sealed.as_deref().ok_or_else(|| Code::NotFound.error())?;
    let words = vault.open(Field::Certificate, sealed)?;
    let record: Value = serde_json::from_str(&words).map_err(|error| Code::Internal.error().cause(error))?;
    Ok(CertificateFile { record, content_hash, signature, public_key })
}

/// A page of certificates, the newest first: of one volunteer, or of the community for staff.
pub async fn list(
    conn: &impl ConnectionTrait,
    actor: &Actor,
    (volunteer, named): (Option<VolunteerId>, Option<CommunityId>),
    status: Option<CertificateStatus>,
    (cursor, size): (Option<&str>, u64),
) -> Result<Page<(certificate::Model, volunteer::Model)>> {
    let mut rows = certificate::Entity::find()
        .apply_if(status, |rows, status| rows.filter(certificate::Column::Status.eq(status)));
    rows = match volunteer {
        Some(id) => rows.filter(certificate::Column::VolunteerId.eq(store::one(conn, actor, id).await?.id)),
        None => rows.filter(certificate::Column::CommunityId.eq(Within::kept_by(actor)?.choose(named)?)),
    };
    let filter = (volunteer, named, status);
    if let Some(cursor) = cursor {
        rows = rows.filter(certificate::Column::Id.lt(Cursor::decode::<CertificateId>(&filter, cursor)?));
    }
    let rows = rows.order_by_desc(certificate::Column::Id).limit(size + 1).all(conn).await?;
    Page::cut(with_people(conn, rows).await?, size, &filter, |(row, _)| row.id)
}

async fn with_people(
    conn: &impl ConnectionTrait,
    rows: Vec<certificate::Model>,
) -> Result<Vec<(certificate::Model, volunteer::Model)>> {
    let ids = rows.iter().map(|row| row.volunteer_id);
    let people = volunteer::Entity::find().filter(volunteer::Column::Id.is_in(ids)).all(conn).await?;
    let with = |row: certificate::Model| {
        let whose = people.iter().find(|one| one.id == row.volunteer_id).cloned();
        whose.map(|whose| (row, whose))
    };
    Ok(rows.into_iter().filter_map(with).collect())
}

/// What anybody may know of a number.
pub async fn by_number(conn: &impl ConnectionTrait, number: &str) -> Result<certificate::Model> {
    let row = certificate::Entity::find().filter(certificate::Column::Number.eq(number)).one(conn).await?;
    row.ok_or_else(|| Code::NotFound.into())
}

/// The certificates that were issued lately, for the public list.
pub async fn published(
    conn: &impl ConnectionTrait,
    community: CommunityId,
    now: DateTimeUtc,
) -> Result<Vec<(certificate::Model, volunteer::Model)>> {
    let rows = certificate::Entity::find()
        .filter(certificate::Column::CommunityId.eq(community))
        .filter(certificate::Column::Status.eq(CertificateStatus::Issued))
        .filter(certificate::Column::IssuedAt.gt(now - Duration::days(PUBLISHED_DAYS)))
        .order_by_desc(certificate::Column::IssuedAt)
        .order_by_desc(certificate::Column::Id)
        .limit(500);
    with_people(conn, rows.all(conn).await?).await
}

async fn remember(
    tx: &Tx<'_>,
    row: &certificate::Model,
    verb: CertificateVerb,
    from: &str,
    reason: Option<String>,
) -> Result<()> {
    let happened = NewEvent::new(row.community_id, Subject::new(SUBJECT, row.id), verb.as_str())
        .moved(from, row.status)
        .because(reason)
        .with(json!({ "volunteerId": row.volunteer_id, "number": row.number }))
        .announced();
    event::record(tx, happened).await?;
    super::case::forget_answers(tx, row.community_id);
    Ok(())
}
