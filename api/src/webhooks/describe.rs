//! The section `webhooks` of the OpenAPI document: what a receiver is sent.

use entity::webhooks::WebhookEvent;
use serde_json::{Map, Value, json};

/// One entry an event.
pub fn describe() -> Value {
    let entries =
        WebhookEvent::ALL.iter().map(|event| (event.as_str().to_owned(), json!({ "post": operation(*event) })));
    Value::Object(entries.collect::<Map<String, Value>>())
}

fn operation(event: WebhookEvent) -> Value {
    let header = |name: &str, description: &str| {
        json!({
            "name": name, "in": "header", "required": true, "description": description,
            "schema": { "type": "string" },
        })
    };
    json!({
        "tags": ["webhooks"],
        "operationId": operation_id(event),
        "summary": event.meaning(),
        "description": "按 Standard Webhooks 签名；验证方法见 docs/webhooks.md。",
        "parameters": [
            header("webhook-id", "消息编号；重试时不变，用于去重"),
            header("webhook-timestamp", "发送时间（Unix 秒）；相差 5 分钟以上的应拒绝"),
            header("webhook-signature", "空格分隔的签名，各为 `v1,` 加 base64(HMAC-SHA256)；更换密钥的 24 小时内有两个"),
        ],
        "requestBody": {
            "required": true,
            "content": { "application/json": { "schema": { "$ref": "#/components/schemas/WebhookMessage" } } },
        },
        "responses": {
            "2XX": { "description": "已收到；15 秒内没有 2XX 即重试" },
            "410": { "description": "不再接收；此推送随即停用" },
        },
    })
}

/// `onWishApproved` for `wish.approved`.
fn operation_id(event: WebhookEvent) -> String {
    let words = event.as_str().split(['.', '_']);
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_ascii_uppercase().to_string() + letters.as_str()).unwrap_or_default()
    };
    words.fold("on".to_owned(), |name, word| name + &capital(word))
}
