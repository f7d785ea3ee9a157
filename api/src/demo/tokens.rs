//! A ready token for each role. Each person of the demo has one session for them, which is
//! used again for as long as it is good: neither a start nor a visit of the reference makes
//! a new one.

use chrono::Duration;
use entity::auth::{session, wechat_identity};
use entity::ids::{AccountId, SessionId};
use sea_orm::ActiveValue::Set;
use sea_orm::QueryOrder;
use sea_orm::prelude::*;
use serde::Serialize;

use super::people::CLIENT_KEY;
use crate::app::App;
use crate::error::Result;
use crate::kernel::crypto::Field;
use crate::kernel::db::{self, Cause, Tx};

/// Roles with the person who shows each.
const PEOPLE: [(&str, &str); 11] = [
    ("居民（第五网格）", "王秀兰"),
    ("居民（第一网格）", "张桂芳"),
    ("自治管理小组组长（民丰小区）", "李建国"),
    ("志愿者", "林晓明"),
    ("共建单位成员", "钱律师"),
    ("网格长（第五网格）", "王海燕"),
    ("网格长（第一网格）", "周敏"),
    ("社区工作者", "沈洁"),
    ("社区管理员", "韩主任"),
    ("平台管理员", "平台管理员"),
    ("其他社区居民", "和顺居民"),
];

/// Days that a session for demo tokens lives.
const DAYS: i64 = 30;

/// A session with fewer days left is not handed out any more.
const DAYS_LEFT: i64 = 7;

/// How those sessions call their device.
const DEVICE: &str = "演示令牌";

/// Somebody whom a visitor can be.
#[derive(Clone, Debug, Serialize)]
pub struct Ready {
    /// The role, with the person's name.
    pub label: String,
    /// The bearer token.
    pub token: String,
}

/// Tokens for everybody who is there; nobody when the database holds no demo.
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
    let kept = session::Entity::find()
        .filter(session::Column::AccountId.eq(account))
        .filter(session::Column::UserAgent.eq(DEVICE))
        .filter(session::Column::RevokedAt.is_null())
        .filter(session::Column::ExpiresAt.gt(tx.now() + Duration::days(DAYS_LEFT)))
        .order_by_desc(session::Column::ExpiresAt)
        .one(tx)
        .await?;
    let session = match kept {
        Some(session) => session,
        None => begin(tx, account).await?,
    };
    app.tokens.issue(account, session.id, tx.now(), (session.expires_at - tx.now()).num_seconds())
}

async fn begin(tx: &Tx<'_>, account: AccountId) -> Result<session::Model> {
    let row = session::ActiveModel {
        id: Set(SessionId::new()),
        account_id: Set(account),
        user_agent: Set(Some(DEVICE.into())),
        created_at: Set(tx.now()),
        last_used_at: Set(tx.now()),
        expires_at: Set(tx.now() + Duration::days(DAYS)),
        revoked_at: Set(None),
        revoked_reason: Set(None),
    };
    Ok(session::Entity::insert(row).exec_with_returning(tx).await?)
}

/// The tokens for people to read and copy: a token has a line of its own, for no table is as
/// wide as they are.
pub fn table(address: &str, ready: &[Ready]) -> String {
    let tokens = ready.iter().map(|one| format!("{}\n{}\n\n", one.label, one.token));
    format!(
        "体验令牌 / tokens（Authorization: Bearer …）\n\n{}\
         接口文档 / reference    {address}/docs  （中文，令牌已填好 / the tokens are filled in）\n\
         模拟微信 / fake WeChat  {address}/fake-wechat  （发给各人手机的消息 / messages on people's phones）\n\
         登录换令牌 / sign in    POST {address}/api/v1/auth/wechat/login  {{\"appid\":\"demo\",\"code\":\"sandbox:王秀兰\"}}",
        tokens.collect::<String>()
    )
}
