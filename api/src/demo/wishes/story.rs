//! What was wished for, and what came of it.

use chrono::Duration;

/// Days that the story goes back.
const DAYS: i64 = 24;

/// What happens to a wish.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Waits,
    Returned,
    Rejected,
    Withdrawn,
    Open,
    Escalated,
    Claimed,
    Assigned,
    Fulfilled,
    Confirmed(i32),
    Disputed,
    Unmet,
    Merged,
}

impl Fate {
    /// How long ago the wish was made: what has ended weeks ago, what still runs lately.
    pub fn ago(self, number: i32, count: i32) -> Duration {
        match self {
            Self::Confirmed(_) | Self::Unmet | Self::Rejected | Self::Escalated => {
                Duration::days(DAYS) - Duration::days(DAYS - 6) * number / count
            }
            Self::Claimed | Self::Fulfilled | Self::Disputed | Self::Assigned | Self::Waits => {
                Duration::hours(46) - Duration::hours(12) * number / count
            }
            _ => Duration::hours(90) - Duration::hours(60) * number / count,
        }
    }

    /// The helper still holds the claim: these go round, so that nobody holds too many.
    pub fn stays_in_hand(self) -> bool {
        matches!(self, Self::Claimed | Self::Fulfilled | Self::Disputed)
    }
}

use Fate::{
    Assigned, Claimed, Confirmed, Disputed, Escalated, Fulfilled, Merged, Open, Rejected, Returned, Unmet, Waits,
    Withdrawn,
};

