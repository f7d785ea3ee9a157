//! `siwei admin outbox …`: looks at what waits to be sent, and lets what was given up be tried again.

use anyhow::ensure;
use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};
use comfy_table::{ContentArrangement, Table, presets};
use entity::ids::OutboxId;
use entity::kernel::outbox::Model;
use serde::Serialize;

use crate::app::App;
use crate::config::Config;
use crate::kernel::db::{self, Cause};
use crate::kernel::outbox;

/// Messages that wait to be sent.
#[derive(Debug, Subcommand)]
pub enum Outbox {
    /// 列出多次失败后搁置的消息及原因 / List what was given up, and why
    List(List),
    /// 让搁置的消息重新发送 / Let what was given up be tried again
    Retry(Retry),
}

/// 列出消息，旧的在前 / The oldest first
#[derive(Debug, Args)]
pub struct List {
    /// 也列出等待发送的消息 / Also what still waits for its turn
    #[arg(long)]
    all: bool,
    /// 最多列出的条数 / At most so many
    #[arg(long, default_value_t = 100, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=10_000))]
    limit: u64,
    /// 以 JSON 输出 / Print JSON
    #[arg(long)]
    json: bool,
}

/// 重新发送 / Try again
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("which").required(true))]
pub struct Retry {
    /// 消息编号，见 list / The id of a message, see list
    #[arg(group = "which", value_name = "ID")]
    id: Option<OutboxId>,
    /// 全部搁置的消息 / All that were given up
    #[arg(long, group = "which")]
    all: bool,
    /// 以 JSON 输出 / Print JSON
    #[arg(long)]
    json: bool,
}

/// A message as the operator sees it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Message {
    id: OutboxId,
    topic: String,
    payload: serde_json::Value,
    attempts: i32,
    created_at: DateTime<Utc>,
    /// When it is tried next; none for what is parked.
    next_at: Option<DateTime<Utc>>,
    parked_at: Option<DateTime<Utc>>,
    last_error: Option<String>,
}

/// How many messages are tried again.
#[derive(Serialize)]
struct Retried {
    retried: u64,
}

impl Outbox {
    /// Runs the tool.
    pub async fn run(self, config: Config) -> anyhow::Result<()> {
        match self {
            Self::List(list) => list.run(config).await,
            Self::Retry(retry) => retry.run(config).await,
        }
    }
}

impl List {
    async fn run(self, config: Config) -> anyhow::Result<()> {
        let db = db::connect(&config.database_url(), 1).await?;
        let messages = outbox::list(&db, !self.all, self.limit).await?;
        let messages: Vec<Message> = messages.into_iter().map(Message::from).collect();
        match (self.json, messages.is_empty()) {
            (true, _) => println!("{}", serde_json::to_string_pretty(&messages)?),
            (false, true) => println!("没有消息 / nothing here"),
            (false, false) => println!("{}\n\n重新发送 / try again   siwei admin outbox retry ID", table(&messages)),
        }
        Ok(())
    }
}

impl Retry {
    async fn run(self, config: Config) -> anyhow::Result<()> {
        let app = App::build(config).await?;
        let retried = db::write(&app.kernel, Cause::system(), async |tx| outbox::unpark(tx, self.id).await).await?;
        ensure!(
            retried > 0 || self.id.is_none(),
            "没有搁置这条消息，编号见 `siwei admin outbox list` / this message is not parked, see `siwei admin outbox list`"
        );
        match self.json {
            true => println!("{}", serde_json::to_string(&Retried { retried })?),
            false => println!("{retried} 条消息将重新发送 / {retried} messages are tried again"),
        }
        Ok(())
    }
}

impl From<Model> for Message {
    fn from(row: Model) -> Self {
        Self {
            id: row.id,
            topic: row.topic,
            payload: row.payload,
            attempts: row.attempts,
            created_at: row.created_at,
            next_at: row.parked_at.is_none().then(|| row.leased_until.unwrap_or(row.available_at)),
            parked_at: row.parked_at,
            last_error: row.last_error,
        }
    }
}

fn table(messages: &[Message]) -> Table {
    let mut table = Table::new();
    table.load_preset(presets::UTF8_HORIZONTAL_ONLY).set_content_arrangement(ContentArrangement::Dynamic).set_header([
        "编号 id",
        "主题 topic",
        "次数 tries",
        "状态 state",
        "原因 why",
    ]);
    for message in messages {
        let at = |at: DateTime<Utc>| at.format("%F %T UTC");
        let state = match (message.parked_at, message.next_at) {
            (Some(since), _) => format!("搁置 parked {}", at(since)),
            (None, Some(next)) => format!("等待 waits {}", at(next)),
            (None, None) => String::new(),
        };
        let why = message.last_error.clone().unwrap_or_default();
        table.add_row([message.id.to_string(), message.topic.clone(), message.attempts.to_string(), state, why]);
    }
    table
}
