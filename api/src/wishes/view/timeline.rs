//! What happened to a wish, and why, as far as somebody may read it.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use entity::ids::EventId;
use entity::kernel::event;
use entity::wishes::WishVerb;
use sea_orm::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use crate::auth::Actor;
use crate::error::Result;
use crate::moderation::service as moderation;
use crate::wishes::service::Case;
use crate::wishes::standing::is_insider;
use crate::wishes::state::Standing;

/// 时间线上的一步
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TimelineStep {
    /// 编号，举报原因时用
    pub id: EventId,
    /// 动作
    #[schema(example = "approve")]
    pub verb: String,
    /// 之前的状态
    #[schema(required = true)]
    pub from: Option<String>,
    /// 之后的状态
    #[schema(required = true)]
    pub to: Option<String>,
    /// 原因；仅有关的人可见，审核通过前只有本人和处理的人可见
    #[schema(required = true)]
    pub reason: Option<String>,
    /// 是否为本人所为
    pub by_me: bool,
    /// 时间
    pub at: DateTime<Utc>,
}

/// Whose reasons somebody reads.
pub struct Reasons {
    insider: bool,
    /// Events that say why in words which nobody has looked at yet, with their instants.
    hidden: HashMap<EventId, DateTime<Utc>>,
}

impl Reasons {
    /// Those that this actor reads: insiders do; what has not passed review, the office and who gave it.
    pub async fn of(conn: &impl ConnectionTrait, actor: &Actor, case: &Case, events: &[event::Model]) -> Result<Self> {
        let insider = is_insider(&case.standings) || case.is(Standing::Proxy);
        let unread = if case.is_office() { HashSet::new() } else { moderation::reason::unread(conn, events).await? };
        let own = |event: &event::Model| actor.account_id().is_some_and(|account| event.by_id == Some(account.0));
        let hidden = events.iter().filter(|event| unread.contains(&event.id) && !own(event));
        Ok(Self { insider, hidden: hidden.map(|event| (event.id, event.at)).collect() })
    }

    /// Why it happened, as far as they read it.
    pub fn of_event(&self, event: &event::Model) -> Option<String> {
        event.reason.clone().filter(|_| self.insider && !self.hidden.contains_key(&event.id))
    }

    /// Whether they read the reasons of this instant.
    pub fn are_read_of(&self, at: DateTime<Utc>) -> bool {
        self.hidden.values().all(|hidden| *hidden != at)
    }
}

/// The timeline; who supports a wish, or looks at its contact, is nobody's business here.
pub fn steps(events: Vec<event::Model>, actor: &Actor, reasons: &Reasons) -> Vec<TimelineStep> {
    let quiet = [WishVerb::Support.as_str(), "look_at_contact"];
    let shown = events.into_iter().filter(|event| !quiet.contains(&event.verb.as_str()));
    shown
        .map(|event| TimelineStep {
            id: event.id,
            reason: reasons.of_event(&event),
            verb: event.verb,
            from: event.from_state,
            to: event.to_state,
            by_me: actor.account_id().is_some_and(|account| event.by_id == Some(account.0)),
            at: event.at,
        })
        .collect()
}