/// Category, title, body, fate; the authors take turns.
#[rustfmt::skip]
pub const STORY: &[(&str, &str, &str, Fate)] = &[
    ("repair", "三单元楼道灯坏了", "晚上回家看不清台阶，楼里老人多，怕摔着。", Confirmed(5)),
    ("companionship", "想请人陪奶奶去复查", "奶奶行动不便，下周三上午去医院复查，家里人上班走不开。", Confirmed(5)),
    ("goods", "需要一辆轮椅借用两周", "爱人腿部手术后恢复，想借用轮椅，用完清洁归还。", Confirmed(4)),
    ("service", "请帮忙给独居老人理发", "老人下不了楼，希望有人上门理发。", Confirmed(5)),
    ("repair", "单元门关不上", "门锁坏了，陌生人随便进，大家不放心。", Confirmed(4)),
    ("mediation", "楼上漏水协商不下来", "漏水两个月，想请社区帮忙调解。", Confirmed(3)),
    ("advice", "想咨询遗嘱怎么写", "家里老人想提前安排，希望律师帮忙看看。", Confirmed(5)),
    ("service", "教老人用手机挂号", "医院要手机预约，不会用，希望年轻人教一教。", Confirmed(5)),
    ("complaint", "垃圾桶旁边堆了建筑垃圾", "装修垃圾堆了一个星期，味道很大。", Confirmed(2)),
    ("repair", "健身器材松动有危险", "孩子常去玩，螺丝松了。", Confirmed(4)),
    ("goods", "想要一些旧书给孩子看", "小学三年级，什么书都喜欢。", Confirmed(5)),
    ("companionship", "想找人陪下象棋", "退休在家，每天下午都有空。", Confirmed(5)),
    ("service", "帮忙代买药", "腿脚不便，常用药快吃完了。", Confirmed(5)),
    ("repair", "楼顶漏雨", "一下雨顶楼三家都漏。", Confirmed(3)),
    ("repair", "路灯晚上不亮", "小区西门到二号楼一段路漆黑。", Fulfilled),
    ("service", "搬一台旧冰箱下楼", "自己搬不动，没有电梯。", Fulfilled),
    ("goods", "想要几盆绿植布置楼道", "楼道刚粉刷好，想放几盆花。", Fulfilled),
    ("companionship", "周末陪孩子读书", "我们单位加班，孩子一个人在家。", Fulfilled),
    ("repair", "下水道反味", "一楼厨房反味，请帮忙看看。", Disputed),
    ("advice", "咨询残疾证怎么办理", "不知道需要哪些材料。", Claimed),
    ("service", "帮忙清理楼道杂物", "旧家具堵了消防通道。", Claimed),
    ("repair", "楼道扶手松了", "老人上下楼靠扶手，现在晃得厉害。", Claimed),
    ("goods", "借一个折叠床", "亲戚来陪护，住三天。", Claimed),
    ("companionship", "陪独居老人聊聊天", "老人耳朵背，性格很好。", Claimed),
    ("mediation", "邻居装修时间太早", "早上六点就开工，想请人协调。", Assigned),
    ("advice", "租房合同想请律师看看", "怕有不合理的条款。", Assigned),
    ("repair", "大门台阶缺一块砖", "轮椅和婴儿车过不去。", Open),
    ("service", "希望有人教广场舞", "姐妹们都想学新舞步。", Open),
    ("goods", "需要一台旧洗衣机", "家里的坏了，暂时买不起新的。", Open),
    ("companionship", "找人一起晨练", "一个人坚持不下来。", Open),
    ("repair", "儿童滑梯破损", "边缘锋利，容易划伤。", Open),
    ("service", "上门磨剪子磨刀", "以前常有师傅来，现在找不到了。", Open),
    ("complaint", "夜里烧烤噪音大", "夏秋夜里吵到一两点。", Open),
    ("advice", "医保异地报销怎么办", "父母在外地住院。", Open),
    ("goods", "想换一些多肉植物", "家里养了很多，愿意交换。", Open),
    ("service", "帮忙修自行车", "链条掉了，不会装。", Open),
    ("repair", "电动车充电桩不够", "晚上抢不到，只好飞线充电，很危险。", Escalated),
    ("complaint", "僵尸车占了车位", "一辆车停了一年多没人开。", Escalated),
    ("repair", "小区围墙倾斜", "靠近幼儿园一侧，担心倒塌。", Escalated),
    ("service", "希望开设老年食堂", "很多老人中午自己对付一口。", Open),
    ("companionship", "想组织一次重阳节活动", "大家一起包饺子。", Open),
    ("repair", "楼道灯又坏了", "二单元四楼的灯闪。", Open),
    ("repair", "三单元的灯不亮", "三单元楼道的灯不亮，晚上看不见。", Merged),
    ("repair", "加装电梯", "六楼老人下楼困难，希望加装电梯。", Unmet),
    ("goods", "希望社区买一架钢琴", "孩子们可以一起练。", Unmet),
    ("service", "希望通宵接送", "夜班回家晚，希望有人接。", Rejected),
    ("goods", "想要一部新手机", "旧的卡了。", Rejected),
    ("repair", "家里水龙头滴水", "请补充是几单元几楼。", Returned),
    ("service", "帮我个忙", "具体的事到时候再说。", Returned),
    ("companionship", "想学书法", "已经报了老年大学。", Withdrawn),
    ("repair", "对讲机没有声音", "按了门铃家里听不到。", Waits),
    ("service", "帮忙把药送到家", "感冒发烧，不方便出门。", Waits),
    ("goods", "借一把梯子", "换灯泡用，半天就还。", Waits),
    ("companionship", "陪孩子参加升旗", "希望认识更多小朋友。", Waits),
    ("advice", "咨询养老保险补缴", "断缴了两年，想知道怎么补。", Waits),
    ("complaint", "遛狗不牵绳", "孩子被吓到两次。", Waits),
    ("repair", "楼门口坑洼积水", "下雨后没法走。", Waits),
    ("mediation", "停车位纠纷", "两家为一个车位争执。", Waits),
    ("service", "老人想剪指甲", "眼睛看不清，自己剪不了。", Waits),
    ("repair", "单元门口灯罩掉了", "悬着，怕砸到人。", Waits),
];
