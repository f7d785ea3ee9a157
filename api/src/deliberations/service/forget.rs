//! Forgetting who raised a matter and who said what. What neighbours have made their own by
//! seconding it stays, without the words that tell whose it was; what they said stays as well.

use entity::deliberations::{
    DeliberationStatus, DeliberationVerb, ProposerKind, deliberation, deliberation_comment as comment,
};
use entity::ids::{AccountId, CommentId, DeliberationId};
use entity::kernel::event;
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::{Condition, ExprTrait, QuerySelect};

use super::{Case, SUBJECT, comment::SUBJECT as COMMENT, person, propose};
use crate::auth::Actor;
use crate::deliberations::state;
use crate::error::{Code, Result};
use crate::kernel::db::{Tx, chunks};
use crate::kernel::redact::Redaction;

/// Stands where a text stood that nobody has carried on.
const NOTHING: &str = "作者已注销";

/// Takes back what only waits for seconds, empties what the actor said, and removes the words
/// that tell who it was from the rest.
pub async fn forget(tx: &Tx<'_>, actor: &Actor, redaction: &Redaction) -> Result<()> {
    let account = actor.account()?;
    let raised = person::of_proposer(tx, account).await?;
    let ids: Vec<DeliberationId> = raised.iter().map(|row| row.id).collect();
    // What was raised for a team or by staff is theirs.
    for row in raised.into_iter().filter(|row| row.proposer_kind == ProposerKind::Resident) {
        let row = take_back(tx, actor, row).await?;
        make_nameless(tx, &row, redaction).await?;
    }
    redact_reasons(tx, SUBJECT, ids.iter().map(|id| Uuid::from(*id)).collect(), redaction).await?;
    let said = empty(tx, account).await?;
    redact_reasons(tx, COMMENT, said.into_iter().map(Uuid::from).collect(), redaction).await?;
    redact_comments(tx, account, &ids, redaction).await
}

async fn take_back(tx: &Tx<'_>, actor: &Actor, row: deliberation::Model) -> Result<deliberation::Model> {
    if row.status != DeliberationStatus::Proposed {
        return Ok(row);
    }
    let case = match Case::open(tx, actor, row.id).await {
        // Who has moved away does not see it any more; then it lapses.
        Err(error) if error.code() == Code::NotFound => return Ok(row),
        case => case?,
    };
    match state::allowed(&case.deliberation, &case.standings).contains(&DeliberationVerb::Withdraw) {
        true => propose::withdraw(tx, actor, row.id, case.deliberation.version, None).await,
        false => Ok(case.deliberation),
    }
}

/// The words that name the author go, or all of them when nothing came of the matter.
async fn make_nameless(tx: &Tx<'_>, row: &deliberation::Model, redaction: &Redaction) -> Result<()> {
    let over = matches!(row.status, DeliberationStatus::Withdrawn | DeliberationStatus::Lapsed);
    let rest = |text: &str| if over { Some(NOTHING.to_owned()) } else { redaction.of(text) };
    let (title, body) = (rest(&row.title), rest(&row.body));
    if title.is_none() && body.is_none() {
        return Ok(());
    }
    let nameless = deliberation::ActiveModel {
        title: Set(title.unwrap_or_else(|| row.title.clone())),
        body: Set(body.unwrap_or_else(|| row.body.clone())),
        version: Set(row.version + 1),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    deliberation::Entity::update_many().set(nameless).filter(deliberation::Column::Id.eq(row.id)).exec(tx).await?;
    Ok(())
}

/// What the actor said keeps its place without its words; returns the comments.
async fn empty(tx: &Tx<'_>, account: AccountId) -> Result<Vec<CommentId>> {
    let emptied = comment::Entity::update_many()
        .col_expr(comment::Column::Text, Expr::value(""))
        .col_expr(comment::Column::Version, Expr::col(comment::Column::Version).add(1))
        .filter(comment::Column::AccountId.eq(account));
    Ok(emptied.exec_with_returning(tx).await?.into_iter().map(|row| row.id).collect())
}

/// What others said about the actor's matters, and why something of the actor's was hidden.
async fn redact_comments(tx: &Tx<'_>, account: AccountId, own: &[DeliberationId], redaction: &Redaction) -> Result<()> {
    let about = Condition::any()
        .add(comment::Column::DeliberationId.is_in(own.iter().copied()))
        .add(comment::Column::AccountId.eq(account));
    for row in comment::Entity::find().filter(about).all(tx).await? {
        let (text, reason) = (redaction.of(&row.text), row.hidden_reason.as_deref().and_then(|why| redaction.of(why)));
        if text.is_none() && reason.is_none() {
            continue;
        }
        let rest = comment::ActiveModel {
            text: Set(text.unwrap_or(row.text)),
            hidden_reason: Set(reason.or(row.hidden_reason)),
            version: Set(row.version + 1),
            ..Default::default()
        };
        comment::Entity::update_many().set(rest).filter(comment::Column::Id.eq(row.id)).exec(tx).await?;
    }
    Ok(())
}

/// The reasons that name the person; the others are the community's.
async fn redact_reasons(tx: &Tx<'_>, kind: &str, subjects: Vec<Uuid>, redaction: &Redaction) -> Result<()> {
    for ids in chunks(subjects) {
        let given = event::Entity::find()
            .select_only()
            .columns([event::Column::Id, event::Column::Reason])
            .filter(event::Column::SubjectKind.eq(kind))
            .filter(event::Column::SubjectId.is_in(ids))
            .filter(event::Column::Reason.is_not_null());
        let given: Vec<(Uuid, String)> = given.into_tuple().all(tx).await?;
        let telling = given.into_iter().filter(|(_, reason)| redaction.is_in(reason)).map(|(id, _)| id);
        event::Entity::update_many()
            .col_expr(event::Column::Reason, Expr::value(None::<String>))
            .filter(event::Column::Id.is_in(telling))
            .exec(tx)
            .await?;
    }
    Ok(())
}
