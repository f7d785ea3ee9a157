//! What is sent about emergencies.

use chrono::{DateTime, SubsecRound, Utc};
use entity::emergencies::{CallUpReply, DutyPost, EmergencyKind};
use entity::ids::{AccountId, ActionId, EmergencyId, GridId, ShiftId, ShiftRoleId, VolunteerId};
use entity::volunteers::{Skill, Training};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::actions::{ShiftInput, SpotInput};
use crate::emergencies::service::answer::Answer;
use crate::emergencies::service::call_up::Call;
use crate::emergencies::service::duty::Roster;
use crate::emergencies::service::open::NewEmergency;
use crate::error::{Code, Result};
use crate::kernel::text::{Line, Prose};

/// Which emergency.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[serde(rename_all = "camelCase")]
pub struct EmergencyPath {
    /// 应急编号
    pub emergency_id: EmergencyId,
}

/// Which page.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EmergencyPageQuery {
    /// 上一页返回的游标
    pub cursor: Option<String>,
    /// 每页条数（1–100，默认 20）
    #[param(minimum = 1, maximum = 100)]
    pub page_size: Option<u64>,
}

/// 启动应急
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OpenEmergency {
    /// 性质：真实应急，或演练；启动后不能改
    pub kind: EmergencyKind,
    /// 标题
    #[schema(example = "暴雨内涝应急")]
    pub title: Line<60>,
    /// 告居民：涉及的网格的居民都能看到
    pub message: Prose<500>,
    /// 启动的原因，列入审计记录
    pub reason: Prose<500>,
    /// 涉及的网格，1–50 个
    #[schema(min_items = 1, max_items = 50)]
    pub grid_ids: Vec<GridId>,
}

impl From<OpenEmergency> for NewEmergency {
    fn from(body: OpenEmergency) -> Self {
        Self {
            kind: body.kind,
            title: body.title.into(),
            message: body.message.into(),
            reason: body.reason.into(),
            grids: body.grid_ids,
        }
    }
}

/// 结束应急
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CloseEmergency {
    /// 所见的版本号（或用 If-Match 请求头）
    #[schema(minimum = 1)]
    pub version: Option<i32>,
    /// 总结
    pub summary: Prose<2000>,
    /// 是否取消还没有结束的岗位；省略为否
    pub call_off: Option<bool>,
}

/// 召集志愿者
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CallUpVolunteers {
    /// 网格；省略为应急涉及的、归您管的全部网格
    #[schema(max_items = 50)]
    pub grid_ids: Option<Vec<GridId>>,
    /// 须具备的技能，全部具备；省略为不限
    #[schema(max_items = 16)]
    pub skills: Option<Vec<Skill>>,
    /// 告志愿者
    pub message: Prose<500>,
    /// 希望何时前答复
    pub answer_by: Option<DateTime<Utc>>,
}

impl CallUpVolunteers {
    /// The same, for the service.
    pub fn parsed(self) -> Result<Call> {
        Ok(Call {
            grids: self.grid_ids.unwrap_or_default(),
            skills: few("/skills", self.skills, Skill::ALL.len())?,
            message: self.message.into(),
            answer_by: self.answer_by.map(|at| at.trunc_subsecs(6)),
        })
    }
}

fn few<T>(at: &str, list: Option<Vec<T>>, most: usize) -> Result<Vec<T>> {
    let list = list.unwrap_or_default();
    if list.len() > most { Err(Code::Invalid.error().at(at, Code::InvalidValue)) } else { Ok(list) }
}

/// 答复召集
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"version": 1, "reply": "can"}))]
pub struct AnswerCallUp {
    /// 所见的版本号（或用 If-Match 请求头）
    #[schema(minimum = 1)]
    pub version: Option<i32>,
    /// 答复：can、cannot 或 later
    pub reply: CallUpReply,
    /// 何时起能参加；答复 later 时必填
    pub later_at: Option<DateTime<Utc>>,
    /// 补充说明
    pub note: Option<Prose<200>>,
}

impl From<AnswerCallUp> for Answer {
    fn from(body: AnswerCallUp) -> Self {
        let later_at = body.later_at.map(|at| at.trunc_subsecs(6));
        Self { reply: body.reply, later_at, note: body.note.map(Into::into) }
    }
}

/// 排岗
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateRoster {
    /// 岗位种类
    pub post: DutyPost,
    /// 标题
    #[schema(example = "东门卡口值守")]
    pub title: Line<60>,
    /// 做什么
    pub description: Prose<2000>,
    /// 地点
    pub place: Line<120>,
    /// 位置；定位签到须有
    pub coordinates: Option<SpotInput>,
    /// 网格
    pub grid_id: GridId,
    /// 负责人的账号；省略为本人
    pub leader_account_id: Option<AccountId>,
    /// 须具备的技能
    #[schema(max_items = 16)]
    pub skills: Option<Vec<Skill>>,
    /// 须通过的培训
    #[schema(max_items = 5)]
    pub trainings: Option<Vec<Training>>,
    /// 班次，1–60 个
    #[schema(min_items = 1, max_items = 60)]
    pub shifts: Vec<ShiftInput>,
}

impl CreateRoster {
    /// The same, for the service.
    pub fn parsed(self) -> Result<Roster> {
        Ok(Roster {
            post: self.post,
            title: self.title.into(),
            description: self.description.into(),
            place: self.place.into(),
            spot: self.coordinates.map(|spot| spot.spot("/coordinates")).transpose()?,
            grid: self.grid_id,
            leader: self.leader_account_id,
            skills: few("/skills", self.skills, Skill::ALL.len())?,
            trainings: few("/trainings", self.trainings, Training::ALL.len())?,
            shifts: self.shifts.into_iter().map(ShiftInput::parsed).collect(),
        })
    }
}

/// 派岗
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AssignDuty {
    /// 志愿者；须已答复能参加
    pub volunteer_id: VolunteerId,
    /// 排岗的编号
    pub action_id: ActionId,
    /// 班次
    pub shift_id: ShiftId,
    /// 岗位；班次只有一个岗位时可省略
    pub role_id: Option<ShiftRoleId>,
}
