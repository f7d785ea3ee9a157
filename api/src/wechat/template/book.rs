//! The templates of an installation: which message goes out under which template, with which page
//! and values. Made of the configuration, whole or not at all.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use entity::wechat::MessageKind;
use uuid::Uuid;

use super::Kind;
use crate::config::{MiniProgramState, WechatConfig, WechatTemplate};

/// The longest id of a template that can be kept.
const MOST: usize = 64;

/// Why a set-up is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("wechat.apps.{appid}.templates.{kind}: {why}")]
pub struct BadTemplate {
    appid: String,
    kind: String,
    why: String,
}

/// What a value is taken from.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Source {
    Title,
    Kind,
    Time,
    Date,
    Count,
    Community,
    Always(String),
}

/// A template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// What is sent under it.
    pub kind: MessageKind,
    /// The mini-program.
    pub appid: String,
    /// WeChat's id of it.
    pub id: String,
    /// Which version of the mini-program it leads to.
    pub state: MiniProgramState,
    page: String,
    values: Vec<(String, Kind, Source)>,
}

/// What a message can say. It names nobody and no need, so neither can the message.
#[derive(Clone, Debug)]
pub struct Facts {
    /// What it says in the inbox.
    pub title: String,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// The zone in which that is told.
    pub zone: Tz,
    /// The community's name.
    pub community: String,
    /// How many things it stands for.
    pub count: u64,
    /// The thing that it leads to.
    pub subject: Option<Uuid>,
}

/// A value that WeChat would not take: the key it stands under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfit(pub String);

/// The templates of all mini-programs.
#[derive(Clone, Debug, Default)]
pub struct Book {
    templates: Vec<Template>,
}

impl Book {
    /// Reads the configuration.
    ///
    /// # Errors
    /// For a kind, key or field that there is not, and a page or id that WeChat would not take.
    pub fn new(config: &WechatConfig) -> Result<Self, BadTemplate> {
        let mut templates = Vec::new();
        for (appid, app) in &config.apps {
            for (kind, template) in &app.templates {
                let bad = |why: String| BadTemplate { appid: appid.clone(), kind: kind.clone(), why };
                templates.push(read(appid, kind, app.state, template).map_err(bad)?);
            }
        }
        Ok(Self { templates })
    }

    /// The templates under which such a message may go out, one a mini-program at most.
    pub fn of(&self, kind: MessageKind) -> impl Iterator<Item = &Template> {
        self.templates.iter().filter(move |template| template.kind == kind)
    }

    /// All of them.
    pub fn all(&self) -> &[Template] {
        &self.templates
    }

    /// The mini-program that this template belongs to.
    pub fn appid_of(&self, id: &str) -> Option<&str> {
        self.templates.iter().find(|template| template.id == id).map(|template| template.appid.as_str())
    }
}

fn read(appid: &str, kind: &str, state: MiniProgramState, from: &WechatTemplate) -> Result<Template, String> {
    let known = || MessageKind::ALL.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join(", ");
    let kind = MessageKind::ALL.iter().find(|one| one.as_str() == kind);
    let kind = *kind.ok_or_else(|| format!("there is no such kind of message; there are {}", known()))?;
    let plain = |c: char| c.is_ascii_graphic();
    if from.id.is_empty() || from.id.len() > MOST || !from.id.chars().all(plain) {
        return Err("id is not WeChat's id of a template".to_owned());
    }
    if from.page.is_empty() || from.page.starts_with('/') || from.page.contains("://") || !from.page.chars().all(plain)
    {
        return Err("page is a path within the mini-program, without a slash before it".to_owned());
    }
    if from.data.is_empty() {
        return Err("data says nothing: name each key of the template".to_owned());
    }
    let values = from.data.iter().map(|(key, field)| value(key, field)).collect::<Result<_, _>>()?;
    Ok(Template { kind, appid: appid.to_owned(), id: from.id.clone(), state, page: from.page.clone(), values })
}

fn value(key: &str, field: &str) -> Result<(String, Kind, Source), String> {
    let kind = Kind::of(key).ok_or_else(|| format!("WeChat has no key like {key}: thing1, time2, phrase3 …"))?;
    let source = match (field.strip_prefix('='), field) {
        (Some(text), _) => Source::Always(text.to_owned()),
        (None, "title") => Source::Title,
        (None, "kind") => Source::Kind,
        (None, "time") => Source::Time,
        (None, "date") => Source::Date,
        (None, "count") => Source::Count,
        (None, "community") => Source::Community,
        (None, other) => {
            return Err(format!("data.{key} is none of title, kind, time, date, count, community, \"=text\": {other}"));
        }
    };
    // What can never be sent is found out now and not when the first message fails.
    match kind.fit(&said(&source, MessageKind::WishUpdate, &example())) {
        Some(_) => Ok((key.to_owned(), kind, source)),
        None => Err(format!("data.{key}: WeChat does not take {field} under such a key")),
    }
}

