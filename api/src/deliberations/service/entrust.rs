//! 书面委托: an owner who cannot vote lets somebody else do it, in writing. Nobody holds more
//! than the plan allows. While a proxy is entered or taken out nobody votes: what was checked holds.

use entity::auth::{AccountStatus, account};
use entity::deliberations::{DeliberationVerb, ballot_proxy, roll_voter};
use entity::ids::{AccountId, BallotProxyId, DeliberationId, MediaId, RollEntryId};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use serde_json::json;

use super::case::Case;
use super::voting;
use crate::auth::Actor;
use crate::auth::service::login;
use crate::error::{Code, OrConflict, Result};
use crate::kernel::db::Tx;
use crate::kernel::event;
use crate::media;

/// Who is to vote for an owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Agent {
    /// By account.
    Account(AccountId),
    /// By the phone of the account.
    Phone(String),
}

impl Agent {
    fn pointer(&self) -> &'static str {
        match self {
            Self::Account(_) => "/accountId",
            Self::Phone(_) => "/phone",
        }
    }
}

/// Enters a proxy.
///
/// # Errors
/// `already_voted` when the owner's ballot is there, `already_exists` for a second proxy,
/// `proxy_limit` when the agent holds as many as the plan allows, `own_matter` for oneself.
pub async fn entrust(
    tx: &Tx<'_>,
    actor: &Actor,
    id: DeliberationId,
    entry: RollEntryId,
    agent: Result<Agent>,
    scan: MediaId,
) -> Result<ballot_proxy::Model> {
    let case = voting::alone(tx, actor, id, DeliberationVerb::Entrust).await?;
    let entry = voting::entry(tx, &case, entry).await?.id;
    let (by, agent) = (actor.account()?, agent?);
    let to = find(tx, &case, &agent).await?;
    if to == by {
        return Err(Code::OwnMatter.into());
    }
    if roll_voter::Entity::find_by_id((entry, to)).one(tx).await?.is_some() {
        return Err(Code::Invalid.error().at(agent.pointer(), Code::InvalidValue));
    }
    if voting::has_ballot(tx, entry).await? {
        return Err(Code::AlreadyVoted.into());
    }
    within_limit(tx, &case, to).await?;
    media::service::attach(tx, actor, &[scan], "/mediaId").await?;
    let row = ballot_proxy::ActiveModel {
        id: Set(BallotProxyId::new()),
        deliberation_id: Set(id),
        entry_id: Set(entry),
        agent_account_id: Set(to),
        media_id: Set(Some(scan)),
        entered_by: Set(by),
        created_at: Set(tx.now()),
    };
    let row = row.insert(tx).await.or_conflict(Code::AlreadyExists)?;
    let figures = json!({ "proxyId": row.id, "entryId": entry, "agentAccountId": to });
    event::record(tx, voting::happened(&case, DeliberationVerb::Entrust, figures)).await?;
    Ok(row)
}

/// Takes a proxy out.
///
/// # Errors
/// `not_found`; `already_voted` when the owner's ballot is there, by whomever.
pub async fn end(tx: &Tx<'_>, actor: &Actor, id: DeliberationId, proxy: BallotProxyId) -> Result<()> {
    let case = voting::alone(tx, actor, id, DeliberationVerb::EndProxy).await?;
    let found = ballot_proxy::Entity::find_by_id(proxy).filter(ballot_proxy::Column::DeliberationId.eq(id));
    let found = found.one(tx).await?.ok_or_else(|| Code::NotFound.error())?;
    if voting::has_ballot(tx, found.entry_id).await? {
        return Err(Code::AlreadyVoted.into());
    }
    let figures = json!({ "proxyId": found.id, "entryId": found.entry_id, "agentAccountId": found.agent_account_id });
    ballot_proxy::Entity::delete_by_id(found.id).exec(tx).await?;
    event::record(tx, voting::happened(&case, DeliberationVerb::EndProxy, figures)).await?;
    Ok(())
}

/// The account of the agent, if it is in use. Whoever is named by phone may live elsewhere;
/// whoever is named by account belongs to this community.
async fn find(tx: &Tx<'_>, case: &Case, agent: &Agent) -> Result<AccountId> {
    let found = match agent {
        Agent::Phone(phone) => login::by_phone(tx, tx.vault(), phone).await?,
        Agent::Account(id) => {
            let here = account::Column::CommunityId.eq(case.deliberation.community_id);
            let active = account::Column::Status.eq(AccountStatus::Active);
            account::Entity::find_by_id(*id).filter(here).filter(active).one(tx).await?
        }
    };
    let here = found.ok_or_else(|| Code::Invalid.error().at(agent.pointer(), Code::UnknownReference))?;
    Ok(here.id)
}

async fn within_limit(tx: &Tx<'_>, case: &Case, agent: AccountId) -> Result<()> {
    let one = &case.deliberation;
    let limit = u64::try_from(one.proxy_limit).unwrap_or_default();
    let held = ballot_proxy::Entity::find()
        .filter(ballot_proxy::Column::DeliberationId.eq(one.id))
        .filter(ballot_proxy::Column::AgentAccountId.eq(agent));
    if held.count(tx).await? < limit { Ok(()) } else { Err(Code::ProxyLimit.error().with("limit", limit)) }
}
