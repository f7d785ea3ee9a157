//! What a check finds.

use serde::Deserialize;
use serde_json::{Value, json};

/// What stands in a text that is to be found doubtful.
pub const DOUBTFUL: &str = "【可疑】";

/// What stands in a text that is to be refused.
pub const FORBIDDEN: &str = "【违规】";

/// WeChat's opinion of a text or a picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Verdict {
    /// Nothing is wrong with it.
    #[default]
    Pass,
    /// People should look.
    Review,
    /// Not to be shown.
    Risky,
}

impl Verdict {
    /// By the words that stand in a text.
    pub(crate) fn of(text: &str) -> Self {
        match text {
            text if text.contains(FORBIDDEN) => Self::Risky,
            text if text.contains(DOUBTFUL) => Self::Review,
            _ => Self::Pass,
        }
    }

    fn suggest(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Review => "review",
            Self::Risky => "risky",
        }
    }

    fn label(self) -> i64 {
        match self {
            Self::Pass => 100,
            Self::Review => 21_000,
            Self::Risky => 20_003,
        }
    }

    /// `result` and `detail` of an answer.
    pub(crate) fn write_into(self, answer: &mut Value) {
        let result = json!({ "suggest": self.suggest(), "label": self.label() });
        let mut detail = result.clone();
        detail["strategy"] = json!("content_model");
        detail["errcode"] = json!(0);
        detail["prob"] = json!(90);
        answer["result"] = result;
        // The second finding has failed and says nothing: only those with errcode 0 count.
        answer["detail"] = json!([detail, { "strategy": "keyword", "errcode": -1 }]);
    }
}
