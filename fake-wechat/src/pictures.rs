//! `media_check_async`: takes an address, downloads what lies there, and pushes its opinion to the callback.

use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::call::Call;
use crate::refusal::Refusal;
use crate::verdict::Verdict;
use crate::world::{World, unique};

/// A picture is at most so large, in bytes.
const MOST: usize = 10 * 1024 * 1024;

/// A picture that cannot be fetched.
const NOT_FETCHED: i64 = -1_008;

/// How pictures are judged, and how it is told.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Pictures {
    /// The opinion of every picture.
    pub verdict: Verdict,
    /// Milliseconds before it is told.
    pub delay_ms: u64,
    /// Whether each is told twice.
    pub twice: bool,
    /// Whether of two pictures the later one is told of first.
    pub last_first: bool,
    /// Whether numbers are told as strings, and the errcode is left out, as some pushes have it.
    pub in_text: bool,
    /// Whether nothing is told at all.
    pub silent: bool,
}

impl World {
    pub(crate) fn media_check_async(self: &Arc<Self>, call: &Call) -> Result<Value, Refusal> {
        let appid = self.tokens().appid_of(call.parameter("access_token"), self.clock.now())?;
        if !matches!(call.body["media_type"].as_i64(), Some(1 | 2)) {
            return Err(40_004.into());
        }
        let url = call.field("media_url");
        if call.body["version"] != 2 || !url.starts_with("http") {
            return Err(40_097.into());
        }
        if !matches!(call.body["scene"].as_i64(), Some(1..=4)) {
            return Err(40_129.into());
        }
        self.active(call.field("openid"))?;
        let trace = format!("{}-{}", &unique("")[..8], &unique("")[..8]);
        let answer = json!({ "errcode": 0, "errmsg": "ok", "trace_id": trace });
        actix_web::rt::spawn(Arc::clone(self).look_and_tell(appid, url.to_owned(), trace));
        Ok(answer)
    }

    async fn look_and_tell(self: Arc<Self>, appid: String, url: String, trace: String) {
        let fetched = fetch(&url).await;
        let how = self.pictures().clone();
        tokio::time::sleep(Duration::from_millis(how.delay_ms)).await;
        if how.silent {
            return;
        }
        let event = self.finding(&appid, &trace, fetched.then_some(how.verdict), how.in_text);
        for event in self.in_turn(how.last_first, event) {
            for _ in 0..=usize::from(how.twice) {
                self.push(&appid, &event).await;
            }
        }
    }

    /// What is to be told now: of two results that change places, nothing at the first and both at the second.
    fn in_turn(&self, last_first: bool, event: Value) -> Vec<Value> {
        if !last_first {
            return vec![event];
        }
        let mut kept_back = self.kept_back();
        match kept_back.take() {
            Some(first) => vec![event, first],
            None => {
                *kept_back = Some(event);
                Vec::new()
            }
        }
    }

    /// The event; without a verdict the picture was not to be had.
    fn finding(&self, appid: &str, trace: &str, verdict: Option<Verdict>, in_text: bool) -> Value {
        let now = self.clock.now().timestamp();
        let mut event = json!({
            "ToUserName": "gh_fake", "FromUserName": "o-the-platform", "CreateTime": now, "MsgType": "event",
            "Event": "wxa_media_check", "appid": appid, "trace_id": trace, "version": 2,
            "errcode": 0, "errmsg": "ok",
        });
        match verdict {
            Some(verdict) => verdict.write_into(&mut event),
            None => {
                event["errcode"] = json!(NOT_FETCHED);
                event["errmsg"] = json!("download error");
                event["detail"] = json!([]);
            }
        }
        if in_text {
            event["CreateTime"] = json!(now.to_string());
            if let Some(label) = event["result"]["label"].as_i64() {
                event["result"]["label"] = json!(label.to_string());
                let fields = event.as_object_mut();
                fields.and_then(|fields| fields.remove("errcode"));
            }
        }
        event
    }
}

async fn fetch(url: &str) -> bool {
    let answer = match reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(10)).build() {
        Ok(client) => client.get(url).send().await,
        Err(error) => Err(error),
    };
    match answer {
        Ok(answer) if answer.status().is_success() => answer.bytes().await.is_ok_and(|bytes| bytes.len() <= MOST),
        _ => false,
    }
}
