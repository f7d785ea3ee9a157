//! Words of actions (domain.md section 5).

use serde::{Deserialize, Serialize};

use crate::volunteers::{Skill, Training};

/// Skills as they are stored.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, sea_orm::FromJsonQueryResult)]
pub struct Skills(pub Vec<Skill>);

/// Trainings as they are stored.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, sea_orm::FromJsonQueryResult)]
pub struct Trainings(pub Vec<Training>);

crate::vocabulary::vocabulary! {
    /// 行动类型
    ActionKind {
        /// 基层服务日.
        ServiceDay = "service_day",
        /// 共建活动.
        JointBuilding = "joint_building",
        /// 学习、读书日.
        Study = "study",
        /// 会议.
        Meeting = "meeting",
        /// 安全巡查.
        Patrol = "patrol",
        /// 环境美化.
        Beautification = "beautification",
        /// 爱心帮扶.
        ElderCare = "elder_care",
        /// 演练.
        Drill = "drill",
        /// 应急.
        Emergency = "emergency",
        /// 其他.
        Other = "other",
    }
    /// 项目颜色
    Programme {
        /// 红色引领.
        Red = "red",
        /// 橙色服务.
        Orange = "orange",
        /// 绿色和谐.
        Green = "green",
        /// 银色自治.
        Silver = "silver",
        /// 不属于任何项目.
        None = "none",
    }
    /// 主办方
    HostKind {
        /// 社区.
        Community = "community",
        /// 团队.
        Team = "team",
        /// 共建单位.
        Partner = "partner",
    }
    /// 行动状态
    ActionStatus {
        /// 草稿.
        Draft = "draft",
        /// 已发布.
        Published = "published",
        /// 进行中.
        Running = "running",
        /// 已结束.
        Finished = "finished",
        /// 已取消.
        Cancelled = "cancelled",
    }
    /// 行动的动作（状态流转表中的动词）
    ActionVerb {
        /// 起草.
        Create = "create",
        /// 修改.
        Update = "update",
        /// 发布.
        Publish = "publish",
        /// 调整名额.
        ChangeCapacity = "change_capacity",
        /// 取消班次.
        CancelShift = "cancel_shift",
        /// 开始.
        Begin = "begin",
        /// 结束.
        Finish = "finish",
        /// 取消.
        Cancel = "cancel",
    }
    /// 报名状态
    SignupStatus {
        /// 已确认.
        Confirmed = "confirmed",
        /// 候补中.
        Waitlisted = "waitlisted",
        /// 有空位，待接受.
        Offered = "offered",
        /// 已取消.
        Cancelled = "cancelled",
        /// 已签到.
        Attending = "attending",
        /// 已签退，待核定时长.
        Attended = "attended",
        /// 未到.
        NoShow = "no_show",
        /// 时长已核定.
        Credited = "credited",
    }
    /// 报名的动作（状态流转表中的动词）
    SignupVerb {
        /// 报名.
        SignUp = "sign_up",
        /// 工作人员代为报名.
        Override = "override",
        /// 给出空位.
        Offer = "offer",
        /// 接受空位.
        Accept = "accept",
        /// 放弃空位.
        Decline = "decline",
        /// 未及时接受，排到末尾.
        Lapse = "lapse",
        /// 候补失效.
        Drop = "drop",
        /// 取消报名.
        Cancel = "cancel",
        /// 班次取消.
        CallOff = "call_off",
        /// 签到.
        CheckIn = "check_in",
        /// 签退.
        CheckOut = "check_out",
        /// 按规则签退.
        Close = "close",
        /// 记为未到.
        MarkNoShow = "no_show",
        /// 申诉.
        Appeal = "appeal",
        /// 申诉成立.
        Uphold = "uphold",
        /// 申诉不成立.
        Dismiss = "dismiss",
        /// 核定时长.
        Approve = "approve",
    }
    /// 重复行动遇到法定节假日时
    HolidayRule {
        /// 当天不办.
        Skip = "skip",
        /// 顺延到下一个工作日（含调休上班日）.
        Move = "move",
        /// 照常.
        Keep = "keep",
    }
    /// 按规则应有的一次，怎样安排
    Occurrence {
        /// 照常.
        Kept = "kept",
        /// 因节假日顺延.
        Moved = "moved",
        /// 因节假日不办.
        Skipped = "skipped",
        /// 顺延后与另一次同日，并为一次.
        Merged = "merged",
    }
    /// 到场的凭据
    Evidence {
        /// 动态码.
        RotatingCode = "rotating_code",
        /// 定位.
        Place = "place",
        /// 领队点名.
        RollCall = "roll_call",
    }
}
