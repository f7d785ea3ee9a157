//! The command line: one file a subcommand.

mod admin;
pub mod docs;
mod healthcheck;
mod import;
mod openapi;
pub mod rotate;
mod serve;
mod verify;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::Config;

/// 四微 siwei：社区微心愿、微议事、微行动、微力量的后端服务
#[derive(Debug, Parser)]
#[command(name = "siwei", version, about, long_about = None)]
struct Cli {
    /// 配置文件（默认读取当前目录的 siwei.toml，再读取 SIWEI__ 开头的环境变量）
    #[arg(long, global = true, env = "SIWEI_CONFIG", value_name = "FILE")]
    config: Option<String>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 启动服务 / Serve the API
    Serve(serve::Serve),
    /// 升级数据库结构 / Bring the database schema up to date
    Migrate,
    /// 检查运行中的服务是否就绪 / Ask a running replica whether it is ready
    Healthcheck(healthcheck::Healthcheck),
    /// 导入 / Import what a community keeps in sheets
    #[command(subcommand)]
    Import(import::Import),
    /// 输出 OpenAPI 文档 / Print the OpenAPI document
    Openapi,
    /// 生成 docs/ 中的错误代码与状态流转两页 / Write the generated pages of docs/
    Docs(docs::Docs),
    /// 校验 / Check what is stored
    #[command(subcommand)]
    Verify(verify::Verify),
    /// 管理员工具 / Tools of the operator
    #[command(subcommand)]
    Admin(admin::Admin),
}

/// Runs the command line.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let outcome = actix_web::rt::System::new().block_on(run(cli));
    match outcome {
        Ok(code) => code,
        Err(error) => {
            eprintln!("siwei: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    let config = || Config::load(cli.config.as_deref());
    match cli.command {
        Command::Serve(serve) => serve.run(config()?).await?,
        Command::Migrate => {
            crate::app::App::build(config()?).await?;
        }
        Command::Healthcheck(healthcheck) => healthcheck.run(&config()?)?,
        Command::Import(import) => return import.run(config()?).await,
        Command::Openapi => openapi::print()?,
        Command::Docs(docs) => docs.run()?,
        Command::Verify(verify) => return verify.run(config()?).await,
        Command::Admin(admin) => admin.run(config).await?,
    }
    Ok(ExitCode::SUCCESS)
}
