//! The transition table of content reviews.

use entity::moderation::{ReviewStatus, ReviewVerb};

use super::Machine;
use crate::moderation::state::{MOVES, Standing};

/// It.
pub fn machine() -> String {
    let meanings = ReviewStatus::ALL.iter().map(|status| format!("`{status}` {}", status.meaning()));
    Machine {
        title: "内容审核 Content review",
        first: "checking",
        states: meanings.collect::<Vec<_>>().join("、"),
        moves: MOVES,
        verb: ReviewVerb::meaning,
        who: |standing| match standing {
            Standing::Check => "系统（词库与微信检查）",
            Standing::Author => "作者",
            Standing::Reviewer => "社区工作者，不是作者",
            Standing::Neighbour => "看得到的人",
        },
    }
    .print()
}
