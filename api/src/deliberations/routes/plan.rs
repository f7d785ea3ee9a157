//! The vote is planned: the roll as it would be, the plan itself.

use actix_web::{HttpResponse, get, post, web};
use chrono::{DateTime, SubsecRound, Utc};
use entity::deliberations::{Electorate, Method, Precedence, Secrecy};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::requests::DeliberationPath;
use super::show;
use crate::app::App;
use crate::auth::Actor;
use crate::deliberations::records::Reach;
use crate::deliberations::roll::{ProblemKind, Roll};
use crate::deliberations::rule::Weight;
use crate::deliberations::service::schedule::Plan;
use crate::deliberations::service::{self, Case};
use crate::deliberations::state::Standing;
use crate::deliberations::view::DeliberationDetail;
use crate::error::{Code, Result};
use crate::http::{Command, IdempotencyHeader, IfMatchHeader, Path, Problems, Query, personal};
use crate::kernel::db::Tx;
use crate::kernel::text::{Line, Prose};

/// 表决方案；确定后不可更改
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"question": "是否同意使用维修资金更换三号楼电梯？", "method": "motion", "electorate": "owners",
    "secrecy": "open", "rule": "cn-civil-code-278-ordinary",
    "opensAt": "2026-12-01T00:00:00Z", "closesAt": "2026-12-15T16:00:00Z"}))]
pub struct ScheduleDeliberation {
    /// 所见的版本号（或用 If-Match 请求头）
    #[schema(minimum = 1)]
    pub version: Option<i32>,
    /// 问题
    pub question: Prose<500>,
    /// 表决方式
    pub method: Method,
    /// 选项，2 至 20 项，按显示顺序；同意反对弃权时省略
    #[serde(default)]
    pub options: Vec<Line<120>>,
    /// 多选时至多几项；其他方式省略
    #[schema(minimum = 1, maximum = 20)]
    pub at_most: Option<u32>,
    /// 谁来表决
    pub electorate: Electorate,
    /// 记名方式；业主表决须公开
    pub secrecy: Secrecy,
    /// 截止前可改票，默认否
    #[serde(default)]
    pub changeable: bool,
    /// 可延长一次，默认否
    #[serde(default)]
    pub extendable: bool,
    /// 截止前公开票数，默认否；无记名表决不可
    #[serde(default)]
    pub live_results: bool,
    /// 线上与纸质冲突时的取舍，默认先到为准
    pub precedence: Option<Precedence>,
    /// 一人至多持有的书面委托数，默认 0；仅业主表决
    #[serde(default)]
    #[schema(maximum = 20)]
    pub proxy_limit: u32,
    /// 规则代码
    pub rule: Line<64>,
    /// 规则版本，默认最新
    #[schema(minimum = 1)]
    pub rule_version: Option<u32>,
    /// 已送达而未表决的业主随多数意见（须由业主大会议事规则约定），默认否
    #[serde(default)]
    pub silent_follow_majority: bool,
    /// 开始
    pub opens_at: DateTime<Utc>,
    /// 截止
    pub closes_at: DateTime<Utc>,
}

impl ScheduleDeliberation {
    /// The same, for the service; instants as exact as both databases keep them.
    fn parsed(self) -> Plan {
        Plan {
            question: self.question.into(),
            method: self.method,
            options: self.options.into_iter().map(Into::into).collect(),
            at_most: self.at_most,
            electorate: self.electorate,
            secrecy: self.secrecy,
            changeable: self.changeable,
            extendable: self.extendable,
            live_results: self.live_results,
            precedence: self.precedence.unwrap_or(Precedence::First),
            proxy_limit: self.proxy_limit,
            rule: self.rule.into(),
            rule_version: self.rule_version,
            silent_follow_majority: self.silent_follow_majority,
            opens_at: self.opens_at.trunc_subsecs(6),
            closes_at: self.closes_at.trunc_subsecs(6),
        }
    }
}

