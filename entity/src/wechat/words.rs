//! Words of WeChat's messages and events.

crate::vocabulary::vocabulary! {
    /// 微信订阅消息的种类
    MessageKind {
        /// 心愿进展.
        WishUpdate = "wish_update",
        /// 帮办提醒.
        WishHelp = "wish_help",
        /// 待办提醒.
        Waiting = "waiting",
        /// 待办汇总.
        Digest = "digest",
        /// 议题进展.
        MatterUpdate = "matter_update",
        /// 投票提醒.
        VoteReminder = "vote_reminder",
        /// 报名提醒.
        SignupUpdate = "signup_update",
        /// 应急召集.
        Emergency = "emergency",
        /// 住户认证.
        HouseholdClaim = "household_claim",
        /// 志愿服务.
        VolunteerUpdate = "volunteer_update",
    }
    /// 微信订阅消息的状态
    MessageStatus {
        /// 等待发送.
        Waiting = "waiting",
        /// 正在发送.
        Sending = "sending",
        /// 微信已收下.
        Sent = "sent",
        /// 对方没有订阅，或次数已用完.
        NotWanted = "not_wanted",
        /// 对方在小程序中已不存在.
        NobodyThere = "nobody_there",
        /// 不再需要.
        Dropped = "dropped",
        /// 未能发送，不再重试.
        Failed = "failed",
        /// 发送时服务中断，结果未知，不再重试.
        Uncertain = "uncertain",
    }
    /// 微信订阅消息的动作
    MessageVerb {
        /// 取出发送.
        Take = "take",
        /// 微信收下.
        Succeed = "succeed",
        /// 稍后再试.
        TryAgain = "try_again",
        /// 没有订阅.
        Decline = "decline",
        /// 无人可送.
        Miss = "miss",
        /// 不再需要.
        Drop = "drop",
        /// 放弃.
        GiveUp = "give_up",
        /// 失去联系.
        LoseTrack = "lose_track",
        /// 微信事后告知送达.
        LearnSent = "learn_sent",
        /// 微信事后告知未送达.
        LearnFailed = "learn_failed",
    }
    /// 微信推送事件的处理结果
    EventOutcome {
        /// 已处理.
        Done = "done",
        /// 与本系统无关.
        Ignored = "ignored",
        /// 搁置，等待人工.
        Parked = "parked",
    }
}
