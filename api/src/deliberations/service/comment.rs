//! A matter is talked over: who may, says something; staff hide what breaks the rules, with a
//! reason, and may show it again. Nothing said is ever removed, and nothing of it moves a count.

use entity::deliberations::{CommenterKind, DeliberationVerb, deliberation_comment as comment};
use entity::ids::{CommentId, DeliberationId};
use entity::moderation::Screening;
use sea_orm::ActiveValue::Set;
use serde_json::json;

use super::case::Case;
use super::screened;
use crate::auth::Actor;
use crate::deliberations::comments;
use crate::deliberations::state::{self, Standing};
use crate::error::{Code, Result};
use crate::kernel::db::Tx;
use crate::kernel::event::{self, NewEvent, Subject};

/// The kind of a comment in the log of events.
pub const SUBJECT: &str = "deliberation_comment";

/// Says something about a matter that is being talked over.
pub async fn say(tx: &Tx<'_>, actor: &Actor, id: DeliberationId, text: String) -> Result<(Case, comment::Model)> {
    let account = actor.account()?;
    let case = Case::open(tx, actor, id).await?;
    state::next(&case.deliberation, DeliberationVerb::Comment, &case.standings)?;
    let row = comment::ActiveModel {
        id: Set(CommentId::new()),
        deliberation_id: Set(id),
        account_id: Set(account),
        author_kind: Set(kind(&case.standings)),
        text: Set(text),
        screening: Set(Screening::Passed),
        version: Set(1),
        created_at: Set(tx.now()),
        ..Default::default()
    };
    let said = comments::insert(tx, row).await?;
    remember(tx, &case, said.id, DeliberationVerb::Comment.as_str(), None).await?;
    let said = screened::look_at_comment(tx, actor, &case.deliberation, said).await?;
    Ok((case, said))
}

/// Hides what somebody said; it keeps its place and shows the reason.
pub async fn hide(
    tx: &Tx<'_>,
    actor: &Actor,
    id: DeliberationId,
    which: CommentId,
    version: i32,
    reason: String,
) -> Result<(Case, comment::Model)> {
    let (case, row) = moderated(tx, actor, id, which).await?;
    let change = comment::ActiveModel {
        hidden_at: Set(Some(tx.now())),
        hidden_by: Set(Some(actor.account()?)),
        hidden_reason: Set(Some(reason.clone())),
        ..Default::default()
    };
    let hidden = set(tx, &row, version, false, change).await?;
    remember(tx, &case, which, "hide", Some(reason)).await?;
    Ok((case, hidden))
}

/// Shows it again.
pub async fn restore(
    tx: &Tx<'_>,
    actor: &Actor,
    id: DeliberationId,
    which: CommentId,
    version: i32,
) -> Result<(Case, comment::Model)> {
    let (case, row) = moderated(tx, actor, id, which).await?;
    let change = comment::ActiveModel {
        hidden_at: Set(None),
        hidden_by: Set(None),
        hidden_reason: Set(None),
        ..Default::default()
    };
    let shown = set(tx, &row, version, true, change).await?;
    remember(tx, &case, which, "restore", None).await?;
    Ok((case, shown))
}

/// A comment that the actor may moderate now.
async fn moderated(tx: &Tx<'_>, actor: &Actor, id: DeliberationId, which: CommentId) -> Result<(Case, comment::Model)> {
    actor.account()?;
    let case = Case::open(tx, actor, id).await?;
    let row = comments::one(tx, id, which).await?;
    state::next(&case.deliberation, DeliberationVerb::Moderate, &case.standings)?;
    Ok((case, row))
}

/// Changes a comment that is hidden, or is not, and that the caller has seen like this.
async fn set(
    tx: &Tx<'_>,
    row: &comment::Model,
    version: i32,
    hidden: bool,
    change: comment::ActiveModel,
) -> Result<comment::Model> {
    match row.hidden_at.is_some() == hidden {
        _ if row.version != version => Err(Code::Stale.into()),
        true => comments::change(tx, row, change).await,
        false => Err(Code::IllegalTransition.into()),
    }
}

/// As what somebody speaks: the office comes before the home.
fn kind(standings: &[Standing]) -> CommenterKind {
    let offices = [
        (Standing::Staff, CommenterKind::Staff),
        (Standing::Leader, CommenterKind::Leader),
        (Standing::Group, CommenterKind::Group),
        (Standing::Author, CommenterKind::Proposer),
    ];
    let held = offices.into_iter().find(|(standing, _)| standings.contains(standing));
    held.map_or(CommenterKind::Resident, |(_, kind)| kind)
}

async fn remember(
    tx: &Tx<'_>,
    case: &Case,
    which: CommentId,
    verb: &'static str,
    reason: Option<String>,
) -> Result<()> {
    let happened = NewEvent::new(case.deliberation.community_id, Subject::new(SUBJECT, which), verb)
        .because(reason)
        .with(json!({ "deliberationId": case.deliberation.id }));
    // Who said something knows that; what staff do with it is told.
    let moderated = verb != DeliberationVerb::Comment.as_str();
    event::record(tx, if moderated { happened.announced() } else { happened }).await.map(drop)
}
