//! Words of deliberations (domain.md section 4).

crate::vocabulary::vocabulary! {
    /// 议题状态
    DeliberationStatus {
        /// 征集附议.
        Proposed = "proposed",
        /// 已达附议人数，待受理.
        Seconded = "seconded",
        /// 已失效：附议期满未达人数，或到截止时仍未能开始表决.
        Lapsed = "lapsed",
        /// 不予受理.
        Declined = "declined",
        /// 讨论中.
        Discussing = "discussing",
        /// 已定表决方案.
        Scheduled = "scheduled",
        /// 表决中.
        Voting = "voting",
        /// 已计票，待公示.
        Counted = "counted",
        /// 公示中.
        Published = "published",
        /// 异议成立，结果作废.
        Annulled = "annulled",
        /// 已有结论.
        Decided = "decided",
        /// 实施中.
        Executing = "executing",
        /// 评议中.
        Evaluating = "evaluating",
        /// 已办结.
        Closed = "closed",
        /// 已撤回.
        Withdrawn = "withdrawn",
    }
    /// 议题的动作（状态流转表中的动词）
    DeliberationVerb {
        /// 提出.
        Propose = "propose",
        /// 附议.
        Second = "second",
        /// 附议达到人数.
        ReachThreshold = "reach_threshold",
        /// 失效：附议期满，或未能开始表决.
        Lapse = "lapse",
        /// 受理.
        Accept = "accept",
        /// 不予受理.
        Decline = "decline",
        /// 发言.
        Comment = "comment",
        /// 隐藏或恢复发言.
        Moderate = "moderate",
        /// 确定表决方案.
        Schedule = "schedule",
        /// 开始表决，冻结名册.
        Open = "open",
        /// 投票.
        Cast = "cast",
        /// 改票.
        Change = "change",
        /// 录入纸质票.
        ReadPaper = "read_paper",
        /// 登记书面委托.
        Entrust = "entrust",
        /// 撤销书面委托.
        EndProxy = "end_proxy",
        /// 登记送达.
        Deliver = "deliver",
        /// 提醒未投票者.
        Remind = "remind",
        /// 更正名册.
        CorrectRoll = "correct_roll",
        /// 延长表决.
        Extend = "extend",
        /// 截止并计票.
        Close = "close",
        /// 公示结果.
        Publish = "publish",
        /// 提出异议.
        Object = "object",
        /// 异议成立.
        Uphold = "uphold",
        /// 异议不成立.
        Dismiss = "dismiss",
        /// 公示期满.
        Decide = "decide",
        /// 付诸实施.
        Execute = "execute",
        /// 实施完成.
        Complete = "complete",
        /// 评议.
        Evaluate = "evaluate",
        /// 评议期满.
        EndEvaluation = "end_evaluation",
        /// 上报.
        Escalate = "escalate",
        /// 撤回.
        Withdraw = "withdraw",
        /// 安排了行动.
        PlanAction = "plan_action",
        /// 行动已结束.
        EndAction = "end_action",
        /// 行动已取消.
        DropAction = "drop_action",
    }
    /// 提出者
    ProposerKind {
        /// 居民.
        Resident = "resident",
        /// 团队.
        Team = "team",
        /// 社区工作者.
        Staff = "staff",
    }
    /// 以何身份发言
    CommenterKind {
        /// 提出者.
        Proposer = "proposer",
        /// 居民.
        Resident = "resident",
        /// 自治管理小组.
        Group = "group",
        /// 网格长.
        Leader = "leader",
        /// 社区工作者.
        Staff = "staff",
    }
    /// 异议的状态
    ObjectionStatus {
        /// 待处理.
        Raised = "raised",
        /// 成立.
        Upheld = "upheld",
        /// 不成立.
        Dismissed = "dismissed",
    }
    /// 业主类型
    OwnerKind {
        /// 个人.
        Person = "person",
        /// 单位.
        Organisation = "organisation",
        /// 建设单位（未售部分）.
        Developer = "developer",
    }
}
