//! Rules that a community may vote by: those of the law, and its own. A version that was
//! written down is never changed: another reading is a new version.

use entity::deliberations::deliberation_rule;
use entity::ids::{CommunityId, DeliberationRuleId};
use sea_orm::ActiveValue::Set;
use sea_orm::QueryOrder;
use sea_orm::prelude::*;
use serde_json::json;

use crate::auth::Actor;
use crate::deliberations::rule::{OwnRule, Rule, RuleFault, built_in};
use crate::error::{Code, Error, OrConflict, Result};
use crate::kernel::db::Tx;
use crate::kernel::event::{self, NewEvent, Subject};

/// What a community's own codes begin with.
const OWN: &str = "own-";

/// All rules of a community, its own last; of each code the newest version last.
pub async fn all(conn: &impl ConnectionTrait, community: CommunityId) -> Result<Vec<Rule>> {
    let own = deliberation_rule::Entity::find()
        .filter(deliberation_rule::Column::CommunityId.eq(community))
        .order_by_asc(deliberation_rule::Column::Code)
        .order_by_asc(deliberation_rule::Column::Version);
    let own = own.all(conn).await?.into_iter().map(|row| read(row.rule));
    built_in().into_iter().map(Ok).chain(own).collect()
}

/// A rule by its code; of several versions the named or the newest one.
pub async fn find(
    conn: &impl ConnectionTrait,
    community: CommunityId,
    code: &str,
    version: Option<u32>,
) -> Result<Option<Rule>> {
    let known = all(conn, community).await?.into_iter().filter(|rule| rule.code == code);
    Ok(known.filter(|rule| version.is_none_or(|version| rule.version == version)).max_by_key(|rule| rule.version))
}

/// Writes a rule of the community's own down: a new one, or the next version of one.
///
/// # Errors
/// `invalid` when it cannot be a rule, `stale` when another version was written meanwhile.
pub async fn write_down(tx: &Tx<'_>, actor: &Actor, code: &str, rule: OwnRule) -> Result<Rule> {
    let community = actor.require_admin()?;
    let versions = deliberation_rule::Entity::find()
        .filter(deliberation_rule::Column::CommunityId.eq(community))
        .filter(deliberation_rule::Column::Code.eq(code));
    let next = u32::try_from(versions.count(tx).await?).unwrap_or(u32::MAX).saturating_add(1);
    let rule = rule.check(code, next).map_err(fault)?;
    let id = DeliberationRuleId::new();
    let row = deliberation_rule::ActiveModel {
        id: Set(id),
        community_id: Set(community),
        code: Set(code.to_owned()),
        version: Set(i32::try_from(next).unwrap_or(i32::MAX)),
        rule: Set(serde_json::to_value(&rule).map_err(|error| Code::Internal.error().cause(error))?),
        by_account_id: Set(actor.account()?),
        created_at: Set(tx.now()),
    };
    deliberation_rule::Entity::insert(row).exec_without_returning(tx).await.or_conflict(Code::Stale)?;
    let happened = NewEvent::new(community, Subject::new("deliberation_rule", id), "write_down");
    event::record(tx, happened.with(json!({ "code": format!("{OWN}{code}"), "version": next }))).await?;
    Ok(rule)
}

/// The rule that a deliberation was scheduled with.
pub fn read(rule: Json) -> Result<Rule> {
    serde_json::from_value(rule).map_err(|error| Code::Internal.error().cause(error))
}

fn fault(fault: RuleFault) -> Error {
    let pointer = match fault {
        RuleFault::NothingToAgree | RuleFault::Unreachable | RuleFault::TooManyThresholds => "/agreeing",
        RuleFault::BadBase => "/takingPart",
        RuleFault::BadShare | RuleFault::NoArea => "/agreeing",
        RuleFault::NoSilentOwners => "/silentFollowMajority",
    };
    Code::Invalid.error().fault(pointer, Code::InvalidValue, format!("{fault:?}"))
}
