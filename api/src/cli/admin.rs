//! `siwei admin …`: tools of the operator.

use clap::Subcommand;

use super::rotate::RotateKeys;
use crate::config::Config;
use crate::keys;

/// Tools of the operator.
#[derive(Debug, Subcommand)]
pub enum Admin {
    /// 生成一套新的密钥（[secrets] 配置段） / Print a complete set of new keys
    MakeSecrets,
    /// 用当前密钥重新加密全部个人信息，可中断后再次运行 / Seal all personal data anew under the active key
    RotateKeys(RotateKeys),
}

impl Admin {
    /// Runs the tool.
    pub async fn run(self, config: impl Fn() -> anyhow::Result<Config>) -> anyhow::Result<()> {
        match self {
            Self::MakeSecrets => print!("{}", keys::make_all()?),
            Self::RotateKeys(rotate) => rotate.run(config()?).await?,
        }
        Ok(())
    }
}
