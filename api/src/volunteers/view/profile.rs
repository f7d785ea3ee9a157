//! Volunteers as they are shown.

use chrono::{DateTime, NaiveDate, Utc};
use entity::ids::{CommunityId, GridId, PartnerId, VolunteerId};
use entity::volunteers::{
    Skill, Time, Training, VolunteerStatus, VolunteerTag, VolunteerVerb, volunteer, volunteer_training,
};
use sea_orm::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use crate::auth::Actor;
use crate::error::Result;
use crate::kernel::Vault;
use crate::volunteers::service::name_of;
use crate::volunteers::service::staff::InFull;
use crate::volunteers::state;
use crate::volunteers::store::{self, More};

/// 列表中的一位志愿者
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct VolunteerItem {
    /// 编号
    pub id: VolunteerId,
    /// 志愿者号
    #[schema(example = "V000123")]
    pub number: String,
    /// 姓名，已遮盖
    #[schema(example = "张*")]
    pub name: String,
    /// 状态
    pub status: VolunteerStatus,
    /// 技能
    pub skills: Vec<Skill>,
    /// 愿意服务的网格，空即全社区
    pub grid_ids: Vec<GridId>,
    /// 标签
    pub tags: Vec<VolunteerTag>,
    /// 是否愿意参加应急
    pub emergency_ready: bool,
    /// 暂停报名到何时
    #[schema(required = true)]
    pub blocked_until: Option<DateTime<Utc>>,
    /// 注册时间
    pub registered_at: DateTime<Utc>,
    /// 版本号
    pub version: i32,
}

/// 通过的培训
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PassedTraining {
    /// 培训
    pub training: Training,
    /// 通过的日期
    pub passed_on: NaiveDate,
    /// 有效期的最后一天，长期有效为 null
    #[schema(required = true)]
    pub valid_until: Option<NaiveDate>,
}

/// 志愿者
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Volunteer {
    /// 编号
    pub id: VolunteerId,
    /// 社区
    pub community_id: CommunityId,
    /// 志愿者号
    #[schema(example = "V000123")]
    pub number: String,
    /// 姓名，已遮盖
    #[schema(example = "张*")]
    pub name: String,
    /// 状态
    pub status: VolunteerStatus,
    /// 技能
    pub skills: Vec<Skill>,
    /// 愿意服务的网格，空即全社区
    pub grid_ids: Vec<GridId>,
    /// 可服务的时间
    pub times: Vec<Time>,
    /// 标签
    pub tags: Vec<VolunteerTag>,
    /// 通过的培训
    pub trainings: Vec<PassedTraining>,
    /// 所代表的共建单位
    #[schema(required = true)]
    pub partner_id: Option<PartnerId>,
    /// 是否有监护人同意（注册时未满 18 周岁）
    pub has_guardian: bool,
    /// 是否上光荣榜
    pub honour_roll: bool,
    /// 是否愿意参加应急
    pub emergency_ready: bool,
    /// 暂停报名到何时
    #[schema(required = true)]
    pub blocked_until: Option<DateTime<Utc>>,
    /// 注册时间
    pub registered_at: DateTime<Utc>,
    /// 退出时间
    #[schema(required = true)]
    pub retired_at: Option<DateTime<Utc>>,
    /// 当前可进行的操作
    pub allowed_actions: Vec<VolunteerVerb>,
    /// 版本号
    pub version: i32,
}

/// 志愿者的完整个人信息
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct UnmaskedVolunteer {
    /// 姓名
    pub name: String,
    /// 出生日期
    pub birth_date: NaiveDate,
    /// 监护人姓名
    #[schema(required = true)]
    pub guardian_name: Option<String>,
    /// 监护人电话
    #[schema(required = true)]
    pub guardian_phone: Option<String>,
}

impl From<InFull> for UnmaskedVolunteer {
    fn from(full: InFull) -> Self {
        let InFull { name, birth_date, guardian_name, guardian_phone } = full;
        Self { name, birth_date, guardian_name, guardian_phone }
    }
}

impl From<volunteer_training::Model> for PassedTraining {
    fn from(row: volunteer_training::Model) -> Self {
        Self { training: row.training, passed_on: row.passed_on, valid_until: row.valid_until }
    }
}

/// 光荣榜上的一位志愿者
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Honoured {
    /// 志愿者号
    #[schema(example = "V000123")]
    pub number: String,
    /// 姓名，已遮盖
    #[schema(example = "张*")]
    pub name: String,
    /// 服务分钟（记录的与补录的合计）
    pub minutes: i64,
    /// 何时成为志愿者（年份）
    #[schema(example = 2026)]
    pub since: i32,
}

/// A volunteer as the actor sees them.
pub async fn show(
    conn: &impl ConnectionTrait,
    vault: &Vault,
    actor: &Actor,
    row: volunteer::Model,
) -> Result<Volunteer> {
    let more = More::of(conn, &[row.id]).await?;
    let trainings = store::trainings(conn, row.id).await?;
    Ok(Volunteer {
        id: row.id,
        community_id: row.community_id,
        name: name_of(vault, &row)?,
        status: row.status,
        skills: more.skills(row.id),
        grid_ids: more.grids(row.id),
        trainings: trainings.into_iter().map(Into::into).collect(),
        partner_id: row.partner_id,
        has_guardian: row.guardian_consent_at.is_some(),
        honour_roll: row.honour_roll,
        emergency_ready: row.emergency_ready,
        blocked_until: row.blocked_until,
        registered_at: row.registered_at,
        retired_at: row.retired_at,
        allowed_actions: state::allowed(row.status, &state::standings(actor, &row)),
        version: row.version,
        number: row.number,
        times: row.times.0,
        tags: row.tags.0,
    })
}

/// Volunteers of a list.
pub async fn items(
    conn: &impl ConnectionTrait,
    vault: &Vault,
    rows: &[volunteer::Model],
) -> Result<Vec<VolunteerItem>> {
    let ids: Vec<VolunteerId> = rows.iter().map(|row| row.id).collect();
    let more = More::of(conn, &ids).await?;
    let item = |row: &volunteer::Model| {
        Ok(VolunteerItem {
            id: row.id,
            number: row.number.clone(),
            name: name_of(vault, row)?,
            status: row.status,
            skills: more.skills(row.id),
            grid_ids: more.grids(row.id),
            tags: row.tags.0.clone(),
            emergency_ready: row.emergency_ready,
            blocked_until: row.blocked_until,
            registered_at: row.registered_at,
            version: row.version,
        })
    };
    rows.iter().map(item).collect()
}
