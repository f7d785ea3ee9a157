//! What is said about a deliberation: rows and JSON.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::deliberations::deliberation_comment::{ActiveModel, Column, Entity, Model};
use entity::deliberations::{CommenterKind, DeliberationVerb};
use entity::ids::{CommentId, DeliberationId};
use entity::moderation::Screening;
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::{Condition, QueryOrder, QuerySelect};
use serde::Serialize;
use utoipa::ToSchema;

use super::service::Case;
use super::state::{self, Standing};
use crate::auth::{Actor, masked_names};
use crate::error::{Code, Result};
use crate::kernel::Vault;
use crate::kernel::db::Tx;
use crate::kernel::page::{Cursor, Page};

/// 对发言的操作
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeliberationCommentAction {
    /// 隐藏
    Hide,
    /// 恢复
    Restore,
}

/// 一条发言
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DeliberationComment {
    /// 编号
    pub id: CommentId,
    /// 以何身份发言
    pub author_kind: CommenterKind,
    /// 发言人，已遮盖；只有社区工作者看得到
    #[schema(required = true, example = "张*")]
    pub author: Option<String>,
    /// 是否本人的发言
    pub mine: bool,
    /// 内容；被隐藏的只有本人和社区工作者看得到，作者已注销的为 null
    #[schema(required = true)]
    pub text: Option<String>,
    /// 能否公开；检查或审核期间只有本人和社区工作者看得到
    pub screening: Screening,
    /// 被隐藏的时间
    #[schema(required = true)]
    pub hidden_at: Option<DateTime<Utc>>,
    /// 隐藏的原因
    #[schema(required = true)]
    pub hidden_reason: Option<String>,
    /// 您现在可以做的
    pub allowed_actions: Vec<DeliberationCommentAction>,
    /// 版本号
    pub version: i32,
    /// 发言时间
    pub created_at: DateTime<Utc>,
}

/// Writes a new one.
pub async fn insert(tx: &Tx<'_>, row: ActiveModel) -> Result<Model> {
    Ok(Entity::insert(row).exec_with_returning(tx).await?)
}

/// One of this deliberation.
///
/// # Errors
/// `not_found` when there is none.
pub async fn one(conn: &impl ConnectionTrait, of: DeliberationId, id: CommentId) -> Result<Model> {
    let found = Entity::find_by_id(id).filter(Column::DeliberationId.eq(of)).one(conn).await?;
    found.ok_or_else(|| Code::NotFound.into())
}

/// Changes one if nobody else has: compare-and-set on the version.
///
/// # Errors
/// `stale` when somebody was faster.
pub async fn change(tx: &Tx<'_>, row: &Model, change: ActiveModel) -> Result<Model> {
    let changed = Entity::update_many()
        .set(ActiveModel { version: Set(row.version + 1), ..change })
        .filter(Column::Id.eq(row.id))
        .filter(Column::Version.eq(row.version))
        .exec_with_returning(tx)
        .await?;
    changed.into_iter().next().ok_or_else(|| Code::Stale.into())
}

/// How much was said that everybody sees, hidden later or not.
pub async fn count(conn: &impl ConnectionTrait, of: DeliberationId) -> Result<u64> {
    let said = Entity::find().filter(Column::DeliberationId.eq(of)).filter(Column::Screening.eq(Screening::Passed));
    Ok(said.count(conn).await?)
}

/// What content safety lets somebody see: the own words always, staff all.
fn screened_for(actor: &Actor, case: &Case) -> Condition {
    if case.standings.contains(&Standing::Staff) {
        return Condition::all();
    }
    Condition::any().add(Column::Screening.eq(Screening::Passed)).add(Column::AccountId.eq(actor.account_id()))
}

/// A page of what was said, oldest first.
pub async fn page(
    conn: &impl ConnectionTrait,
    actor: &Actor,
    case: &Case,
    cursor: Option<&str>,
    size: u64,
) -> Result<Page<Model>> {
    let (of, at, by_id) = (case.deliberation.id, Column::CreatedAt, Column::Id);
    let rows = Entity::find().filter(Column::DeliberationId.eq(of)).filter(screened_for(actor, case));
    let mut rows = rows.order_by_asc(at).order_by_asc(by_id).limit(size + 1);
    if let Some(cursor) = cursor {
        let (instant, id): (DateTimeUtc, CommentId) = Cursor::decode(&of, cursor)?;
        let behind = Condition::any().add(at.gt(instant)).add(by_id.gt(id));
        rows = rows.filter(Condition::all().add(at.gte(instant)).add(behind));
    }
    Page::cut(rows.all(conn).await?, size, &of, |row| (row.created_at, row.id))
}

/// Shows them to the actor, whose case it is.
pub async fn show(
    conn: &impl ConnectionTrait,
    vault: &Vault,
    actor: &Actor,
    case: &Case,
    rows: Vec<Model>,
) -> Result<Vec<DeliberationComment>> {
    let is_staff = case.standings.contains(&Standing::Staff);
    let names = match is_staff {
        true => masked_names(conn, vault, rows.iter().map(|row| row.account_id)).await?,
        false => HashMap::new(),
    };
    let moderates = state::allowed(&case.deliberation, &case.standings).contains(&DeliberationVerb::Moderate);
    let view = |row: Model| {
        let mine = actor.account_id() == Some(row.account_id);
        let action = match row.hidden_at {
            Some(_) => DeliberationCommentAction::Restore,
            None => DeliberationCommentAction::Hide,
        };
        let readable = row.hidden_at.is_none() || mine || is_staff;
        DeliberationComment {
            id: row.id,
            author_kind: row.author_kind,
            author: names.get(&row.account_id).cloned(),
            mine,
            text: Some(row.text).filter(|text| readable && !text.is_empty()),
            screening: row.screening,
            hidden_at: row.hidden_at,
            hidden_reason: row.hidden_reason,
            allowed_actions: moderates.then_some(action).into_iter().collect(),
            version: row.version,
            created_at: row.created_at,
        }
    };
    Ok(rows.into_iter().map(view).collect())
}
