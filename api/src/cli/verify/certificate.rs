//! `siwei verify certificate`: checks the file of a certificate of service.

use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use serde_json::json;

use crate::volunteers::certificate::check;

/// Check a certificate of service. Exit code 2 when something is wrong.
#[derive(Debug, Args)]
#[command(after_help = "例 Examples\n  \
    siwei verify certificate 证明.json\n  \
    siwei verify certificate 证明.json --key 社区公布的公钥\n\n\
    证明文件来自 GET /api/v1/certificates/{id}/file。离线核验看不到撤销：请另按编号查询。\n\
    Revocation is not seen offline: ask for the number as well.")]
pub struct CertificateToCheck {
    /// 服务证明（JSON 文件）/ The file of the certificate
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// 社区公布的签名公钥，十六进制 / The public key that the community names
    #[arg(long, value_name = "HEX")]
    key: Option<String>,
    /// 以 JSON 输出结果 / Print the result as JSON
    #[arg(long)]
    json: bool,
}

impl CertificateToCheck {
    /// Whether it holds; says so, or what is wrong first.
    pub fn verify(&self) -> anyhow::Result<bool> {
        let shown = self.file.display();
        let open = File::open(&self.file).with_context(|| format!("无法打开 / cannot open {shown}"))?;
        let file =
            serde_json::from_reader(BufReader::new(open)).with_context(|| format!("不是 JSON / no JSON: {shown}"))?;
        let outcome = check(&file, self.key.as_deref());
        match (&outcome, self.json) {
            (Ok(report), true) => {
                println!("{}", serde_json::to_string_pretty(&json!({ "holds": true, "report": report }))?);
            }
            (Err(fault), true) => {
                println!("{}", serde_json::to_string_pretty(&json!({ "holds": false, "fault": fault }))?);
            }
            (Ok(report), false) => {
                println!("证明有效 / it holds: {} ({})", report.number, report.issuer);
                println!("时长 / minutes        {} + {}", report.minutes, report.added_minutes);
                println!("签名公钥 / public key {}", report.public_key);
                if self.key.is_none() {
                    println!("请将公钥与社区公布的核对（--key）/ compare the key with the community's (--key)");
                }
            }
            (Err(fault), false) => {
                let (zh, en) = fault.words();
                println!("不符 / wrong: {zh} / {en}");
            }
        }
        Ok(outcome.is_ok())
    }
}
