//! `siwei verify …`: checks that need no trust in the one who runs the service.

use std::io::IsTerminal;
use std::process::ExitCode;

use clap::Subcommand;
use entity::kernel::audit_seal;
use indicatif::{ProgressBar, ProgressStyle};
use sea_orm::EntityTrait;
use sea_orm::PaginatorTrait;

use crate::config::Config;
use crate::kernel::{audit, db};

/// Checks.
#[derive(Debug, Subcommand)]
pub enum Verify {
    /// 校验审计日志的哈希链 / Check the hash chain of the audit log
    Audit {
        /// 以 JSON 输出结果 / Print the result as JSON
        #[arg(long)]
        json: bool,
    },
}

impl Verify {
    /// Runs the check; a broken chain is exit code 2.
    pub async fn run(self, config: Config) -> anyhow::Result<ExitCode> {
        let Self::Audit { json } = self;
        let db = db::connect(&config.database_url(), 2).await?;
        let links = audit_seal::Entity::find().count(&db).await?;
        let bar =
            if json || !std::io::stderr().is_terminal() { ProgressBar::hidden() } else { ProgressBar::new(links) };
        bar.set_style(ProgressStyle::with_template("校验审计链 {bar:40} {pos}/{len} {eta}")?);
        let verdict = audit::verify(&db, |checked| bar.set_position(checked)).await?;
        bar.finish_and_clear();
        match (&verdict.fault, json) {
            (_, true) => println!("{}", serde_json::to_string_pretty(&verdict)?),
            (None, false) => println!(
                "审计链完好 / intact: {} links, head {}, {} events not sealed yet",
                verdict.checked, verdict.head, verdict.unsealed
            ),
            (Some(fault), false) => println!("审计链断裂 / broken at {}: {}", fault.seq, fault.what),
        }
        Ok(if verdict.fault.is_none() { ExitCode::SUCCESS } else { ExitCode::from(2) })
    }
}
