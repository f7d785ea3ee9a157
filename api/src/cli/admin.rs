//! `siwei admin …`: tools of the operator.

use clap::Subcommand;

use crate::config::Config;
use crate::keys;

/// Tools of the operator.
#[derive(Debug, Subcommand)]
pub enum Admin {
    /// 生成一套新的密钥（[secrets] 配置段） / Print a complete set of new keys
    MakeSecrets,
}

impl Admin {
    /// Runs the tool.
    pub async fn run(self, _config: impl Fn() -> anyhow::Result<Config>) -> anyhow::Result<()> {
        match self {
            Self::MakeSecrets => print!("{}", keys::make_all()?),
        }
        Ok(())
    }
}
