//! What is asked over the network: Redis and WeChat.

use std::time::Duration;

use super::finding::Finding;
use crate::config::{Config, WechatMode};
use crate::kernel::Clock;
use crate::wechat::Wechat;

/// Redis answers within milliseconds or is as good as away.
const PATIENCE: Duration = Duration::from_secs(2);

/// Redis answers, where one is configured.
pub async fn redis(config: &Config) -> Finding {
    const NAME: (&str, &str) = ("redis", "Redis");
    let Some(url) = config.redis.url.as_deref() else {
        return Finding::skipped(NAME.0, NAME.1, "未配置，限流与缓存在进程内 / none: limits and caches in process");
    };
    let tried = tokio::time::timeout(PATIENCE, ping(url)).await;
    match tried {
        Ok(Ok(())) => Finding::good(NAME.0, NAME.1, "可用 / answers"),
        failed => {
            let why = failed.map_or_else(
                |_| "超时 / no answer".into(),
                |failed| failed.err().map(|e| e.to_string()).unwrap_or_default(),
            );
            let todo = "检查 redis.url 及 Redis 是否已启动；恢复之前服务照常，但各副本各自限流、各自缓存\n\
                        check redis.url and that Redis runs; meanwhile each replica limits and caches for itself";
            Finding::bad(NAME.0, NAME.1, why, todo)
        }
    }
}

async fn ping(url: &str) -> redis::RedisResult<()> {
    let mut connection = redis::Client::open(url)?.get_multiplexed_async_connection().await?;
    redis::cmd("PING").query_async::<String>(&mut connection).await.map(drop)
}

/// WeChat gives each mini-program its access token: appid, secret and address list are right.
pub async fn wechat(config: &Config) -> Vec<Finding> {
    const NAME: (&str, &str) = ("wechat", "微信 WeChat");
    if config.wechat.mode == WechatMode::Sandbox {
        return vec![Finding::skipped(NAME.0, NAME.1, "沙箱，不联网 / sandbox: nobody is asked")];
    }
    if config.wechat.apps.is_empty() {
        let todo = "在 wechat.apps.<appid>.secret 填入小程序的 AppSecret\n\
                    put the mini-program's AppSecret into wechat.apps.<appid>.secret";
        return vec![Finding::bad(NAME.0, NAME.1, "没有小程序 / no mini-program", todo)];
    }
    let wechat = match Wechat::new(&config.wechat, Clock::default(), None) {
        Ok(wechat) => wechat,
        Err(error) => return vec![Finding::bad(NAME.0, NAME.1, format!("{error:#}"), advice(None))],
    };
    let asked = wechat.check().await.into_iter().map(|(appid, refused)| match refused {
        None => Finding::good(NAME.0, NAME.1, appid),
        Some(refusal) => {
            let said = format!("{appid}: {}", refusal.told);
            Finding::bad(NAME.0, NAME.1, said, advice(refusal.errcode))
        }
    });
    asked.chain([templates(&wechat), callback(config)]).collect()
}

/// Which messages go out under templates; a wrong one is no configuration at all.
fn templates(wechat: &Wechat) -> Finding {
    const NAME: (&str, &str) = ("wechat_templates", "订阅消息模板 templates");
    let kinds: Vec<&str> = wechat.templates().all().iter().map(|template| template.kind.as_str()).collect();
    match kinds.is_empty() {
        true => Finding::skipped(NAME.0, NAME.1, "未配置，消息只在站内 / none: messages stay in the inbox"),
        false => Finding::good(NAME.0, NAME.1, kinds.join(", ")),
    }
}

/// Which mini-programs may push.
fn callback(config: &Config) -> Finding {
    const NAME: (&str, &str) = ("wechat_callback", "微信消息推送 callback");
    let apps = config.wechat.apps.iter().filter(|(_, app)| app.push_token.is_some());
    let addresses: Vec<String> =
        apps.map(|(appid, _)| format!("{}/wechat/callback/{appid}", config.public_url.trim_end_matches('/'))).collect();
    match addresses.is_empty() {
        true => Finding::skipped(NAME.0, NAME.1, "未配置 / none"),
        false => Finding::good(NAME.0, NAME.1, addresses.join(", ")),
    }
}

/// What to do about a refusal, by WeChat's error code.
fn advice(errcode: Option<i64>) -> &'static str {
    match errcode {
        Some(40013) => "appid 不正确，核对 wechat.apps 的键名\nno such appid: check the name under wechat.apps",
        Some(40001 | 40125) => "AppSecret 不正确或已重置，在微信公众平台核对\nthe AppSecret is wrong or was reset",
        Some(40164) => {
            "把本机出口 IP 加入微信公众平台的 IP 白名单\nadd this machine's address to the list of allowed addresses"
        }
        Some(_) => "按错误码查微信文档\nlook the code up in WeChat's documentation",
        None => "检查本机能否访问 wechat.base_url（防火墙、DNS）\ncheck that this machine reaches wechat.base_url",
    }
}
