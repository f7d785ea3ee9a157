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
    /// 谁来表决
    Electorate {
        /// 居民：表决开始日年满十八周岁，一人一票.
        Residents = "residents",
        /// 户：一户一票.
        Households = "households",
        /// 业主：按专有部分面积与人数.
        Owners = "owners",
    }
    /// 表决方式
    Method {
        /// 同意、反对、弃权.
        Motion = "motion",
        /// 单选.
        Single = "single",
        /// 多选，至多若干项.
        Approval = "approval",
        /// 排序（舒尔策法）.
        Ranked = "ranked",
        /// 评分，一至五分.
        Score = "score",
    }
    /// 记名方式
    Secrecy {
        /// 公开：监票人可见谁投了什么.
        Open = "open",
        /// 无记名：截止时销毁密钥，此后无人可知谁投了什么.
        Secret = "secret",
    }
    /// 选票来源
    BallotChannel {
        /// 线上.
        Online = "online",
        /// 纸质票.
        Paper = "paper",
        /// 入户.
        DoorToDoor = "door_to_door",
        /// 书面委托.
        Proxy = "proxy",
    }
    /// 纸质票录入的状态
    PaperState {
        /// 等待第二人录入.
        Waiting = "waiting",
        /// 两人一致.
        Agreed = "agreed",
        /// 两人不一致.
        Disagreeing = "disagreeing",
    }

    /// 线上与纸质冲突时的取舍
    Precedence {
        /// 先到为准.
        First = "first",
        /// 纸质为准.
        Paper = "paper",
        /// 线上为准.
        Online = "online",
    }
    /// 比较的量
    Measure {
        /// 专有部分面积.
        Area = "area",
        /// 人数（票数）.
        Heads = "heads",
    }
    /// 比较的基数
    Base {
        /// 名册全体.
        Roll = "roll",
        /// 参与表决者.
        Participants = "participants",
    }
    /// 如何比较
    Comparison {
        /// 不少于（含本数）.
        AtLeast = "at_least",
        /// 多于（不含本数）.
        MoreThan = "more_than",
    }
    /// 表决结论
    Outcome {
        /// 通过.
        Adopted = "adopted",
        /// 未通过.
        Rejected = "rejected",
        /// 参与不足，表决不成立.
        NoQuorum = "no_quorum",
        /// 征求意见，不作结论.
        Advisory = "advisory",
    }
    /// 未表决的业主如何计算
    SilentReading {
        /// 不计入.
        LeftOut = "left_out",
        /// 已送达而未表决的，随多数意见.
        FollowMajority = "follow_majority",
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
    /// 送达方式
    DeliveryMethod {
        /// 当面签收.
        InPerson = "in_person",
        /// 邮寄.
        Post = "post",
        /// 电子送达.
        Electronic = "electronic",
        /// 张贴公告.
        Notice = "notice",
    }
}
