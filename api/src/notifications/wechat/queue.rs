//! Messages are taken one a person at a time, with a grant for each; what nobody came back from is not
//! sent a second time.

use chrono::Duration;
use entity::auth::{AccountStatus, account, wechat_identity};
use entity::ids::AccountId;
use entity::wechat::{MessageKind, MessageStatus, MessageVerb, subscribe_message};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::sea_query::{LockBehavior, LockType};
use sea_orm::{QueryOrder, QuerySelect};
use secrecy::SecretString;

use super::state::{self, Standing};
use super::{digest, grants};
use crate::error::Result;
use crate::kernel::crypto::Field;
use crate::kernel::db::Tx;
use crate::wechat::template::book::{Book, Template};

/// Longer than any call takes: a worker that has not reported back by then is taken for dead.
const LEASE: Duration = Duration::seconds(60);

/// People who are sent to at once.
const PEOPLE: u64 = 16;

/// WeChat's code for a template that it has banned.
const BANNED: i64 = 43_107;

/// A banned template is tried anew after that: the operator may have seen to it.
const BAN: Duration = Duration::hours(1);

/// A message that is being sent.
pub struct Taken {
    /// Its row.
    pub row: subscribe_message::Model,
    /// Under which template.
    pub template: Template,
    /// To whom.
    pub openid: SecretString,
    /// How many things it stands for.
    pub count: u64,
}

/// Takes what is due, at most one message a person.
pub async fn claim(tx: &Tx<'_>, book: &Book) -> Result<Vec<Taken>> {
    lose_track(tx).await?;
    let mut taken = Vec::new();
    for account in with_due(tx).await? {
        taken.extend(next_of(tx, book, account).await?);
    }
    Ok(taken)
}

/// What was being sent when its worker died may have arrived: nobody knows, and a phone that rings twice is
/// worse than one that rings not, for the notice stands in the inbox. WeChat may still tell (`delivered`).
async fn lose_track(tx: &Tx<'_>) -> Result<()> {
    let lost = subscribe_message::ActiveModel {
        status: Set(state::next(MessageStatus::Sending, MessageVerb::LoseTrack, Standing::Worker)?),
        leased_until: Set(None),
        settled_at: Set(Some(tx.now())),
        ..Default::default()
    };
    subscribe_message::Entity::update_many()
        .set(lost)
        .filter(subscribe_message::Column::Status.eq(MessageStatus::Sending))
        .filter(subscribe_message::Column::LeasedUntil.lte(tx.now()))
        .exec(tx)
        .await?;
    Ok(())
}

/// The people for whom something is due, the longest waiting first.
async fn with_due(tx: &Tx<'_>) -> Result<Vec<AccountId>> {
    let due = subscribe_message::Entity::find()
        .select_only()
        .column(subscribe_message::Column::AccountId)
        .filter(subscribe_message::Column::Status.eq(MessageStatus::Waiting))
        .filter(subscribe_message::Column::DueAt.lte(tx.now()))
        .group_by(subscribe_message::Column::AccountId)
        .order_by_asc(subscribe_message::Column::DueAt.min())
        .limit(PEOPLE);
    Ok(due.into_tuple().all(tx).await?)
}

/// The next message of a person, unless one is on its way to them. Their row is locked, so that two
/// replicas cannot take two messages; one that somebody else holds is left to them.
async fn next_of(tx: &Tx<'_>, book: &Book, id: AccountId) -> Result<Option<Taken>> {
    let person = account::Entity::find_by_id(id).lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    let Some(person) = person.one(tx).await? else { return Ok(None) };
    let own = subscribe_message::Entity::find().filter(subscribe_message::Column::AccountId.eq(id));
    let on_its_way = own.clone().filter(subscribe_message::Column::Status.eq(MessageStatus::Sending));
    if on_its_way.count(tx).await? > 0 {
        return Ok(None);
    }
    let due = own
        .filter(subscribe_message::Column::Status.eq(MessageStatus::Waiting))
        .filter(subscribe_message::Column::DueAt.lte(tx.now()))
        .order_by_asc(subscribe_message::Column::DueAt)
        .order_by_asc(subscribe_message::Column::Id);
    let Some(row) = due.one(tx).await? else { return Ok(None) };
    if person.status != AccountStatus::Active {
        return settled(tx, row, MessageVerb::Miss).await;
    }
    take(tx, book, row).await
}

