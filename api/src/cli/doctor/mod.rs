//! `siwei doctor`: looks at everything an installation needs, changes nothing of it, and
//! says of what is amiss what to do next.

mod database;
mod finding;
mod outside;
mod place;

use std::process::ExitCode;

use clap::Args;

use crate::config::{Config, Environment, WechatMode};
use finding::{Finding, print, print_json};

/// 体检：配置、数据库、Redis、存储、密钥、打印字体、微信、时钟、磁盘、积压消息
///
/// Checks an installation and says what to do next.
#[derive(Debug, Args)]
#[command(after_help = "\
例子 Examples
  siwei doctor                            用当前目录的 siwei.toml 与环境变量 / with the settings of this folder
  siwei --config /etc/siwei.toml doctor   用指定的配置 / with these settings
  siwei doctor --json | jq '.findings[] | select(.state == \"bad\")'

全部正常时退出码为 0，有一项不正常为 2。不迁移、不修改任何数据，可随时在运行中的服务旁执行。
Exit code 0 when all is well, 2 otherwise. Migrates and changes nothing; run it beside a running service at any time.")]
pub struct Doctor {
    /// 以 JSON 输出结果 / Print the result as JSON
    #[arg(long)]
    json: bool,
}

impl Doctor {
    /// Looks at everything; what is amiss is exit code 2.
    pub async fn run(self, config: anyhow::Result<Config>) -> anyhow::Result<ExitCode> {
        let findings = match config {
            Ok(config) => look(&config).await,
            Err(error) => vec![Finding::bad(
                "configuration",
                "配置 configuration",
                format!("{error:#}"),
                "对照 docs/operations.md 的配置表修改 siwei.toml 或 SIWEI__ 环境变量\n\
                 correct siwei.toml or the SIWEI__ variables by the table of docs/operations.md",
            )],
        };
        match self.json {
            true => print_json(&findings)?,
            false => print(&findings),
        }
        Ok(if findings.iter().any(Finding::is_bad) { ExitCode::from(2) } else { ExitCode::SUCCESS })
    }
}

async fn look(config: &Config) -> Vec<Finding> {
    let mut findings = settings(config);
    findings.extend([place::data_folder(config), place::disk(config)]);
    let (keys, vault) = place::keys(config);
    findings.push(keys);
    findings.extend(database::look(config, vault.as_ref()).await);
    findings.push(outside::redis(config).await);
    findings.push(place::pictures(config).await);
    findings.push(place::font(config));
    findings.extend(outside::wechat(config).await);
    findings
}

/// What the configuration says, and what of it is legal but will not do for real people.
fn settings(config: &Config) -> Vec<Finding> {
    const NAME: (&str, &str) = ("configuration", "配置 configuration");
    let environment = match config.environment {
        Environment::Development => "development",
        Environment::Production => "production",
    };
    let mode = match config.wechat.mode {
        WechatMode::Sandbox => "sandbox",
        WechatMode::Live => "live",
    };
    let said = format!("{environment}, {}, wechat {mode}", config.public_url);
    if config.environment == Environment::Production && !config.public_url.starts_with("https://") {
        let todo = "小程序只访问 https 域名：把 public_url 设为备案域名的 https 地址\n\
                    mini-programs load https only: set public_url to the https address of your domain";
        return vec![Finding::bad(NAME.0, NAME.1, said, todo)];
    }
    vec![Finding::good(NAME.0, NAME.1, said)]
}
