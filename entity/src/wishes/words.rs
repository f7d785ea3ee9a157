//! Words of wishes (domain.md section 3).

crate::vocabulary::vocabulary! {
    /// 心愿状态
    WishStatus {
        /// 待审核.
        Submitted = "submitted",
        /// 已退回，待修改.
        Returned = "returned",
        /// 未通过.
        Rejected = "rejected",
        /// 已撤回.
        Withdrawn = "withdrawn",
        /// 待认领.
        Open = "open",
        /// 已认领.
        Claimed = "claimed",
        /// 已完成，待确认.
        Fulfilled = "fulfilled",
        /// 已确认.
        Confirmed = "confirmed",
        /// 未能实现.
        Unmet = "unmet",
        /// 已并入相同心愿.
        Merged = "merged",
    }
    /// 心愿来源
    WishChannel {
        /// 小程序.
        MiniProgram = "mini_program",
        /// 12345 热线工单.
        Hotline12345 = "hotline_12345",
        /// 走访、排查.
        GridVisit = "grid_visit",
        /// 现场来访.
        WalkIn = "walk_in",
        /// Open311 接口.
        Open311 = "open311",
    }
    /// 办理层级
    Level {
        /// 楼栋.
        Building = "building",
        /// 小区.
        Compound = "compound",
        /// 社区.
        Community = "community",
        /// 街道.
        Subdistrict = "subdistrict",
    }
    /// 坐标系
    Datum {
        /// 国测局坐标，微信地图所用.
        Gcj02 = "gcj02",
        /// 卫星定位坐标.
        Wgs84 = "wgs84",
    }
    /// 认领方
    HelperKind {
        /// 个人.
        Account = "account",
        /// 团队.
        Team = "team",
        /// 共建单位.
        Partner = "partner",
    }
    /// 认领的结束方式
    ClaimEnd {
        /// 已放弃.
        Released = "released",
        /// 被收回.
        Revoked = "revoked",
        /// 超时.
        Expired = "expired",
        /// 谢绝指派.
        Declined = "declined",
        /// 心愿已确认.
        Confirmed = "confirmed",
        /// 心愿已关闭.
        Closed = "closed",
    }
    /// 记录类型
    NoteKind {
        /// 进展.
        Progress = "progress",
        /// 完成凭证.
        Evidence = "evidence",
        /// 异议.
        Dispute = "dispute",
    }
    /// 延期申请的状态
    ExtensionStatus {
        /// 待审批.
        Asked = "asked",
        /// 已同意.
        Approved = "approved",
        /// 未同意.
        Rejected = "rejected",
    }
    /// 心愿的动作（状态流转表中的动词）
    WishVerb {
        /// 提交.
        Submit = "submit",
        /// 通过.
        Approve = "approve",
        /// 退回修改.
        Return = "return",
        /// 不予通过.
        Reject = "reject",
        /// 修改后重新提交.
        Resubmit = "resubmit",
        /// 申诉.
        Appeal = "appeal",
        /// 撤回.
        Withdraw = "withdraw",
        /// 附和.
        Support = "support",
        /// 认领.
        Claim = "claim",
        /// 指派.
        Assign = "assign",
        /// 接受指派.
        Accept = "accept",
        /// 谢绝指派.
        Decline = "decline",
        /// 放弃认领.
        Release = "release",
        /// 收回认领.
        Revoke = "revoke",
        /// 认领超时.
        Expire = "expire",
        /// 记录进展.
        Progress = "progress",
        /// 完成.
        Fulfil = "fulfil",
        /// 确认并评价.
        Confirm = "confirm",
        /// 提出异议.
        Dispute = "dispute",
        /// 到期自动确认.
        AutoConfirm = "auto_confirm",
        /// 上报.
        Escalate = "escalate",
        /// 以未能实现关闭.
        Close = "close",
        /// 重新打开.
        Reopen = "reopen",
        /// 申请延期.
        Extend = "extend",
        /// 并入相同心愿.
        Merge = "merge",
        /// 撤销合并.
        Unmerge = "unmerge",
        /// 安排了行动.
        PlanAction = "plan_action",
        /// 行动已结束.
        EndAction = "end_action",
        /// 行动已取消.
        DropAction = "drop_action",
    }
}
