//! The command line: one file a subcommand.

mod admin;
mod demo;
pub mod docs;
mod doctor;
mod fake_wechat;
mod healthcheck;
mod import;
mod openapi;
mod outbox;
pub mod rotate;
mod serve;
mod verify;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::Config;

/// 四微 siwei：社区微心愿、微议事、微行动、微力量的后端服务 / The back end of a residential community
#[derive(Debug, Parser)]
#[command(name = "siwei", version, about, long_about = None, after_help = "\
从这里开始 Start here
  siwei serve --demo      带演示数据启动，打印接口文档地址与体验令牌 / serve with demo data
  siwei doctor            检查配置、数据库、密钥、存储、微信 / check the installation
  siwei help <COMMAND>    某个命令的说明 / what a command does

配置项见 docs/operations.md / settings are described in docs/operations.md")]
struct Cli {
    /// 配置文件；默认为当前目录的 siwei.toml，环境变量 SIWEI__… 优先 / Settings; variables SIWEI__… come first
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
    /// 填入演示数据，打印体验令牌 / Fill in the demo data and print its tokens
    Demo(demo::Demo),
    /// 体检：逐项检查，并说明如何处理 / Check the installation and say what to do next
    Doctor(doctor::Doctor),
    /// 检查运行中的服务是否就绪 / Ask a running replica whether it is ready
    Healthcheck(healthcheck::Healthcheck),
    /// 导入 / Import what a community keeps in sheets
    #[command(subcommand)]
    Import(import::Import),
    /// 在本机扮演微信的服务器，供联调 / Play WeChat's servers on this machine
    FakeWechat(fake_wechat::FakeWechat),
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
        Command::Demo(demo) => demo.run(config()?).await?,
        Command::Doctor(doctor) => return doctor.run(config()).await,
        Command::Healthcheck(healthcheck) => healthcheck.run(&config()?)?,
        Command::Import(import) => return import.run(config()?).await,
        Command::FakeWechat(fake) => fake.run().await?,
        Command::Openapi => openapi::print()?,
        Command::Docs(docs) => docs.run()?,
        Command::Verify(verify) => return verify.run(config).await,
        Command::Admin(admin) => admin.run(config).await?,
    }
    Ok(ExitCode::SUCCESS)
}
