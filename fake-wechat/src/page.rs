//! `GET /fake-wechat`: what arrived, as a phone would show it. Nothing is fetched from elsewhere.

use std::fmt::Write as _;

use actix_web::HttpResponse;
use chrono::{DateTime, FixedOffset, Utc};

use crate::call::Endpoint;
use crate::messages::Sent;
use crate::push::Pushed;
use crate::world::World;

/// So many of each are shown.
const SHOWN: usize = 50;

const HEAD: &str = "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\">\
<meta name=\"viewport\" content=\"width=device-width\"><meta http-equiv=\"refresh\" content=\"5\"><title>模拟微信</title>\
<style>body{font:18px/1.6 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#222;background:#ededed}\
h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2rem}.card{background:#fff;border-radius:.6rem;padding:1rem;margin:.8rem 0}\
.card b{display:block}dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem;margin:.4rem 0}dt,small{color:#666}\
dd{margin:0}@media(prefers-color-scheme:dark){body{background:#111;color:#ddd}.card{background:#222}dt,small{color:#999}}</style>\
<h1>模拟微信</h1><p>这里不是微信，是四微自带的替身：服务发给微信的一切都到这里为止。每五秒刷新一次。</p>";

/// The page.
pub fn show(world: &World) -> HttpResponse {
    let mut html = HEAD.to_owned();
    html.push_str("<h2>收到的订阅消息</h2>");
    let messages: Vec<String> = world.messages().sent().iter().rev().take(SHOWN).map(message).collect();
    push_all(&mut html, &messages, "还没有。在另一个窗口里办一件事，例如提交并通过一个心愿，消息就会到这里。");
    html.push_str("<h2>推送给服务的事件</h2>");
    let pushed: Vec<String> = world.pushed().iter().rev().take(SHOWN).map(event).collect();
    push_all(&mut html, &pushed, "还没有。");
    html.push_str("<h2>被问到的事</h2>");
    push_all(&mut html, &calls(world), "还没有。");
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header(("Cache-Control", "no-store"))
        .insert_header(("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"))
        .body(html)
}

fn push_all(html: &mut String, parts: &[String], nothing: &str) {
    if parts.is_empty() {
        let _ = write!(html, "<p><small>{nothing}</small></p>");
    }
    parts.iter().for_each(|part| html.push_str(part));
}

fn message(sent: &Sent) -> String {
    let field = |name: &str| escaped(sent.body[name].as_str().unwrap_or_default());
    let mut html = format!(
        "<div class=\"card\"><b>服务通知 → {}</b><small>{} · 模板 {}</small><dl>",
        field("touser"),
        clock(sent.at),
        field("template_id")
    );
    for (key, value) in sent.body["data"].as_object().into_iter().flatten() {
        let value = escaped(value["value"].as_str().unwrap_or_default());
        let _ = write!(html, "<dt>{}</dt><dd>{value}</dd>", escaped(key));
    }
    let _ = write!(html, "</dl><small>进入小程序：{}</small></div>", field("page"));
    html
}

fn event(pushed: &Pushed) -> String {
    let kind = pushed.event["Event"].as_str().unwrap_or("?");
    format!(
        "<div class=\"card\"><b>{}</b><small>{} · 应答 {:?}</small></div>",
        escaped(kind),
        clock(pushed.at),
        pushed.answers
    )
}

/// How often what was asked, without what was in it.
fn calls(world: &World) -> Vec<String> {
    let mut counted: Vec<(&str, usize)> = Vec::new();
    for endpoint in world.calls().iter().filter_map(|call| call.endpoint).map(Endpoint::path) {
        match counted.iter_mut().find(|(path, _)| *path == endpoint) {
            Some((_, count)) => *count += 1,
            None => counted.push((endpoint, 1)),
        }
    }
    counted.into_iter().map(|(path, count)| format!("<p><small>{path} · {count} 次</small></p>")).collect()
}

/// In the time of China, which all its people use.
fn clock(at: DateTime<Utc>) -> String {
    let zone = FixedOffset::east_opt(8 * 60 * 60);
    zone.map_or_else(|| at.to_string(), |zone| at.with_timezone(&zone).format("%m月%d日 %H:%M:%S").to_string())
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_people_wrote_is_shown_as_text() {
        let body =
            json!({ "touser": "o1", "template_id": "t", "page": "p", "data": { "thing1": { "value": "<b>灯</b>" } } });
        let html = message(&Sent { at: Utc::now(), body });
        assert!(html.contains("&lt;b&gt;灯&lt;/b&gt;") && !html.contains("<b>灯"), "{html}");
    }
}
