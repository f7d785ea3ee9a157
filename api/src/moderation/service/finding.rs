//! What the list and WeChat found.

use entity::moderation::WordRule;
use sea_orm::prelude::Json;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use crate::moderation::words::{Hit, Topic};
use crate::wechat::safety::Opinion;

/// 由谁发现
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FindingSource {
    /// 词库
    Words,
    /// 微信
    Wechat,
}

/// 自动检查发现的一处
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// 由谁发现
    pub source: FindingSource,
    /// 词库中的类别
    #[schema(required = true)]
    pub topic: Option<WordRule>,
    /// 词库中的词
    #[schema(required = true)]
    pub word: Option<String>,
    /// 微信的分类：10001 广告、20001 时政、20002 色情、20003 辱骂、20006 违法犯罪、20008 欺诈、20012 低俗、20013 版权、21000 其他
    #[schema(required = true)]
    pub label: Option<i64>,
    /// 微信没有检查时的错误码
    #[schema(required = true)]
    pub errcode: Option<i64>,
}

impl Finding {
    const BY_WECHAT: Self = Self { source: FindingSource::Wechat, topic: None, word: None, label: None, errcode: None };

    /// What WeChat thinks.
    pub fn opinion(opinion: Opinion) -> Self {
        Self { label: Some(opinion.label), ..Self::BY_WECHAT }
    }

    /// WeChat does not look.
    pub fn refusal(errcode: Option<i64>) -> Self {
        Self { errcode, ..Self::BY_WECHAT }
    }

    /// As they are kept.
    pub fn kept(findings: &[Self]) -> Json {
        json!(findings)
    }

    /// As they were kept.
    pub fn read(kept: &Json) -> Vec<Self> {
        Vec::deserialize(kept).unwrap_or_default()
    }
}

impl From<Hit> for Finding {
    fn from(hit: Hit) -> Self {
        let topic = match hit.topic {
            Topic::Ads => WordRule::Ads,
            Topic::Politics => WordRule::Politics,
            Topic::Porn => WordRule::Porn,
            Topic::Abuse => WordRule::Abuse,
            Topic::Crime => WordRule::Crime,
            Topic::Fraud => WordRule::Fraud,
            Topic::Vulgar => WordRule::Vulgar,
            Topic::Other => WordRule::Other,
        };
        Self { source: FindingSource::Words, topic: Some(topic), word: Some(hit.word), label: None, errcode: None }
    }
}
