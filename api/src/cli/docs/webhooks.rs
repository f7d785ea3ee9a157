//! The transition table of webhook messages.

use entity::webhooks::{WebhookDeliveryStatus, WebhookDeliveryVerb};

use super::Machine;
use crate::webhooks::state::{MOVES, Standing};

/// It.
pub fn machine() -> String {
    let meanings = WebhookDeliveryStatus::ALL.iter().map(|status| format!("`{status}` {}", status.meaning()));
    Machine {
        title: "推送的消息 Webhook message",
        first: "pending",
        states: meanings.collect::<Vec<_>>().join("、"),
        moves: MOVES,
        verb: WebhookDeliveryVerb::meaning,
        who: |standing| match standing {
            Standing::Admin => "社区管理员",
            Standing::Worker => "系统（推送）",
        },
    }
    .print()
}
