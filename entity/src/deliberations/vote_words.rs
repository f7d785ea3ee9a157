//! Words of votes: who votes on what, how it is counted and compared (domain.md section 4).

crate::vocabulary::vocabulary! {
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
