//! Words of volunteers (domain.md section 5).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// 可服务的时间
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Time {
    /// 星期几
    pub day: Weekday,
    /// 时段
    pub part: DayPart,
}

/// Tags of a volunteer, as they are stored.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, sea_orm::FromJsonQueryResult)]
pub struct Tags(pub Vec<VolunteerTag>);

/// When somebody would help, as it is stored.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, sea_orm::FromJsonQueryResult)]
pub struct Times(pub Vec<Time>);

crate::vocabulary::vocabulary! {
    /// 志愿者状态
    VolunteerStatus {
        /// 正常.
        Active = "active",
        /// 已退出.
        Retired = "retired",
    }
    /// 技能
    Skill {
        /// 急救.
        FirstAid = "first_aid",
        /// 医疗护理.
        Nursing = "nursing",
        /// 电工.
        Electrical = "electrical",
        /// 水暖.
        Plumbing = "plumbing",
        /// 木工.
        Carpentry = "carpentry",
        /// 理发.
        Haircut = "haircut",
        /// 驾驶.
        Driving = "driving",
        /// 电脑和手机.
        Computer = "computer",
        /// 法律.
        Law = "law",
        /// 心理疏导.
        Counselling = "counselling",
        /// 课业辅导.
        Tutoring = "tutoring",
        /// 文艺.
        Arts = "arts",
        /// 摄影.
        Photography = "photography",
        /// 烹饪.
        Cooking = "cooking",
        /// 手语.
        SignLanguage = "sign_language",
        /// 其他.
        Other = "other",
    }
    /// 培训
    Training {
        /// 志愿服务基础.
        Basics = "basics",
        /// 消防安全.
        FireSafety = "fire_safety",
        /// 急救.
        FirstAid = "first_aid",
        /// 助老.
        ElderCare = "elder_care",
        /// 应急值守.
        Emergency = "emergency",
    }
    /// 志愿服务的种类
    ServiceKind {
        /// 基层服务日.
        ServiceDay = "service_day",
        /// 共建.
        JointBuilding = "joint_building",
        /// 安全巡查.
        Patrol = "patrol",
        /// 环境美化.
        Beautification = "beautification",
        /// 爱心帮扶.
        ElderCare = "elder_care",
        /// 应急.
        Emergency = "emergency",
        /// 微心愿.
        Wish = "wish",
        /// 其他.
        Other = "other",
    }
    /// 志愿者标签
    VolunteerTag {
        /// 党员.
        PartyMember = "party_member",
        /// 双报到.
        DualRegistered = "dual_registered",
        /// 下沉干部.
        SecondedCadre = "seconded_cadre",
    }
    /// 对志愿者的操作
    VolunteerVerb {
        /// 注册.
        Register = "register",
        /// 修改资料.
        Change = "change",
        /// 设置标签.
        Tag = "tag",
        /// 登记培训.
        Train = "train",
        /// 暂停报名.
        Block = "block",
        /// 恢复报名.
        Unblock = "unblock",
        /// 退出.
        Retire = "retire",
        /// 重新加入.
        Return = "return",
        /// 登记表彰.
        Honour = "honour",
    }
    /// 星期
    Weekday {
        /// 星期一.
        Monday = "monday",
        /// 星期二.
        Tuesday = "tuesday",
        /// 星期三.
        Wednesday = "wednesday",
        /// 星期四.
        Thursday = "thursday",
        /// 星期五.
        Friday = "friday",
        /// 星期六.
        Saturday = "saturday",
        /// 星期日.
        Sunday = "sunday",
    }
    /// 一天中的时段
    DayPart {
        /// 上午.
        Morning = "morning",
        /// 下午.
        Afternoon = "afternoon",
        /// 晚上.
        Evening = "evening",
    }
}
