//! `siwei verify …`: checks that need no trust in the one who runs the service.

mod bundle;
mod certificate;

use std::io::IsTerminal;
use std::process::ExitCode;

use clap::Subcommand;
use entity::community::community;
use entity::ids::CommunityId;
use entity::kernel::audit_seal;
use indicatif::{ProgressBar, ProgressStyle};
use sea_orm::{DatabaseConnection, EntityTrait, PaginatorTrait, QueryOrder};
use serde::Serialize;

use crate::config::Config;
use crate::kernel::{audit, db};
use crate::reports;
use crate::reports::service::Month;

/// Checks.
#[derive(Debug, Subcommand)]
pub enum Verify {
    /// 校验审计日志的哈希链 / Check the hash chain of the audit log
    Audit {
        /// 先前记下的链尾哈希：链中必须仍有它，否则链尾被截断 / A head noted earlier, which must still be in the chain
        #[arg(long, value_name = "HASH")]
        noted: Option<String>,
        /// 以 JSON 输出结果 / Print the result as JSON
        #[arg(long)]
        json: bool,
    },
    /// 核对三率：由事件重算，与报表比较 / Hold the three rates of the rows against those of the event log
    Rates {
        /// 月份，如 2026-11 / The month
        #[arg(long)]
        month: Month,
        /// 以 JSON 输出结果 / Print the result as JSON
        #[arg(long)]
        json: bool,
    },
    /// 重新计票：核对公布的计票数据，不需要数据库 / Recount a published bundle, without a database
    Bundle(bundle::BundleFile),
    /// 核验服务证明，不需要数据库 / Check a certificate of service, without a database
    Certificate(certificate::CertificateToCheck),
}

impl Verify {
    /// Runs the check; what does not hold is exit code 2.
    pub async fn run(self, config: impl Fn() -> anyhow::Result<Config>) -> anyhow::Result<ExitCode> {
        let holds = match self {
            Self::Audit { noted, json } => chain(&open(config()?).await?, noted.as_deref(), json).await?,
            Self::Rates { month, json } => rates(&open(config()?).await?, month, json).await?,
            Self::Bundle(file) => file.verify()?,
            Self::Certificate(file) => file.verify()?,
        };
        Ok(if holds { ExitCode::SUCCESS } else { ExitCode::from(2) })
    }
}

async fn open(config: Config) -> anyhow::Result<DatabaseConnection> {
    Ok(db::connect(&config.database_url(), 2).await?)
}

async fn chain(db: &DatabaseConnection, noted: Option<&str>, json: bool) -> anyhow::Result<bool> {
    let links = audit_seal::Entity::find().count(db).await?;
    let bar = if json || !std::io::stderr().is_terminal() { ProgressBar::hidden() } else { ProgressBar::new(links) };
    bar.set_style(ProgressStyle::with_template("校验审计链 {bar:40} {pos}/{len} {eta}")?);
    let verdict = audit::verify_against(db, noted, |checked| bar.set_position(checked)).await?;
    bar.finish_and_clear();
    match (&verdict.fault, json) {
        (_, true) => println!("{}", serde_json::to_string_pretty(&verdict)?),
        (None, false) => println!(
            "审计链完好 / intact: {} links, head {}, {} events not sealed yet",
            verdict.checked, verdict.head, verdict.unsealed
        ),
        (Some(fault), false) => println!("审计链断裂 / broken at {}: {}", fault.seq, fault.what),
    }
    Ok(verdict.fault.is_none())
}

/// One community's month, counted both ways.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Compared {
    community_id: CommunityId,
    approved: u64,
    equal: bool,
}

async fn rates(db: &DatabaseConnection, month: Month, json: bool) -> anyhow::Result<bool> {
    let mut compared = Vec::new();
    for community in community::Entity::find().order_by_asc(community::Column::Id).all(db).await? {
        let cohort = reports::service::cohort(db, community.id, month, None).await?;
        let (rows, events) = reports::service::both_ways(db, &cohort).await?;
        let approved = rows.values().map(|rates| rates.response.population()).sum();
        compared.push(Compared { community_id: community.id, approved, equal: rows == events });
        if !json {
            let word = if rows == events { "一致 / equal" } else { "不一致 / different" };
            println!("{} {month}: {approved} {word}", community.name);
        }
    }
    if json {
        println!("{}", serde_json::to_string_pretty(&compared)?);
    }
    Ok(compared.iter().all(|one| one.equal))
}
