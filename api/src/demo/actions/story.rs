//! What the demo's actions are.

use entity::actions::{ActionKind, Programme};

/// One action.
pub struct Scene {
    /// What it is.
    pub kind: ActionKind,
    /// Under which colour.
    pub programme: Programme,
    /// In a line.
    pub title: &'static str,
    /// The whole of it.
    pub description: &'static str,
    /// Where.
    pub place: &'static str,
    /// For which of the grids.
    pub grid: Option<usize>,
    /// Put out so many days ago.
    pub days_ago: i64,
    /// It begins so many days after that.
    pub in_days: i64,
    /// At this hour.
    pub hour: i64,
    /// Its roles; people sign up for the first.
    pub roles: &'static [(&'static str, i32)],
    /// From which of the volunteers on they sign up.
    pub first: usize,
    /// How many sign up; it stays a draft when nobody does.
    pub signed: usize,
    /// Of how many the minutes are approved.
    pub approved: usize,
}

/// The actions, past ones first.
pub const STORY: &[Scene] = &[
    Scene {
        kind: ActionKind::ServiceDay,
        programme: Programme::Orange,
        title: "十月基层服务日",
        description: "理发、磨刀、量血压、修小家电，方便居民在家门口办小事。",
        place: "民丰小区中心广场",
        grid: None,
        days_ago: 30,
        in_days: 2,
        hour: 9,
        roles: &[("便民服务", 6), ("引导登记", 2)],
        first: 0,
        signed: 4,
        approved: 2,
    },
    Scene {
        kind: ActionKind::ElderCare,
        programme: Programme::Green,
        title: "独居老人入户探访",
        description: "两人一组走访独居老人，看看水电煤气，聊聊家常。",
        place: "社区服务大厅集合",
        grid: Some(0),
        days_ago: 12,
        in_days: 3,
        hour: 14,
        roles: &[("探访", 6)],
        first: 1,
        signed: 3,
        approved: 1,
    },
    Scene {
        kind: ActionKind::ServiceDay,
        programme: Programme::Orange,
        title: "本月基层服务日",
        description: "理发、磨刀、义诊、法律咨询，欢迎居民参加，也欢迎志愿者报名。",
        place: "民丰小区中心广场",
        grid: None,
        days_ago: 0,
        in_days: 6,
        hour: 9,
        roles: &[("便民服务", 8), ("引导登记", 4), ("义诊", 2)],
        first: 0,
        signed: 3,
        approved: 0,
    },
    Scene {
        kind: ActionKind::Patrol,
        programme: Programme::Silver,
        title: "夜间安全巡查",
        description: "检查楼道杂物、飞线充电和消防通道，两人一组，请穿反光背心。",
        place: "警务室门口集合",
        grid: Some(0),
        days_ago: 0,
        in_days: 3,
        hour: 19,
        roles: &[("巡查", 2)],
        first: 0,
        signed: 4,
        approved: 0,
    },
    Scene {
        kind: ActionKind::Study,
        programme: Programme::Red,
        title: "周末读书日",
        description: "共读一小时，自由交流半小时；学习活动不计服务时长。",
        place: "社区图书室",
        grid: None,
        days_ago: 0,
        in_days: 5,
        hour: 15,
        roles: &[("读者", 20)],
        first: 2,
        signed: 2,
        approved: 0,
    },
    Scene {
        kind: ActionKind::Beautification,
        programme: Programme::Green,
        title: "楼前花坛补种（草稿）",
        description: "补种三处花坛，工具由社区准备。",
        place: "三号楼前",
        grid: Some(0),
        days_ago: 0,
        in_days: 15,
        hour: 10,
        roles: &[("补种", 10)],
        first: 0,
        signed: 0,
        approved: 0,
    },
];
