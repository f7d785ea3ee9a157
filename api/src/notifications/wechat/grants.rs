//! How many messages of a template somebody has agreed to. One acceptance is one message. Where the
//! callback is set up WeChat tells of each acceptance itself, so what the mini-program reports is not
//! counted as well; without a callback the report counts.

use std::collections::HashSet;

use entity::ids::AccountId;
use entity::wechat::{MessageKind, message_grant};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ExprTrait, QuerySelect};

use crate::error::Result;
use crate::kernel::bulk::among;
use crate::kernel::db::Tx;
use crate::wechat::push::event::Answer;
use crate::wechat::template::book::Book;

/// Nobody needs more in store; a report that is repeated for ever fills no more than that.
const MOST: i32 = 1_000;

/// Counts one acceptance.
pub async fn add(tx: &Tx<'_>, account: AccountId, template_id: &str) -> Result<()> {
    let row = message_grant::ActiveModel {
        account_id: Set(account),
        template_id: Set(template_id.to_owned()),
        remaining: Set(1),
        granted_at: Set(tx.now()),
    };
    let remaining = Expr::col((message_grant::Entity, message_grant::Column::Remaining));
    let one_more = OnConflict::columns([message_grant::Column::AccountId, message_grant::Column::TemplateId])
        .value(message_grant::Column::Remaining, remaining.clone().add(1))
        .value(message_grant::Column::GrantedAt, Expr::value(tx.now()))
        .action_cond_where(remaining.lt(MOST))
        .to_owned();
    message_grant::Entity::insert(row).on_conflict(one_more).exec_without_returning(tx).await?;
    Ok(())
}

/// Takes one; false when there is none.
pub async fn take(tx: &Tx<'_>, account: AccountId, template_id: &str) -> Result<bool> {
    let taken = message_grant::Entity::update_many()
        .col_expr(message_grant::Column::Remaining, Expr::col(message_grant::Column::Remaining).sub(1))
        .filter(message_grant::Column::AccountId.eq(account))
        .filter(message_grant::Column::TemplateId.eq(template_id))
        .filter(message_grant::Column::Remaining.gt(0))
        .exec(tx)
        .await?;
    Ok(taken.rows_affected == 1)
}

/// Gives back one that WeChat has not used up.
pub async fn give_back(tx: &Tx<'_>, account: AccountId, template_id: &str) -> Result<()> {
    message_grant::Entity::update_many()
        .col_expr(message_grant::Column::Remaining, Expr::col(message_grant::Column::Remaining).add(1))
        .filter(message_grant::Column::AccountId.eq(account))
        .filter(message_grant::Column::TemplateId.eq(template_id))
        .exec(tx)
        .await?;
    Ok(())
}

/// None is left; what was agreed to after `since` still counts.
pub async fn end(tx: &Tx<'_>, account: AccountId, template_id: &str, since: Option<DateTimeUtc>) -> Result<()> {
    let mut ended = message_grant::Entity::update_many()
        .col_expr(message_grant::Column::Remaining, Expr::value(0))
        .filter(message_grant::Column::AccountId.eq(account))
        .filter(message_grant::Column::TemplateId.eq(template_id));
    if let Some(since) = since {
        ended = ended.filter(message_grant::Column::GrantedAt.lte(since));
    }
    ended.exec(tx).await?;
    Ok(())
}

/// What WeChat tells of a popup or of the settings. A refusal in a popup takes nothing away that was agreed
/// to before; one in the settings does.
pub async fn answered(tx: &Tx<'_>, account: AccountId, popup: bool, answers: &[Answer]) -> Result<()> {
    for answer in answers.iter().filter(|answer| !answer.template_id.is_empty() && answer.template_id.len() <= 64) {
        match (answer.accepted, popup) {
            (true, true) => add(tx, account, &answer.template_id).await?,
            (false, false) => end(tx, account, &answer.template_id, None).await?,
            _ => {}
        }
    }
    Ok(())
}

/// Those who have agreed to a message of its kind.
pub async fn wanting<'t>(
    tx: &Tx<'_>,
    book: &Book,
    told: Vec<(AccountId, &'t str, MessageKind)>,
) -> Result<Vec<(AccountId, &'t str, MessageKind)>> {
    let templates = book.all().iter().map(|template| template.id.as_str());
    let held: Vec<(AccountId, String)> = message_grant::Entity::find()
        .select_only()
        .columns([message_grant::Column::AccountId, message_grant::Column::TemplateId])
        .filter(among(tx, message_grant::Column::AccountId, told.iter().map(|(account, ..)| account.0)))
        .filter(message_grant::Column::TemplateId.is_in(templates))
        .filter(message_grant::Column::Remaining.gt(0))
        .into_tuple()
        .all(tx)
        .await?;
    let held: HashSet<(AccountId, &str)> = held.iter().map(|(account, id)| (*account, id.as_str())).collect();
    let wants = |account, kind| book.of(kind).any(|template| held.contains(&(account, template.id.as_str())));
    Ok(told.into_iter().filter(|(account, _, kind)| wants(*account, *kind)).collect())
}

/// What somebody has left, by template.
pub async fn of(conn: &impl ConnectionTrait, account: AccountId) -> Result<Vec<message_grant::Model>> {
    let own = message_grant::Entity::find().filter(message_grant::Column::AccountId.eq(account));
    Ok(own.all(conn).await?)
}
