//! Words of emergencies (domain.md section 5).

crate::vocabulary::vocabulary! {
    /// 应急的性质
    EmergencyKind {
        /// 演练：不计入服务时长、积分和三率.
        Drill = "drill",
        /// 真实应急.
        Real = "real",
    }
    /// 应急的状态
    EmergencyStatus {
        /// 进行中.
        Open = "open",
        /// 已结束.
        Closed = "closed",
    }
    /// 应急的动作（状态流转表中的动词）
    EmergencyVerb {
        /// 启动.
        Open = "open",
        /// 召集志愿者.
        CallUp = "call_up",
        /// 答复召集.
        Answer = "answer",
        /// 排岗.
        Roster = "roster",
        /// 派岗.
        Assign = "assign",
        /// 结束.
        Close = "close",
    }
    /// 对召集的答复
    CallUpReply {
        /// 未答复.
        Silent = "silent",
        /// 能参加.
        Can = "can",
        /// 不能参加.
        Cannot = "cannot",
        /// 稍后能参加.
        Later = "later",
    }
    /// 应急岗位
    DutyPost {
        /// 卡口值守.
        Checkpoint = "checkpoint",
        /// 代购.
        Shopping = "shopping",
        /// 配送.
        Delivery = "delivery",
        /// 垃圾清运.
        Waste = "waste",
        /// 其他.
        Other = "other",
    }
}
