//! What is said about an action when it is drafted or changed.

use chrono::{DateTime, SubsecRound, Utc};
use entity::actions::{ActionKind, Programme, Skills, Trainings};
use entity::ids::{AccountId, CompoundId, DeliberationId, GridId, MediaId, TeamId, WishId};
use entity::volunteers::{Skill, Training};
use entity::wishes::Datum;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions::ground::Spot;
use crate::actions::service::draft::{Draft, NewShift};
use crate::error::{Code, Result};
use crate::kernel::text::{Line, Prose};

/// 地图上的位置
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SpotInput {
    /// 纬度
    #[schema(minimum = -90, maximum = 90, example = 43.881)]
    pub lat: f64,
    /// 经度
    #[schema(minimum = -180, maximum = 180, example = 125.352)]
    pub lng: f64,
    /// 坐标系
    pub datum: Datum,
}

impl SpotInput {
    /// The spot in micro-degrees.
    pub fn spot(self, at: &str) -> Result<Spot> {
        let lat =
            micro(self.lat, 90.0).ok_or_else(|| Code::Invalid.error().at(format!("{at}/lat"), Code::InvalidValue))?;
        let lng =
            micro(self.lng, 180.0).ok_or_else(|| Code::Invalid.error().at(format!("{at}/lng"), Code::InvalidValue))?;
        Ok(Spot { lat, lng, datum: self.datum })
    }
}

fn micro(degrees: f64, most: f64) -> Option<i32> {
    #[expect(clippy::cast_possible_truncation, reason = "at most 180 million")]
    let micro = || (degrees * 1e6).round() as i32;
    (-most..=most).contains(&degrees).then(micro)
}

/// 班次中的岗位
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RoleInput {
    /// 名称
    pub name: Line<30>,
    /// 名额
    #[schema(minimum = 1, maximum = 1000)]
    pub capacity: i32,
}

/// 班次
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ShiftInput {
    /// 开始
    pub starts_at: DateTime<Utc>,
    /// 结束；15 分钟到 24 小时
    pub ends_at: DateTime<Utc>,
    /// 岗位，1–20 个，名称各不相同
    #[schema(min_items = 1, max_items = 20)]
    pub roles: Vec<RoleInput>,
}

impl ShiftInput {
    /// The same, for the service.
    pub fn parsed(self) -> NewShift {
        NewShift {
            starts_at: self.starts_at.trunc_subsecs(6),
            ends_at: self.ends_at.trunc_subsecs(6),
            roles: self.roles.into_iter().map(|role| (role.name.into(), role.capacity)).collect(),
        }
    }
}

/// 行动的内容
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ActionContent {
    /// 类型
    pub kind: ActionKind,
    /// 项目颜色
    pub programme: Programme,
    /// 标题
    pub title: Line<60>,
    /// 内容
    pub description: Prose<2000>,
    /// 集合地点
    pub place: Line<120>,
    /// 位置；定位签到须有
    pub coordinates: Option<SpotInput>,
    /// 面向的网格
    pub grid_id: Option<GridId>,
    /// 面向的小区
    pub compound_id: Option<CompoundId>,
    /// 海报，本人上传的图片
    pub poster_id: Option<MediaId>,
    /// 领队的账号；省略为本人
    pub leader_account_id: Option<AccountId>,
    /// 最低年龄
    #[schema(minimum = 1, maximum = 100)]
    pub minimum_age: Option<i32>,
    /// 须具备的技能
    #[schema(max_items = 16)]
    pub skills: Option<Vec<Skill>>,
    /// 须通过的培训
    #[schema(max_items = 5)]
    pub trainings: Option<Vec<Training>>,
    /// 仅限此团队的成员
    pub team_id: Option<TeamId>,
    /// 开始报名；省略为发布即可
    pub signup_opens_at: Option<DateTime<Utc>>,
    /// 截止报名；省略为班次开始时
    pub signup_closes_at: Option<DateTime<Utc>>,
    /// 开始前多少小时内取消记为临时取消；省略为 24
    #[schema(minimum = 0, maximum = 720)]
    pub cancel_hours: Option<i32>,
    /// 每个岗位最多多少人候补，0 为不设；省略为 50
    #[schema(minimum = 0, maximum = 1000)]
    pub waitlist_limit: Option<i32>,
    /// 空位保留多少分钟；省略为 720
    #[schema(minimum = 10, maximum = 10080)]
    pub offer_minutes: Option<i32>,
    /// 落实的议题
    pub deliberation_id: Option<DeliberationId>,
    /// 回应的心愿
    pub wish_id: Option<WishId>,
    /// 行动结束即视为心愿已达成、决定已落实（同一心愿或决定的其他行动也都结束之后）；省略为 true
    pub completes: Option<bool>,
    /// 班次；修改时省略则不变，发布后不能再改
    #[schema(max_items = 60)]
    pub shifts: Option<Vec<ShiftInput>>,
}

impl ActionContent {
    /// The same, for the service.
    pub fn parsed(self) -> Result<Draft> {
        let spot = self.coordinates.map(|spot| spot.spot("/coordinates")).transpose()?;
        let exact = |at: DateTime<Utc>| at.trunc_subsecs(6);
        if self.skills.as_ref().is_some_and(|skills| skills.len() > Skill::ALL.len()) {
            return Err(Code::Invalid.error().at("/skills", Code::InvalidValue));
        }
        if self.trainings.as_ref().is_some_and(|trainings| trainings.len() > Training::ALL.len()) {
            return Err(Code::Invalid.error().at("/trainings", Code::InvalidValue));
        }
        Ok(Draft {
            kind: self.kind,
            programme: self.programme,
            title: self.title.into(),
            description: self.description.into(),
            place: self.place.into(),
            spot,
            grid: self.grid_id,
            compound: self.compound_id,
            poster: self.poster_id,
            leader: self.leader_account_id,
            minimum_age: self.minimum_age,
            skills: Skills(self.skills.unwrap_or_default()),
            trainings: Trainings(self.trainings.unwrap_or_default()),
            only_team: self.team_id,
            signup_opens_at: self.signup_opens_at.map(exact),
            signup_closes_at: self.signup_closes_at.map(exact),
            cancel_hours: self.cancel_hours.unwrap_or(24),
            waitlist_limit: self.waitlist_limit.unwrap_or(50),
            offer_minutes: self.offer_minutes.unwrap_or(720),
            deliberation: self.deliberation_id,
            wish: self.wish_id,
            completes: self.completes.unwrap_or(true),
            emergency: None,
            shifts: self.shifts.map(|shifts| shifts.into_iter().map(ShiftInput::parsed).collect()),
        })
    }
}