async fn take(tx: &Tx<'_>, book: &Book, row: subscribe_message::Model) -> Result<Option<Taken>> {
    if row.created_at + state::TOO_OLD <= tx.now() {
        return settled(tx, row, MessageVerb::GiveUp).await;
    }
    let count = match row.kind {
        MessageKind::Digest => digest::unread(tx, row.account_id).await?,
        _ => 1,
    };
    if count == 0 {
        return settled(tx, row, MessageVerb::Drop).await;
    }
    let bonds = wechat_identity::Entity::find()
        .filter(wechat_identity::Column::AccountId.eq(row.account_id))
        .order_by_desc(wechat_identity::Column::LastLoginAt)
        .all(tx)
        .await?;
    for bond in &bonds {
        let Some(template) = book.of(row.kind).find(|template| template.appid == bond.appid) else { continue };
        if is_banned(tx, &template.id).await? {
            return stopped(tx, row, template).await;
        }
        if !grants::take(tx, row.account_id, &template.id).await? {
            continue;
        }
        let openid: SecretString = tx.vault().open(Field::OpenId, &bond.openid_sealed)?.to_string().into();
        let row = leased(tx, row, template).await?;
        return Ok(Some(Taken { row, template: template.clone(), openid, count }));
    }
    let verb = if bonds.is_empty() { MessageVerb::Miss } else { MessageVerb::Decline };
    settled(tx, row, verb).await
}

/// Whether WeChat has lately said of a template that it is banned.
async fn is_banned(tx: &Tx<'_>, template: &str) -> Result<bool> {
    let refused = subscribe_message::Entity::find()
        .filter(subscribe_message::Column::Status.eq(MessageStatus::Failed))
        .filter(subscribe_message::Column::SettledAt.gt(tx.now() - BAN))
        .filter(subscribe_message::Column::TriedAt.gt(tx.now() - BAN))
        .filter(subscribe_message::Column::TemplateId.eq(template))
        .filter(subscribe_message::Column::Errcode.eq(BANNED));
    Ok(refused.limit(1).one(tx).await?.is_some())
}

/// Given up without a call, for WeChat would answer the same to each; the notice stands in the inbox.
async fn stopped(tx: &Tx<'_>, row: subscribe_message::Model, template: &Template) -> Result<Option<Taken>> {
    let stopped = subscribe_message::ActiveModel {
        id: Set(row.id),
        template_id: Set(Some(template.id.clone())),
        errcode: Set(Some(BANNED)),
        ..Default::default()
    };
    settled(tx, stopped.update(tx).await?, MessageVerb::GiveUp).await
}

async fn leased(tx: &Tx<'_>, row: subscribe_message::Model, template: &Template) -> Result<subscribe_message::Model> {
    let leased = subscribe_message::ActiveModel {
        id: Set(row.id),
        status: Set(state::next(row.status, MessageVerb::Take, Standing::Worker)?),
        attempts: Set(row.attempts + 1),
        tried_at: Set(Some(tx.now())),
        leased_until: Set(Some(tx.now() + LEASE)),
        appid: Set(Some(template.appid.clone())),
        template_id: Set(Some(template.id.clone())),
        ..Default::default()
    };
    Ok(leased.update(tx).await?)
}

/// What needs not be sent is settled without a call.
async fn settled(tx: &Tx<'_>, row: subscribe_message::Model, verb: MessageVerb) -> Result<Option<Taken>> {
    let settled = subscribe_message::ActiveModel {
        id: Set(row.id),
        status: Set(state::next(row.status, verb, Standing::Worker)?),
        settled_at: Set(Some(tx.now())),
        ..Default::default()
    };
    settled.update(tx).await?;
    Ok(None)
}
