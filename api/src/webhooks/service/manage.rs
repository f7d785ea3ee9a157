//! A community's admin makes, changes and removes webhooks of its programs.

use chrono::Duration;
use entity::auth::api_client;
use entity::ids::{ApiClientId, CommunityId, WebhookId};
use entity::webhooks::{WebhookEvent, WebhookEvents, WebhookStop, webhook};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::SUBJECT;
use crate::auth::Actor;
use crate::auth::service::clients;
use crate::config::WebhookConfig;
use crate::error::{Code, Result};
use crate::kernel::crypto::Field;
use crate::kernel::db::Tx;
use crate::kernel::event::{self, NewEvent, Subject};
use crate::webhooks::{address, kind, signature, store};

/// Webhooks of one key.
const MOST: u64 = 10;

/// How long messages are signed with the old secret as well.
const OVERLAP: Duration = Duration::hours(24);

/// What an admin says about a webhook.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Where it is told.
    pub url: String,
    /// What it is for.
    pub description: Option<String>,
    /// What it wants to hear about.
    pub events: Vec<WebhookEvent>,
}

impl Wanted {
    /// The columns, when the program may hear all of it there.
    fn columns(self, tx: &Tx<'_>, client: &api_client::Model) -> Result<webhook::ActiveModel> {
        let config: &WebhookConfig = &tx.kernel().settings.webhooks;
        let refused =
            |why: address::Reason| Code::Invalid.error().fault("/url", Code::AddressNotAllowed, why.to_owned());
        let url = address::parse(config, &self.url).map_err(refused)?;
        let events = allowed(self.events, client)?;
        Ok(webhook::ActiveModel {
            url: Set(url.into()),
            description: Set(self.description),
            events: Set(WebhookEvents(events)),
            updated_at: Set(tx.now()),
            ..Default::default()
        })
    }
}

/// Each event once, all of them within the scopes of the key.
fn allowed(mut events: Vec<WebhookEvent>, client: &api_client::Model) -> Result<Vec<WebhookEvent>> {
    if !(1..=WebhookEvent::ALL.len()).contains(&events.len()) {
        return Err(Code::Invalid.error().at("/events", Code::InvalidValue));
    }
    for (place, event) in events.iter().enumerate() {
        let pointer = format!("/events/{place}");
        match kind::scope(*event) {
            Some(scope) if client.scopes.0.contains(&scope) => {}
            Some(scope) => return Err(Code::Invalid.error().fault(pointer, Code::EventNotAllowed, scope.to_string())),
            None => return Err(Code::Invalid.error().at(pointer, Code::InvalidValue)),
        }
    }
    events.sort();
    events.dedup();
    Ok(events)
}

/// Makes a webhook; the secret is shown this once.
///
/// # Errors
/// `forbidden`, `invalid`, `webhook_limit`.
pub async fn create(
    tx: &Tx<'_>,
    actor: &Actor,
    named: Option<CommunityId>,
    client: ApiClientId,
    wanted: Wanted,
) -> Result<(webhook::Model, Zeroizing<String>)> {
    let community = clients::of(actor, named)?;
    // Locked: of two who make the last one at once, one waits for the other.
    let client = clients::working(tx, community, client, "/apiClientId").await?;
    let columns = wanted.columns(tx, &client)?;
    let there = webhook::Entity::find().filter(webhook::Column::ApiClientId.eq(client.id)).count(tx).await?;
    if there >= MOST {
        return Err(Code::WebhookLimit.error().with("limit", MOST));
    }
    let secret = signature::make()?;
    let row = webhook::ActiveModel {
        id: Set(WebhookId::new()),
        community_id: Set(community),
        api_client_id: Set(client.id),
        enabled: Set(true),
        secret_sealed: Set(tx.vault().seal(Field::WebhookSecret, &secret)?),
        created_by: Set(actor.account()?),
        version: Set(1),
        created_at: Set(tx.now()),
        ..columns
    };
    let row = row.insert(tx).await?;
    note(tx, &row, "create", json!({ "apiClientId": row.api_client_id, "events": row.events })).await?;
    Ok((row, secret))
}

/// Changes a webhook, enables or disables it. What waits is sent once it is enabled again.
///
/// # Errors
/// `forbidden`, `not_found`, `stale`, `invalid`.
pub async fn change(
    tx: &Tx<'_>,
    actor: &Actor,
    id: WebhookId,
    seen: i32,
    wanted: Wanted,
    enabled: bool,
) -> Result<webhook::Model> {
    let row = store::locked(tx, actor, id).await?;
    let client = clients::working(tx, row.community_id, row.api_client_id, "/apiClientId").await?;
    let columns = wanted.columns(tx, &client)?;
    let verb = match (row.enabled, enabled) {
        (false, true) => "enable",
        (true, false) => "disable",
        _ => "change",
    };
    let switched = match verb {
        "enable" => webhook::ActiveModel {
            enabled: Set(true),
            stopped_because: Set(None),
            stopped_at: Set(None),
            failing_since: Set(None),
            ..columns
        },
        "disable" => webhook::ActiveModel {
            enabled: Set(false),
            stopped_because: Set(Some(WebhookStop::Admin)),
            stopped_at: Set(Some(tx.now())),
            ..columns
        },
        _ => columns,
    };
    let changed = set(tx, &row, seen, switched).await?;
    note(tx, &changed, verb, json!({ "events": changed.events })).await?;
    Ok(changed)
}

/// Takes a new secret. For a day messages carry both signatures.
///
/// # Errors
/// `forbidden`, `not_found`, `stale`.
pub async fn rotate(
    tx: &Tx<'_>,
    actor: &Actor,
    id: WebhookId,
    seen: i32,
) -> Result<(webhook::Model, Zeroizing<String>)> {
    let row = store::locked(tx, actor, id).await?;
    let secret = signature::make()?;
    let change = webhook::ActiveModel {
        secret_sealed: Set(tx.vault().seal(Field::WebhookSecret, &secret)?),
        old_secret_sealed: Set(Some(row.secret_sealed.clone())),
        old_secret_until: Set(Some(tx.now() + OVERLAP)),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    let changed = set(tx, &row, seen, change).await?;
    note(tx, &changed, "rotate_secret", json!({})).await?;
    Ok((changed, secret))
}

/// Removes a webhook with its log.
///
/// # Errors
/// `forbidden`, `not_found`.
pub async fn remove(tx: &Tx<'_>, actor: &Actor, id: WebhookId) -> Result<()> {
    let row = store::locked(tx, actor, id).await?;
    webhook::Entity::delete_by_id(id).exec(tx).await?;
    note(tx, &row, "remove", json!({})).await
}

/// Sets columns of the version that was seen.
async fn set(tx: &Tx<'_>, row: &webhook::Model, seen: i32, change: webhook::ActiveModel) -> Result<webhook::Model> {
    let changed = webhook::Entity::update_many()
        .set(webhook::ActiveModel { version: Set(seen + 1), ..change })
        .filter(webhook::Column::Id.eq(row.id))
        .filter(webhook::Column::Version.eq(seen))
        .exec_with_returning(tx)
        .await?;
    changed.into_iter().next().ok_or_else(|| Code::Stale.into())
}

/// Writes down what somebody did to a webhook; its address may hold a secret and stays out.
async fn note(tx: &Tx<'_>, row: &webhook::Model, verb: &'static str, data: Value) -> Result<()> {
    let subject = Subject::new(SUBJECT, row.id);
    event::record(tx, NewEvent::new(row.community_id, subject, verb).with(data)).await.map(drop)
}
