//! What callers send about volunteers.

use chrono::{DateTime, NaiveDate, Utc};
use entity::ids::{CommunityId, GridId, VolunteerId};
use entity::volunteers::{Skill, Time, Training, VolunteerStatus, VolunteerTag};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::community::view::Phone;
use crate::kernel::text::Line;

/// Names a volunteer.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[serde(rename_all = "camelCase")]
pub struct VolunteerPath {
    /// 志愿者编号
    pub volunteer_id: VolunteerId,
}

/// Names a community.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[serde(rename_all = "camelCase")]
pub struct OfCommunity {
    /// 社区编号
    pub community_id: CommunityId,
}

/// 监护人
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewGuardian {
    /// 姓名
    #[schema(example = "张建国")]
    pub name: Line<30>,
    /// 电话
    pub phone: Phone,
    /// 监护人是否同意，须为 true
    pub agrees: bool,
}

/// 注册志愿者
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RegisterVolunteer {
    /// 真实姓名，用于服务证明
    #[schema(example = "张秀兰")]
    pub name: Line<30>,
    /// 出生日期，须年满 14 周岁
    #[schema(example = "1988-03-08")]
    pub birth_date: NaiveDate,
    /// 所同意的志愿者须知（文件 `volunteer`）的现行版本
    #[schema(example = "2026-11")]
    pub consent_version: Line<32>,
    /// 监护人，未满 18 周岁必填，成年人的不会保存
    pub guardian: Option<NewGuardian>,
    /// 技能
    #[schema(max_items = 20)]
    pub skills: Vec<Skill>,
    /// 愿意服务的网格，不填即全社区
    #[schema(max_items = 50)]
    pub grid_ids: Vec<GridId>,
    /// 可服务的时间
    #[schema(max_items = 21)]
    pub times: Vec<Time>,
    /// 是否上光荣榜
    pub honour_roll: bool,
    /// 是否愿意参加应急
    pub emergency_ready: bool,
}

/// 修改志愿者资料
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChangeVolunteer {
    /// 所见的版本号，也可用 If-Match
    pub version: Option<i32>,
    /// 技能
    #[schema(max_items = 20)]
    pub skills: Vec<Skill>,
    /// 愿意服务的网格，不填即全社区
    #[schema(max_items = 50)]
    pub grid_ids: Vec<GridId>,
    /// 可服务的时间
    #[schema(max_items = 21)]
    pub times: Vec<Time>,
    /// 是否上光荣榜
    pub honour_roll: bool,
    /// 是否愿意参加应急
    pub emergency_ready: bool,
}

/// 对志愿者的操作
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MoveVolunteer {
    /// 所见的版本号，也可用 If-Match
    pub version: Option<i32>,
}

/// 重新加入
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReturnVolunteer {
    /// 所见的版本号，也可用 If-Match
    pub version: Option<i32>,
    /// 所同意的志愿者须知（文件 `volunteer`）的现行版本
    #[schema(example = "2026-11")]
    pub consent_version: Line<32>,
}

/// 设置志愿者标签
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TagVolunteer {
    /// 所见的版本号，也可用 If-Match
    pub version: Option<i32>,
    /// 全部标签，原有的由此替换
    #[schema(max_items = 10)]
    pub tags: Vec<VolunteerTag>,
}

/// 登记培训
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TrainVolunteer {
    /// 所见的版本号，也可用 If-Match
    pub version: Option<i32>,
    /// 培训，同一种的由新的替换
    pub training: Training,
    /// 通过的日期
    pub passed_on: NaiveDate,
    /// 有效期的最后一天，长期有效不填
    pub valid_until: Option<NaiveDate>,
}

/// 暂停报名
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BlockVolunteer {
    /// 所见的版本号，也可用 If-Match
    pub version: Option<i32>,
    /// 暂停到何时
    pub until: DateTime<Utc>,
    /// 原因
    #[schema(example = "三次报名未到")]
    pub reason: Line<200>,
}

/// Narrows a list of volunteers.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VolunteerQuery {
    /// 愿意服务的网格
    #[param(nullable = false)]
    pub grid_id: Option<GridId>,
    /// 技能
    #[param(nullable = false)]
    pub skill: Option<Skill>,
    /// 状态
    #[param(nullable = false)]
    pub status: Option<VolunteerStatus>,
    /// 标签
    #[param(nullable = false)]
    pub tag: Option<VolunteerTag>,
    /// 社区；只有平台管理员需要指明
    #[param(nullable = false)]
    pub community_id: Option<CommunityId>,
    /// 上一页答复中的 nextCursor
    #[param(nullable = false)]
    pub cursor: Option<String>,
    /// 每页条数
    #[param(nullable = false, minimum = 1, maximum = 100, default = 20)]
    pub page_size: Option<u64>,
    /// 是否给出总数
    #[param(nullable = false)]
    pub with_total: Option<bool>,
}
