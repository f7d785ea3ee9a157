//! The demo's WeChat: the one that is mounted in siwei itself, so that messages can be seen to arrive.

use std::collections::BTreeMap;

use entity::ids::AccountId;
use entity::wechat::message_grant;
use fake_wechat::{Callback, Fake, PREFIX, secret_of};
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait;

use crate::config::{WechatApp, WechatConfig, WechatMode, WechatTemplate};
use crate::error::Result;
use crate::kernel::db::Tx;
use crate::wechat::SANDBOX_APPID;

/// What people of the demo agree to: kind, WeChat's id of the template, page.
pub const TEMPLATES: [(&str, &str, &str); 5] = [
    ("wish_update", "demo-wish-update", "pages/wish/index?id={id}"),
    ("wish_help", "demo-wish-help", "pages/wish/index?id={id}"),
    ("matter_update", "demo-matter-update", "pages/deliberation/index?id={id}"),
    ("signup_update", "demo-signup-update", "pages/action/index?id={id}"),
    ("volunteer_update", "demo-volunteer-update", "pages/volunteer/index"),
];

/// What the two would have set in a console; nobody's secret.
const PUSH_TOKEN: &str = "demo";
const PUSH_AES_KEY: &str = "demodemodemodemodemodemodemodemodemodemodem";

/// Lets messages go to this process, which listens on `port`, unless somebody has set up something else.
pub fn play(config: &mut WechatConfig, port: u16) {
    if config.mode != WechatMode::Sandbox || !config.apps.is_empty() {
        return;
    }
    config.base_url = format!("http://127.0.0.1:{port}{PREFIX}");
    let mut app = WechatApp::new(secret_of(SANDBOX_APPID).into());
    app.push_token = Some(PUSH_TOKEN.into());
    app.push_aes_key = Some(PUSH_AES_KEY.into());
    app.templates = TEMPLATES.into_iter().map(|(kind, id, page)| (kind.to_owned(), template(id, page))).collect();
    config.apps.insert(SANDBOX_APPID.to_owned(), app);
}

/// The one that plays WeChat: it tells the callback of the same process what it thinks of pictures.
pub fn fake(config: &WechatConfig) -> Fake {
    let fake = Fake::new(&[SANDBOX_APPID]);
    if let Some(here) = config.base_url.strip_suffix(PREFIX) {
        let url = format!("{here}/wechat/callback/{SANDBOX_APPID}");
        fake.set_callback(SANDBOX_APPID, Callback { url, token: PUSH_TOKEN.into(), aes_key: PUSH_AES_KEY.into() });
    }
    fake
}

fn template(id: &str, page: &str) -> WechatTemplate {
    let says = [("thing1", "title"), ("time2", "time"), ("thing3", "community")];
    let data: BTreeMap<String, String> = says.map(|(key, field)| (key.to_owned(), field.to_owned())).into();
    WechatTemplate { id: id.to_owned(), page: page.to_owned(), data }
}

/// Somebody has agreed to so many messages of each template that a visitor does not see their end.
pub(super) async fn agree(tx: &Tx<'_>, account: AccountId) -> Result<()> {
    let rows = TEMPLATES.map(|(_, template, _)| message_grant::ActiveModel {
        account_id: Set(account),
        template_id: Set(template.to_owned()),
        remaining: Set(100),
        granted_at: Set(tx.now()),
    });
    message_grant::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}