/// 确定表决方案
///
/// 自治管理小组或社区工作者确定问题、选项、表决者、规则和时间；此后都不可更改。名册须先无误，请先预览。
#[utoipa::path(
    tag = "deliberations",
    operation_id = "scheduleDeliberation",
    params(DeliberationPath, IdempotencyHeader, IfMatchHeader),
    request_body = ScheduleDeliberation,
    responses((status = 200, description = "议题的现状", body = DeliberationDetail), Problems),
    security(("bearer" = []))
)]
#[post("/schedule")]
pub(super) async fn schedule(
    app: web::Data<App>,
    actor: Actor,
    path: Path<DeliberationPath>,
    command: Command<ScheduleDeliberation>,
) -> Result<HttpResponse> {
    let id = path.0.deliberation_id;
    let version = command.expected(command.body.version)?;
    let work = async |tx: &Tx<'_>, body: ScheduleDeliberation| {
        show(tx, &actor, service::schedule::schedule(tx, &actor, id, version, body.parsed()).await?).await
    };
    command.run(&app, &actor, work).await
}

/// Which roll.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RollQuery {
    /// 谁来表决
    pub electorate: Electorate,
    /// 表决开始时间；年龄按这一天计算，默认现在
    pub opens_at: Option<DateTime<Utc>>,
}

/// 名册中须留意之处
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RollProblem {
    /// 问题
    pub kind: ProblemKind,
    /// 所涉房屋、户、居民或业主的编号
    pub subject: Uuid,
    /// 不解决就不能表决
    pub blocks: bool,
}

/// 名册预览
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RollPreview {
    /// 谁来表决
    pub electorate: Electorate,
    /// 人数与面积
    pub weight: Weight,
    /// 其中可在线上投票的人数
    pub online: u64,
    /// 可以表决
    pub sound: bool,
    /// 须留意之处，至多 200 条
    pub problems: Vec<RollProblem>,
    /// 须留意之处的总数
    pub problem_count: usize,
}

/// Problems that one answer lists.
const MOST_PROBLEMS: usize = 200;

impl From<Roll> for RollPreview {
    fn from(roll: Roll) -> Self {
        let online = roll.entries.iter().filter(|entry| !entry.accounts.is_empty()).count();
        let problem = |found: &crate::deliberations::roll::Problem| RollProblem {
            kind: found.kind,
            subject: found.subject,
            blocks: found.kind.blocks(),
        };
        Self {
            electorate: roll.electorate,
            weight: roll.weight(),
            online: online as u64,
            sound: roll.is_sound() && !roll.entries.is_empty(),
            problems: roll.problems.iter().take(MOST_PROBLEMS).map(problem).collect(),
            problem_count: roll.problems.len(),
        }
    }
}

/// 预览名册
///
/// 按现有登记，若以此方式表决，名册会有多少人、多少面积，登记有何问题。仅自治管理小组和社区工作者。
#[utoipa::path(
    tag = "deliberations",
    operation_id = "previewRoll",
    params(DeliberationPath, RollQuery),
    responses((status = 200, description = "名册预览", body = RollPreview), Problems),
    security(("bearer" = []))
)]
#[get("/roll-preview")]
pub(super) async fn preview(
    app: web::Data<App>,
    actor: Actor,
    path: Path<DeliberationPath>,
    query: Query<RollQuery>,
) -> Result<HttpResponse> {
    let db = &app.kernel.db;
    let case = Case::read(db, &actor, path.0.deliberation_id).await?;
    if !case.standings.iter().any(|standing| matches!(standing, Standing::Group | Standing::Staff)) {
        return Err(Code::Forbidden.into());
    }
    let opens_at = query.0.opens_at.unwrap_or_else(|| app.kernel.clock.approximate());
    let reach = Reach::of(&case.deliberation);
    personal(&RollPreview::from(service::roll::draw(db, reach, query.0.electorate, opens_at).await?))
}
