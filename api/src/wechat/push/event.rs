//! What a push says, read leniently: WeChat sends numbers as strings, one thing where there may be many,
//! and events that nobody knows yet; JSON or XML, as is set in the console.

use aws_lc_rs::digest::{SHA256, digest};
use serde_json::{Value, json};

use super::xml;
use crate::wechat::safety::Opinion;

/// WeChat's name for the result of a check of a picture.
const MEDIA_CHECK: &str = "wxa_media_check";

/// The envelope of a push is not one, or what is in it is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Somebody answered a popup, or changed an answer in the settings.
    Subscriptions {
        /// Who.
        openid: String,
        /// Whether it was a popup, and not the settings.
        popup: bool,
        /// What they said of which templates.
        answers: Vec<Answer>,
    },
    /// What became of messages that were sent.
    Sent {
        /// To whom.
        openid: String,
        /// Of which messages.
        deliveries: Vec<Delivery>,
    },
    /// Somebody changed name or picture.
    Modified {
        /// Who.
        openid: String,
    },
    /// Somebody takes back the use of something of theirs.
    Revoked {
        /// Who.
        openid: String,
        /// WeChat's numbers of what.
        what: Vec<i64>,
    },
    /// Somebody's account at WeChat is no more.
    Cancelled {
        /// Whose.
        openid: String,
    },
    /// A picture was checked.
    MediaChecked {
        /// Which check.
        trace_id: String,
        /// What WeChat thinks of it; none when it could not look.
        opinion: Option<Opinion>,
    },
    /// Something else, by its name.
    Other(String),
}

/// What somebody said of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The template.
    pub template_id: String,
    /// Whether they want its message.
    pub accepted: bool,
}

/// What became of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Its template.
    pub template_id: String,
    /// Its id at WeChat.
    pub msg_id: String,
    /// 0, or why it did not arrive.
    pub error_code: i64,
}

/// What is encrypted in the body of a push.
///
/// # Errors
/// [`Unreadable`].
pub fn encrypted(body: &[u8]) -> Result<String, Unreadable> {
    let body = parsed(body)?;
    body["Encrypt"].as_str().filter(|text| !text.is_empty()).map(str::to_owned).ok_or(Unreadable)
}

/// The opened message, and the key under which it is known when it comes once more.
///
/// # Errors
/// [`Unreadable`].
pub fn read(message: &[u8]) -> Result<(Event, String), Unreadable> {
    let message = parsed(message)?;
    if !message.is_object() {
        return Err(Unreadable);
    }
    let event = event(&message);
    let key = key(&message, &event);
    Ok((event, key))
}

/// WeChat's name of the event in an opened message; empty when it has none.
pub fn name(message: &[u8]) -> String {
    parsed(message).map(|message| text(&message["Event"])).unwrap_or_default()
}

/// JSON, or XML, which begins otherwise.
fn parsed(bytes: &[u8]) -> Result<Value, Unreadable> {
    let text = std::str::from_utf8(bytes).map_err(|_| Unreadable)?;
    if text.trim_start().starts_with('<') {
        return xml::read(text).ok_or(Unreadable);
    }
    serde_json::from_str(text).map_err(|_| Unreadable)
}

fn event(message: &Value) -> Event {
    let name = text(&message["Event"]);
    // The events of the person name it in the body; those of messages come from the person.
    let openid = match text(&message["OpenID"]) {
        empty if empty.is_empty() => text(&message["FromUserName"]),
        openid => openid,
    };
    match name.as_str() {
        "subscribe_msg_popup_event" | "subscribe_msg_change_event" => {
            let popup = name == "subscribe_msg_popup_event";
            Event::Subscriptions { openid, popup, answers: list(message).into_iter().map(answer).collect() }
        }
        "subscribe_msg_sent_event" => {
            Event::Sent { openid, deliveries: list(message).into_iter().map(delivery).collect() }
        }
        "user_info_modified" => Event::Modified { openid },
        "user_authorization_revoke" => {
            let what = text(&message["RevokeInfo"]);
            Event::Revoked { openid, what: what.split(',').filter_map(|word| word.trim().parse().ok()).collect() }
        }
        "user_authorization_cancellation" => Event::Cancelled { openid },
        MEDIA_CHECK => {
            Event::MediaChecked { trace_id: text(&message["trace_id"]), opinion: Opinion::of_event(message) }
        }
        _ => Event::Other(name),
    }
}

fn answer(item: &Value) -> Answer {
    let accepted = text(&item["SubscribeStatusString"]) == "accept";
    Answer { template_id: text(&item["TemplateId"]), accepted }
}

fn delivery(item: &Value) -> Delivery {
    // A code that cannot be read is no success.
    let error_code = text(&item["ErrorCode"]).parse().unwrap_or(-1);
    Delivery { template_id: text(&item["TemplateId"]), msg_id: text(&item["MsgID"]), error_code }
}

/// `List`, which is an array or a single object; in XML it lies one element deeper.
fn list(message: &Value) -> Vec<&Value> {
    let nested = ["SubscribeMsgPopupEvent", "SubscribeMsgChangeEvent", "SubscribeMsgSentEvent"];
    let within = nested.iter().map(|name| &message[*name]).find(|inner| inner.is_object()).unwrap_or(message);
    match &within["List"] {
        Value::Array(items) => items.iter().collect(),
        item @ Value::Object(_) => vec![item],
        _ => Vec::new(),
    }
}

/// A string, or a number as one; else nothing.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

/// A hash, for what makes a message this one has an openid in it. A picture's check comes from the
/// platform, many a second: only its `trace_id` tells them apart. Of the rest, sender and second do not
/// suffice either, for one popup asks of several templates.
fn key(message: &Value, event: &Event) -> String {
    let field = |name: &str| text(&message[name]);
    let what = match event {
        Event::MediaChecked { trace_id, .. } if !trace_id.is_empty() => return key_of_media_check(trace_id),
        _ if !field("MsgId").is_empty() => json!(["message", field("MsgId")]),
        _ => {
            let part = |item: &Value, name: &str| text(&item[name]);
            let names = ["TemplateId", "SubscribeStatusString", "PopupScene", "MsgID", "ErrorCode"];
            let items: Vec<_> = list(message).into_iter().map(|item| names.map(|name| part(item, name))).collect();
            let names = ["Event", "FromUserName", "ToUserName", "OpenID", "CreateTime", "trace_id", "RevokeInfo"];
            json!(["event", names.map(field), items])
        }
    };
    hashed(&what)
}

/// What tells the result of this check from everything else that is pushed.
pub fn key_of_media_check(trace_id: &str) -> String {
    hashed(&json!([MEDIA_CHECK, trace_id]))
}

fn hashed(what: &Value) -> String {
    hex::encode(digest(&SHA256, what.to_string().as_bytes()))
}
