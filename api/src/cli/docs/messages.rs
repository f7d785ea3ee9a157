//! The transition table of messages through WeChat.

use entity::wechat::{MessageStatus, MessageVerb};

use super::Machine;
use crate::notifications::wechat::state::{MOVES, Standing};

/// It.
pub fn machine() -> String {
    let meanings = MessageStatus::ALL.iter().map(|status| format!("`{status}` {}", status.meaning()));
    Machine {
        title: "微信订阅消息 Subscribe message",
        first: "waiting",
        states: meanings.collect::<Vec<_>>().join("、"),
        moves: MOVES,
        verb: MessageVerb::meaning,
        who: |standing| match standing {
            Standing::Worker => "系统（发送）",
            Standing::Wechat => "微信（推送事件）",
        },
    }
    .print()
}
