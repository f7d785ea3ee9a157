//! The table of settings in the operator's guide: every key there is, and no other, each
//! with the default that it has.

use std::collections::BTreeSet;
use std::io::Write;

use api::config::{
    AuthConfig, Config, DatabaseConfig, LimitConfig, ModerationConfig, PrintConfig, RedisConfig, S3Config, Secrets,
    StorageConfig, WebhookConfig, WechatApp, WechatConfig, WechatPages, WechatTemplate, WorkerConfig,
};
use serde::de::DeserializeOwned;
use serde_json::json;

use super::text;

/// The operator's guide in both languages.
const PAGES: [&str; 2] = ["docs/operations.md", "docs/operations.zh.md"];

/// The fields of a section, as it names them itself when it is asked for one that it has not.
fn fields<T: DeserializeOwned>() -> Vec<String> {
    let Err(refusal) = serde_json::from_value::<T>(json!({"no such key": 1})) else { panic!("it takes any key") };
    let refusal = refusal.to_string();
    let known = refusal.split_once("expected ").expect("the refusal names no keys").1;
    known.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// Every key, written out.
fn keys() -> BTreeSet<String> {
    let sections = [
        ("database", fields::<DatabaseConfig>()),
        ("redis", fields::<RedisConfig>()),
        ("secrets", fields::<Secrets>()),
        ("auth", fields::<AuthConfig>()),
        ("wechat", fields::<WechatConfig>()),
        ("wechat.apps.<appid>", fields::<WechatApp>()),
        ("wechat.apps.<appid>.pages", fields::<WechatPages>()),
        ("wechat.apps.<appid>.templates.<kind>", fields::<WechatTemplate>()),
        ("storage", fields::<StorageConfig>()),
        ("storage.s3", fields::<S3Config>()),
        ("limits", fields::<LimitConfig>()),
        ("worker", fields::<WorkerConfig>()),
        ("print", fields::<PrintConfig>()),
        ("webhooks", fields::<WebhookConfig>()),
        ("moderation", fields::<ModerationConfig>()),
    ];
    let inner = sections.iter().flat_map(|(name, fields)| fields.iter().map(move |field| format!("{name}.{field}")));
    let mut keys: BTreeSet<String> = fields::<Config>().into_iter().chain(inner).collect();
    for (section, _) in &sections {
        keys.remove(*section);
    }
    assert!(keys.remove("wechat.apps.<appid>.templates"));
    assert!(keys.remove("wechat.apps") && keys.remove("secrets.vault_keys"));
    keys.insert("secrets.vault_keys.<id>".to_owned());
    keys
}

/// The rows of the table: key and default.
fn rows(page: &str) -> Vec<(String, String)> {
    let page = text(page);
    let table = page.split_once("<!-- settings -->").expect("no table of settings").1;
    let table = table.split_once("<!-- /settings -->").expect("the table has no end").0;
    let cell = |cell: &str| cell.trim().trim_matches('`').to_owned();
    let rows = table.lines().filter(|line| line.starts_with("| `"));
    rows.map(|line| line.split('|').collect::<Vec<_>>()).map(|cells| (cell(cells[1]), cell(cells[2]))).collect()
}

#[test]
fn every_setting_is_described_and_every_description_is_of_a_setting() {
    for page in PAGES {
        let described: Vec<String> = rows(page).into_iter().map(|(key, _)| key).collect();
        let set: BTreeSet<String> = described.iter().cloned().collect();
        assert_eq!(set.len(), described.len(), "{page} describes a key twice");
        assert_eq!(set, keys(), "{page}");
    }
}

#[test]
fn the_defaults_of_the_page_are_the_defaults() {
    assert_eq!(rows(PAGES[0]), rows(PAGES[1]), "the two languages differ");
    let mut file = tempfile::Builder::new().suffix(".toml").tempfile().expect("no temporary file");
    for (key, default) in rows(PAGES[0]).iter().filter(|(_, default)| default != "–") {
        writeln!(file, "{key} = {default}").expect("not written");
    }
    let read = Config::load_with(file.path().to_str(), std::collections::HashMap::new());
    let read = read.expect("the page's defaults are no configuration");
    assert_eq!(format!("{read:#?}"), format!("{:#?}", Config::default()));
}