fn example() -> Facts {
    let (title, community) = ("您的心愿已通过审核".to_owned(), "吉通社区".to_owned());
    Facts { title, at: DateTime::UNIX_EPOCH, zone: chrono_tz::Asia::Shanghai, community, count: 3, subject: None }
}

fn said(source: &Source, kind: MessageKind, facts: &Facts) -> String {
    let local = facts.at.with_timezone(&facts.zone);
    match source {
        Source::Title => facts.title.clone(),
        Source::Kind => kind.meaning().to_owned(),
        Source::Time => local.format("%Y年%-m月%-d日 %H:%M").to_string(),
        Source::Date => local.format("%Y年%-m月%-d日").to_string(),
        Source::Count => facts.count.to_string(),
        Source::Community => facts.community.clone(),
        Source::Always(text) => text.clone(),
    }
}

impl Template {
    /// Each key with its value, shortened where that says the same.
    ///
    /// # Errors
    /// [`Unfit`].
    pub fn fill(&self, facts: &Facts) -> Result<BTreeMap<String, String>, Unfit> {
        let fitted = self.values.iter().map(|(key, kind, source)| {
            let value = kind.fit(&said(source, self.kind, facts));
            value.map(|value| (key.clone(), value)).ok_or_else(|| Unfit(key.clone()))
        });
        fitted.collect()
    }

    /// The page that a message about this leads to.
    pub fn page(&self, subject: Option<Uuid>) -> String {
        self.page.replace("{id}", &subject.map(|id| id.to_string()).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::WechatApp;

    fn config(kind: &str, page: &str, key: &str, field: &str) -> WechatConfig {
        let data = [(key.to_owned(), field.to_owned())].into();
        let template = WechatTemplate { id: "t1".to_owned(), page: page.to_owned(), data };
        let mut app = WechatApp::new("secret".to_owned().into());
        app.templates.insert(kind.to_owned(), template);
        WechatConfig { apps: [("wx1".to_owned(), app)].into(), ..WechatConfig::default() }
    }

    fn refused(kind: &str, page: &str, key: &str, field: &str) -> Option<String> {
        Book::new(&config(kind, page, key, field)).err().map(|bad| bad.to_string())
    }

    #[test]
    fn a_bad_template_is_refused_by_its_name() {
        for (kind, page, key, field, word) in [
            ("wish", "pages/wish", "thing1", "title", "there are wish_update"),
            ("wish_update", "/pages/wish", "thing1", "title", "page"),
            ("wish_update", "https://example.org", "thing1", "title", "page"),
            ("wish_update", "pages/wish", "thing", "title", "thing"),
            ("wish_update", "pages/wish", "enum1", "title", "enum1"),
            ("wish_update", "pages/wish", "thing1", "name", "data.thing1"),
            ("wish_update", "pages/wish", "time1", "title", "data.time1"),
            ("wish_update", "pages/wish", "number1", "=three", "data.number1"),
            ("wish_update", "pages/wish", "thing1", "=", "data.thing1"),
        ] {
            let said = refused(kind, page, key, field).unwrap_or_default();
            assert!(said.starts_with("wechat.apps.wx1.templates.") && said.contains(word), "{said}");
        }
    }

    #[test]
    fn a_message_says_its_facts_in_the_zone_of_the_community() {
        for (key, field, says) in [
            ("thing1", "title", "您有一项表决尚未投票，请在截止前投票"),
            ("time2", "time", "2026年11月27日 01:30"),
            ("date3", "date", "2026年11月27日"),
            ("number4", "count", "12"),
            ("thing5", "community", "吉通社区"),
            ("phrase6", "kind", "投票提醒"),
            ("thing7", "=请打开小程序查看", "请打开小程序查看"),
        ] {
            let book = Book::new(&config("vote_reminder", "pages/matter?id={id}", key, field)).unwrap_or_default();
            let facts = Facts {
                title: "您有一项表决尚未投票，请在截止前投票".to_owned(),
                at: "2026-11-26T17:30:00Z".parse().unwrap_or_default(),
                count: 12,
                subject: Some(Uuid::nil()),
                ..example()
            };
            let Some(template) = book.of(MessageKind::VoteReminder).next() else { panic!("{key} is refused") };
            assert_eq!(template.fill(&facts), Ok([(key.to_owned(), says.to_owned())].into()));
            assert_eq!(template.page(facts.subject), format!("pages/matter?id={}", Uuid::nil()));
            assert_eq!(book.appid_of("t1"), Some("wx1"));
        }
    }
}
