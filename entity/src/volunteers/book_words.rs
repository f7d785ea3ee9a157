//! Words of minutes, points, rewards and certificates.

crate::vocabulary::vocabulary! {
    /// 账户属于谁
    LedgerOwner {
        /// 社区（发放）.
        Community = "community",
        /// 个人.
        Member = "member",
        /// 共建单位.
        Partner = "partner",
    }
    /// 账户的单位
    LedgerUnit {
        /// 积分.
        Points = "points",
        /// 记录的服务分钟.
        Minutes = "minutes",
        /// 补录的服务分钟.
        AddedMinutes = "added_minutes",
    }
    /// 一笔账的缘由
    LedgerKind {
        /// 志愿服务.
        Service = "service",
        /// 时间银行互赠.
        Gift = "gift",
        /// 兑换.
        Redemption = "redemption",
        /// 冲正.
        Reversal = "reversal",
    }
    /// 一笔账的来源
    LedgerSource {
        /// 活动签到.
        Attendance = "attendance",
        /// 微心愿.
        Wish = "wish",
        /// 补录.
        Claim = "claim",
        /// 兑换.
        Redemption = "redemption",
    }
    /// 补录的状态
    MinutesClaimStatus {
        /// 待审核.
        Submitted = "submitted",
        /// 已通过.
        Approved = "approved",
        /// 已拒绝.
        Rejected = "rejected",
        /// 已撤回.
        Withdrawn = "withdrawn",
    }
    /// 对补录的操作
    MinutesClaimVerb {
        /// 提交.
        Submit = "submit",
        /// 通过.
        Approve = "approve",
        /// 拒绝.
        Reject = "reject",
        /// 撤回.
        Withdraw = "withdraw",
    }
    /// 兑换的状态
    RedemptionStatus {
        /// 待领取.
        Placed = "placed",
        /// 已领取.
        HandedOver = "handed_over",
        /// 已取消.
        Cancelled = "cancelled",
    }
    /// 对兑换的操作
    RedemptionVerb {
        /// 兑换.
        Place = "place",
        /// 确认领取.
        HandOver = "hand_over",
        /// 取消.
        Cancel = "cancel",
    }
    /// 服务证明的状态
    CertificateStatus {
        /// 已申请.
        Requested = "requested",
        /// 已出具.
        Issued = "issued",
        /// 不予出具.
        Declined = "declined",
        /// 已撤回.
        Withdrawn = "withdrawn",
        /// 已撤销.
        Revoked = "revoked",
    }
    /// 对服务证明的操作
    CertificateVerb {
        /// 申请.
        Request = "request",
        /// 出具.
        Issue = "issue",
        /// 不予出具.
        Decline = "decline",
        /// 撤回.
        Withdraw = "withdraw",
        /// 撤销.
        Revoke = "revoke",
    }
}
