//! Deliberations as JSON.

mod desk;
mod vote;

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use entity::deliberations::{DeliberationStatus, DeliberationVerb, Outcome, ProposerKind, deliberation};
use entity::ids::{BuildingId, CompoundId, DeliberationId, EventId};
use entity::kernel::event;
use entity::moderation::Screening;
use entity::wishes::Level;
use sea_orm::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::comments;
use super::service::roll_correction::RollChange;
use super::service::{Case, SUBJECT, mine, published};
use super::state::{self, Standing};
use super::store;
use crate::actions::service::links::{self, LinkedAction};
use crate::auth::Actor;
use crate::error::Result;
use crate::kernel::event::{Subject, timeline};
use crate::moderation::service as moderation;

pub use desk::{BallotConflict, BallotProxy, Delivery, PaperBallot, conflict, deliveries, papers, proxies};
pub use vote::{Objection, OwnBallot, VotePlan, VoteResult, objection};

/// 列表中的一个议题
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DeliberationItem {
    /// 编号
    pub id: DeliberationId,
    /// 标题
    pub title: String,
    /// 层级
    pub level: Level,
    /// 所属小区
    #[schema(required = true)]
    pub compound_id: Option<CompoundId>,
    /// 所属楼栋
    #[schema(required = true)]
    pub building_id: Option<BuildingId>,
    /// 提出者
    pub proposer_kind: ProposerKind,
    /// 状态
    pub status: DeliberationStatus,
    /// 能否公开；检查或审核期间只有提出者和社区工作者看得到
    pub screening: Screening,
    /// 已附议人数
    pub second_count: i32,
    /// 需要的附议人数
    pub second_threshold: i32,
    /// 附议截止
    pub lapses_at: DateTime<Utc>,
    /// 表决开始；未定方案时为 null
    #[schema(required = true)]
    pub opens_at: Option<DateTime<Utc>>,
    /// 表决截止；未定方案时为 null
    #[schema(required = true)]
    pub closes_at: Option<DateTime<Utc>>,
    /// 已公示的结论
    #[schema(required = true)]
    pub outcome: Option<Outcome>,
    /// 版本号
    pub version: i32,
    /// 提出时间
    pub created_at: DateTime<Utc>,
    /// 更新时间
    pub updated_at: DateTime<Utc>,
}

/// 议题经过的一步
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DeliberationStep {
    /// 编号，举报原因时用
    pub id: EventId,
    /// 动作
    #[schema(example = "accept")]
    pub verb: String,
    /// 之前的状态
    #[schema(required = true)]
    pub from: Option<String>,
    /// 之后的状态
    #[schema(required = true)]
    pub to: Option<String>,
    /// 原因；审核通过前只有本人和处理的人可见
    #[schema(required = true)]
    pub reason: Option<String>,
    /// 更正名册时，更正前后的摘要与合计
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub roll: Option<RollChange>,
    /// 是否为本人所为
    pub by_me: bool,
    /// 时间
    pub at: DateTime<Utc>,
}

/// 议题详情
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DeliberationDetail {
    /// 议题
    #[serde(flatten)]
    pub deliberation: DeliberationItem,
    /// 内容
    pub body: String,
    /// 是否本人提出
    pub mine: bool,
    /// 本人是否已附议
    pub seconded_by_me: bool,
    /// 表决方案；未定时为 null
    #[schema(required = true)]
    pub plan: Option<VotePlan>,
    /// 表决结果；公示前只有工作人员可见
    #[schema(required = true)]
    pub result: Option<VoteResult>,
    /// 评议截止
    #[schema(required = true)]
    pub evaluation_until: Option<DateTime<Utc>>,
    /// 发言条数，含已隐藏的，不含还在审核的
    pub comment_count: u64,
    /// 落实它的行动，已发布的
    pub actions: Vec<LinkedAction>,
    /// 您现在可以做的
    pub allowed_actions: Vec<DeliberationVerb>,
    /// 经过
    pub timeline: Vec<DeliberationStep>,
}

/// A deliberation as an item of a list.
pub fn item(one: &deliberation::Model) -> DeliberationItem {
    DeliberationItem {
        id: one.id,
        title: one.title.clone(),
        level: one.level,
        compound_id: one.compound_id,
        building_id: one.building_id,
        proposer_kind: one.proposer_kind,
        status: one.status,
        screening: one.screening,
        second_count: one.second_count,
        second_threshold: one.second_threshold,
        lapses_at: one.lapses_at,
        opens_at: one.opens_at,
        closes_at: one.closes_at,
        outcome: one.outcome.filter(|_| published::is_public(one)),
        version: one.version,
        created_at: one.created_at,
        updated_at: one.updated_at,
    }
}

/// Puts together what this actor may see.
pub async fn detail(conn: &impl ConnectionTrait, actor: &Actor, case: &Case) -> Result<DeliberationDetail> {
    let one = &case.deliberation;
    let seconded_by_me = match actor.account_id() {
        Some(account) => store::is_seconded_by(conn, one.id, account).await?,
        None => false,
    };
    let mut allowed_actions = state::allowed(one, &case.standings);
    let voted = mine::has_voted(conn, actor, one).await?;
    allowed_actions.retain(|verb| match verb {
        DeliberationVerb::Second => !seconded_by_me,
        DeliberationVerb::Cast => !voted,
        DeliberationVerb::Change => voted,
        _ => true,
    });
    let staff = case.standings.contains(&Standing::Staff);
    let timeline = timeline(conn, Subject::new(SUBJECT, one.id)).await?;
    let unread = if case.is_office() { HashSet::new() } else { moderation::reason::unread(conn, &timeline).await? };
    Ok(DeliberationDetail {
        deliberation: item(one),
        body: one.body.clone(),
        mine: case.standings.contains(&Standing::Author),
        seconded_by_me,
        plan: vote::plan(conn, one).await?,
        result: vote::result(conn, one, staff).await?,
        evaluation_until: one.evaluation_until,
        comment_count: comments::count(conn, one.id).await?,
        actions: links::of_deliberation(conn, one.id).await?,
        allowed_actions,
        timeline: steps(timeline, actor, &unread),
    })
}

/// The timeline; who seconds a matter, and who has voted when, is nobody's business here.
fn steps(events: Vec<event::Model>, actor: &Actor, unread: &HashSet<EventId>) -> Vec<DeliberationStep> {
    use DeliberationVerb::{Cast, Change, Deliver, EndProxy, Entrust, ReadPaper, Second};
    let quiet = [Second, Cast, Change, ReadPaper, Entrust, EndProxy, Deliver].map(DeliberationVerb::as_str);
    let shown = events.into_iter().filter(|event| !quiet.contains(&event.verb.as_str()));
    let by = |event: &event::Model| actor.account_id().is_some_and(|account| event.by_id == Some(account.0));
    shown
        .map(|event| DeliberationStep {
            id: event.id,
            by_me: by(&event),
            reason: event.reason.clone().filter(|_| by(&event) || !unread.contains(&event.id)),
            verb: event.verb,
            // Only a correction carries one.
            roll: event.data.get("roll").and_then(|roll| RollChange::deserialize(roll).ok()),
            from: event.from_state,
            to: event.to_state,
            at: event.at,
        })
        .collect()
}
