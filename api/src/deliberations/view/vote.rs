//! The vote on a deliberation as JSON: its plan, its roll, its result.

use chrono::{DateTime, Utc};
use entity::deliberations::{
    BallotChannel, Electorate, Method, ObjectionStatus, Outcome, Precedence, Secrecy, deliberation,
    deliberation_objection,
};
use entity::ids::{AccountId, ObjectionId, RollEntryId};
use sea_orm::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use crate::deliberations::asked;
use crate::deliberations::bundle::PublishedOption;
use crate::deliberations::groups::BuildingResult;
use crate::deliberations::receipt::Receipt;
use crate::deliberations::rule::{Rule, Verdict, Weight};
use crate::deliberations::service::{published, rules};
use crate::deliberations::tally::{Choice, Tally};
use crate::error::{Code, Result};

/// 表决方案
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct VotePlan {
    /// 问题
    pub question: String,
    /// 表决方式
    pub method: Method,
    /// 选项，按显示顺序；同意反对弃权时为空
    pub options: Vec<PublishedOption>,
    /// 至多选几项
    pub at_most: usize,
    /// 谁来表决
    pub electorate: Electorate,
    /// 记名方式
    pub secrecy: Secrecy,
    /// 截止前可改票
    pub changeable: bool,
    /// 可延长一次
    pub extendable: bool,
    /// 已延长
    pub extended: bool,
    /// 截止前公开票数
    pub live_results: bool,
    /// 线上与纸质冲突时的取舍
    #[schema(required = true)]
    pub precedence: Option<Precedence>,
    /// 一人至多持有的书面委托数
    pub proxy_limit: i32,
    /// 适用的规则
    pub rule: Rule,
    /// 开始
    pub opens_at: DateTime<Utc>,
    /// 截止
    pub closes_at: DateTime<Utc>,
    /// 冻结的名册；表决开始前为 null
    #[schema(required = true)]
    pub roll: Option<FrozenRoll>,
}

/// 冻结的名册
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FrozenRoll {
    /// 散列值（SHA-256），十六进制
    pub hash: String,
    /// 人数与面积
    pub weight: Weight,
    /// 冻结时间
    pub frozen_at: DateTime<Utc>,
}

/// 表决结果
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct VoteResult {
    /// 结论
    pub outcome: Outcome,
    /// 票数
    pub tally: Tally,
    /// 结论及其理由
    pub verdict: Verdict,
    /// 各楼栋的票数
    pub by_building: Vec<BuildingResult>,
    /// 选票的默克尔根（RFC 6962），十六进制
    pub merkle_root: String,
    /// 签名公钥，十六进制
    pub public_key: String,
    /// 计票时间
    pub counted_at: DateTime<Utc>,
    /// 公示时间
    #[schema(required = true)]
    pub published_at: Option<DateTime<Utc>>,
    /// 异议截止
    #[schema(required = true)]
    pub objections_until: Option<DateTime<Utc>>,
}

/// 本人的一张选票
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OwnBallot {
    /// 名册上的投票人
    pub entry_id: RollEntryId,
    /// 人数与面积
    pub weight: Weight,
    /// 是否受书面委托代投
    pub by_proxy: bool,
    /// 来源；尚未投票时为 null
    #[schema(required = true)]
    pub channel: Option<BallotChannel>,
    /// 投票时间；尚未投票时为 null
    #[schema(required = true)]
    pub cast_at: Option<DateTime<Utc>>,
    /// 内容；不是本人所投，或无记名表决已截止时为 null
    #[schema(required = true)]
    pub choice: Option<Choice>,
    /// 回执；不是本人所投，或无记名表决已截止时为 null
    #[schema(required = true)]
    pub receipt: Option<Receipt>,
}

/// 异议
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Objection {
    /// 编号
    pub id: ObjectionId,
    /// 内容
    pub text: String,
    /// 状态
    pub status: ObjectionStatus,
    /// 答复
    #[schema(required = true)]
    pub decision: Option<String>,
    /// 是否本人提出
    pub mine: bool,
    /// 提出时间
    pub created_at: DateTime<Utc>,
    /// 答复时间
    #[schema(required = true)]
    pub decided_at: Option<DateTime<Utc>>,
}

/// The plan, once it is fixed.
pub async fn plan(conn: &impl ConnectionTrait, one: &deliberation::Model) -> Result<Option<VotePlan>> {
    let Some(rule) = one.rule.clone() else { return Ok(None) };
    let options = asked::options(conn, [one.id]).await?.remove(&one.id).unwrap_or_default();
    let question = asked::published(one, options)?;
    let frozen = |frozen_at| {
        let roll = asked::roll(one);
        FrozenRoll { hash: roll.hash, weight: roll.weight, frozen_at }
    };
    Ok(Some(VotePlan {
        question: question.text,
        method: question.method,
        options: question.options,
        at_most: question.at_most,
        electorate: question.electorate,
        secrecy: question.secrecy,
        changeable: one.changeable,
        extendable: one.extendable,
        extended: one.extended,
        live_results: one.live_results,
        precedence: one.precedence,
        proxy_limit: one.proxy_limit,
        rule: rules::read(rule)?,
        opens_at: question.opens_at,
        closes_at: question.closes_at,
        roll: one.frozen_at.map(frozen),
    }))
}

/// The result, once it is counted; before it is published for `staff` only.
pub async fn result(conn: &impl ConnectionTrait, one: &deliberation::Model, staff: bool) -> Result<Option<VoteResult>> {
    if one.counted_at.is_none() || !(staff || published::is_public(one)) {
        return Ok(None);
    }
    let head = published::head(conn, one).await?;
    let by_building = serde_json::from_value(one.by_building.clone().unwrap_or_default());
    Ok(Some(VoteResult {
        outcome: head.verdict.outcome,
        tally: head.tally,
        verdict: head.verdict,
        by_building: by_building.map_err(|error| Code::Internal.error().cause(error))?,
        merkle_root: head.merkle_root,
        public_key: head.public_key,
        counted_at: head.counted_at,
        published_at: one.published_at,
        objections_until: one.objections_until,
    }))
}

/// An objection as this account sees it.
pub fn objection(row: deliberation_objection::Model, reader: Option<AccountId>) -> Objection {
    Objection {
        id: row.id,
        mine: reader == Some(row.account_id),
        text: row.text,
        status: row.status,
        decision: row.decision,
        created_at: row.created_at,
        decided_at: row.decided_at,
    }
}
