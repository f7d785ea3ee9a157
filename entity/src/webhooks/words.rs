//! Words of webhooks.

use serde::{Deserialize, Serialize};

/// What a webhook wants to hear about, as it is stored.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, sea_orm::FromJsonQueryResult)]
pub struct WebhookEvents(pub Vec<WebhookEvent>);

crate::vocabulary::vocabulary! {
    /// 推送的事件
    WebhookEvent {
        /// 心愿通过审核，可以认领（权限 wishes:read）.
        WishApproved = "wish.approved",
        /// 心愿已被认领（wishes:read）.
        WishClaimed = "wish.claimed",
        /// 心愿的认领已结束，重新待认领（wishes:read）.
        WishReleased = "wish.released",
        /// 心愿已完成，待确认（wishes:read）.
        WishFulfilled = "wish.fulfilled",
        /// 心愿已确认（wishes:read）.
        WishConfirmed = "wish.confirmed",
        /// 心愿已重新打开（wishes:read）.
        WishReopened = "wish.reopened",
        /// 心愿以未能实现关闭（wishes:read）.
        WishClosed = "wish.closed",
        /// 心愿已并入相同的心愿（wishes:read）.
        WishMerged = "wish.merged",
        /// 议题开始表决（community:read）.
        DeliberationOpened = "deliberation.opened",
        /// 议题的结果已公示（community:read）.
        DeliberationPublished = "deliberation.published",
        /// 议题已有结论（community:read）.
        DeliberationDecided = "deliberation.decided",
        /// 行动已发布（community:read）.
        ActionPublished = "action.published",
        /// 已发布的行动取消（community:read）.
        ActionCancelled = "action.cancelled",
        /// 行动已结束（community:read）.
        ActionFinished = "action.finished",
        /// 测试，由管理员发出，不用订阅.
        Ping = "ping",
    }
    /// 推送停用的原因
    WebhookStop {
        /// 由管理员停用.
        Admin = "admin",
        /// 对方答 410，不再接收.
        Gone = "gone",
        /// 连续多日未能送达.
        Failing = "failing",
        /// 接口密钥已撤销或到期.
        KeyEnded = "key_ended",
    }
    /// 一次推送的状态
    WebhookDeliveryStatus {
        /// 等待送达.
        Pending = "pending",
        /// 已送达.
        Delivered = "delivered",
        /// 未能送达，不再自动重试.
        Failed = "failed",
    }
    /// 推送的动作
    WebhookDeliveryVerb {
        /// 送达.
        Succeed = "succeed",
        /// 未送达，稍后再试.
        TryAgain = "try_again",
        /// 放弃.
        GiveUp = "give_up",
        /// 重新推送.
        Retry = "retry",
    }
    /// 最近一次未能送达的原因
    WebhookFailure {
        /// 对方的答复不是 2xx.
        BadStatus = "bad_status",
        /// 对方要求转到另一地址，不跟随.
        Redirect = "redirect",
        /// 对方答 410，不再接收.
        Gone = "gone",
        /// 没有在期限内答复.
        Timeout = "timeout",
        /// 连接不上，或证书无效.
        Unreachable = "unreachable",
        /// 地址不允许：内网、本机等.
        AddressRefused = "address_refused",
        /// 接口密钥已撤销或到期.
        KeyEnded = "key_ended",
        /// 推送时服务中断.
        Interrupted = "interrupted",
    }
}
