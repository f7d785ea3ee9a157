//! `siwei admin …`: tools of the operator.

use std::io::{self, BufRead, IsTerminal};

use anyhow::{Context, bail, ensure};
use clap::{Args, Subcommand};
use console::Term;
use secrecy::SecretString;
use zeroize::Zeroizing;

use super::outbox::Outbox;
use super::rotate::RotateKeys;
use crate::app::App;
use crate::auth::input::Mobile;
use crate::auth::service::bootstrap::{self, FirstAdmin};
use crate::auth::service::password::is_weak;
use crate::config::Config;
use crate::keys;

/// As over HTTP.
const SHORTEST: usize = 10;

/// Tools of the operator.
#[derive(Debug, Subcommand)]
pub enum Admin {
    /// 生成一套新的密钥（[secrets] 配置段） / Print a complete set of new keys
    MakeSecrets,
    /// 用当前密钥重新加密全部个人信息，可中断后再次运行 / Seal all personal data anew under the active key
    RotateKeys(RotateKeys),
    /// 建立第一位管理员 / Make the first administrator
    CreateAdmin(CreateAdmin),
    /// 待发消息：查看、重发 / Messages that wait to be sent: look at them, send them again
    #[command(subcommand)]
    Outbox(Outbox),
}

/// 建立第一位管理员；密码在终端询问，或从标准输入读取
///
/// Makes the first administrator. The password is asked for, or read from standard input.
#[derive(Debug, Args)]
pub struct CreateAdmin {
    /// 手机号，登录用 / Phone, to sign in with
    #[arg(long, value_parser = Mobile::parse, value_name = "PHONE")]
    phone: Mobile,
    /// 社区的行政区划代码（12 位）；不填则为平台管理员 / The community; without it, of the platform
    #[arg(long, value_name = "CODE")]
    community: Option<String>,
    /// 姓名 / Name
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
}

impl Admin {
    /// Runs the tool.
    pub async fn run(self, config: impl Fn() -> anyhow::Result<Config>) -> anyhow::Result<()> {
        match self {
            Self::MakeSecrets => print!("{}", keys::make_all()?),
            Self::RotateKeys(rotate) => rotate.run(config()?).await?,
            Self::CreateAdmin(wanted) => wanted.run(config()?).await?,
            Self::Outbox(outbox) => outbox.run(config()?).await?,
        }
        Ok(())
    }
}

impl CreateAdmin {
    async fn run(self, config: Config) -> anyhow::Result<()> {
        let password = new_password(&self.phone)?;
        let app = App::build(config).await?;
        let Self { phone, community, name } = self;
        let shown = phone.to_string();
        let admin = FirstAdmin { phone, name, community, password };
        let account = bootstrap::create_admin(&app, admin).await.context("the administrator is not made")?;
        println!("已建立管理员 / administrator made: {shown} ({account})");
        Ok(())
    }
}

/// A password: asked for twice at a terminal, else the first line of standard input.
fn new_password(phone: &str) -> anyhow::Result<SecretString> {
    let password = match io::stdin().is_terminal() {
        true => asked()?,
        false => first_line()?,
    };
    ensure!(
        password.chars().count() >= SHORTEST,
        "密码至少 {SHORTEST} 个字符 / a password has {SHORTEST} characters at least"
    );
    ensure!(
        !is_weak(&password, phone),
        "密码过于简单：不能包含手机号，且至少有 5 个不同的字符 / too simple: no phone in it, 5 different characters at least"
    );
    Ok(password.to_string().into())
}

fn asked() -> anyhow::Result<Zeroizing<String>> {
    let ask = |prompt: &str| -> io::Result<_> {
        eprint!("{prompt} ");
        Ok(Zeroizing::new(Term::stderr().read_secure_line()?))
    };
    let password = ask("新密码 / new password:")?;
    if *ask("再输一次 / once more:")? != *password {
        bail!("两次输入不同 / the two differ");
    }
    Ok(password)
}

fn first_line() -> anyhow::Result<Zeroizing<String>> {
    let mut line = Zeroizing::new(String::new());
    io::stdin().lock().read_line(&mut line).context("no password on standard input")?;
    Ok(Zeroizing::new(line.trim_end_matches(['\r', '\n']).to_owned()))
}
