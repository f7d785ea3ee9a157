//! Words of content safety.

crate::vocabulary::vocabulary! {
    /// 内容能否公开
    Screening {
        /// 可以公开.
        Passed = "passed",
        /// 正在自动检查，暂时只有本人看得到.
        Checking = "checking",
        /// 等待人工审核，暂时只有本人看得到.
        Held = "held",
        /// 审核未通过，不公开.
        Refused = "refused",
    }
    /// 内容的种类
    ContentKind {
        /// 心愿.
        Wish = "wish",
        /// 心愿的进展、凭证或异议.
        WishNote = "wish_note",
        /// 心愿的评语.
        WishRating = "wish_rating",
        /// 议题.
        Deliberation = "deliberation",
        /// 议题中的发言.
        DeliberationComment = "deliberation_comment",
        /// 行动.
        Action = "action",
        /// 说明：撤回、放弃、异议等的原因.
        Reason = "reason",
        /// 图片.
        Picture = "picture",
    }
    /// 内容审核的状态
    ReviewStatus {
        /// 正在自动检查.
        Checking = "checking",
        /// 等待人工审核.
        Waiting = "waiting",
        /// 通过.
        Passed = "passed",
        /// 未通过.
        Refused = "refused",
    }
    /// 对内容审核的操作
    ReviewVerb {
        /// 重新提交.
        Submit = "submit",
        /// 转人工.
        Hold = "hold",
        /// 通过.
        Pass = "pass",
        /// 不通过.
        Refuse = "refuse",
        /// 申诉.
        Appeal = "appeal",
        /// 举报.
        Report = "report",
    }
    /// 转人工审核的原因
    ReviewCause {
        /// 含有词库中的词.
        ListedWord = "listed_word",
        /// 微信检查认为可疑或违规.
        Wechat = "wechat",
        /// 自动检查没有完成.
        CheckFailed = "check_failed",
        /// 来自其他渠道，不能自动检查.
        OtherChannel = "other_channel",
        /// 被居民举报.
        Reported = "reported",
        /// 作者申诉.
        Appealed = "appealed",
    }
    /// 审核结论
    ReviewDecision {
        /// 可以公开.
        Pass = "pass",
        /// 不公开.
        Refuse = "refuse",
    }
    /// 举报的理由
    ReportReason {
        /// 辱骂、攻击他人.
        Abuse = "abuse",
        /// 广告.
        Ads = "ads",
        /// 诈骗.
        Fraud = "fraud",
        /// 色情低俗.
        Vulgar = "vulgar",
        /// 泄露他人隐私.
        Privacy = "privacy",
        /// 不实信息.
        Untrue = "untrue",
        /// 其他.
        Other = "other",
    }
    /// 词库怎样对待一个词
    WordRule {
        /// 放行.
        Allow = "allow",
        /// 广告.
        Ads = "ads",
        /// 政治.
        Politics = "politics",
        /// 色情.
        Porn = "porn",
        /// 辱骂.
        Abuse = "abuse",
        /// 违法犯罪.
        Crime = "crime",
        /// 诈骗.
        Fraud = "fraud",
        /// 低俗.
        Vulgar = "vulgar",
        /// 其他.
        Other = "other",
    }
}
