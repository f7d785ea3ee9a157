//! A ready token for each role, made anew at every start, good for a month.

use chrono::Duration;
use comfy_table::{Table, presets};
use entity::auth::{session, wechat_identity};
use entity::ids::{AccountId, SessionId};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;

use super::people::CLIENT_KEY;
use crate::app::App;
use crate::error::Result;
use crate::kernel::crypto::Field;
use crate::kernel::db::{self, Cause, Tx};

/// Roles with the person who shows each.
const PEOPLE: [(&str, &str); 10] = [
    ("居民（第五网格）", "王秀兰"),
    ("居民（第一网格）", "张桂芳"),
    ("志愿者", "林晓明"),
    ("共建单位成员", "钱律师"),
    ("网格长（第五网格）", "王海燕"),
    ("网格长（第一网格）", "周敏"),
    ("社区工作者", "沈洁"),
    ("社区管理员", "韩主任"),
    ("平台管理员", "平台管理员"),
    ("其他社区居民", "和顺居民"),
];

/// Days that a demo token lives.
const DAYS: i64 = 30;

/// Somebody whom a visitor can be.
#[derive(Clone, Debug)]
pub struct Ready {
    /// The role, with the person's name.
    pub label: String,
    /// The bearer token.
    pub token: String,
}

/// Fresh tokens for everybody who is there.
pub async fn ready(app: &App) -> Result<Vec<Ready>> {
    let mut ready = db::write(&app.kernel, Cause::system(), async |tx| {
        let mut ready = Vec::new();
        for (role, name) in PEOPLE {
            if let Some(account) = account_of(tx, name).await? {
                ready.push(Ready { label: format!("{role} {name}"), token: token(app, tx, account).await? });
            }
        }
        Ok(ready)
    })
    .await?;
    if !ready.is_empty() {
        ready.push(Ready { label: "接口密钥（12345 热线）".into(), token: CLIENT_KEY.to_owned() });
    }
    Ok(ready)
}

async fn account_of(tx: &Tx<'_>, name: &str) -> Result<Option<AccountId>> {
    let openid = tx.vault().blind(Field::OpenId, &format!("sandbox-{name}"));
    let identity = wechat_identity::Entity::find()
        .filter(wechat_identity::Column::Appid.eq("sandbox"))
        .filter(wechat_identity::Column::OpenidBlind.eq(openid));
    Ok(identity.one(tx).await?.map(|identity| identity.account_id))
}

async fn token(app: &App, tx: &Tx<'_>, account: AccountId) -> Result<String> {
    let id = SessionId::new();
    let row = session::ActiveModel {
        id: Set(id),
        account_id: Set(account),
        user_agent: Set(Some("演示令牌".into())),
        created_at: Set(tx.now()),
        last_used_at: Set(tx.now()),
        expires_at: Set(tx.now() + Duration::days(DAYS)),
        revoked_at: Set(None),
        revoked_reason: Set(None),
    };
    session::Entity::insert(row).exec_without_returning(tx).await?;
    app.tokens.issue(account, id, tx.now(), Duration::days(DAYS).num_seconds())
}

/// The tokens for people to read, with what to do next.
pub fn table(address: &str, ready: &[Ready]) -> String {
    let mut table = Table::new();
    table.load_preset(presets::UTF8_HORIZONTAL_ONLY).set_header(["身份", "令牌（Authorization: Bearer …）"]);
    for one in ready {
        table.add_row([&one.label, &one.token]);
    }
    format!("{table}\n\n接口文档 / reference   {address}/docs\n停止 / stop            Ctrl-C\n")
}
