//! `siwei verify bundle`: recounts a published vote from its file, and finds a receipt in it.

use std::fs::File;
use std::io::{BufReader, IsTerminal};
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};

use crate::deliberations::bundle::{Fault, Report, check, check_receipt};

/// Recount a published vote. Exit code 2 when something is wrong.
#[derive(Debug, Args)]
#[command(after_help = "例 Examples\n  \
    siwei verify bundle 表决.json\n  \
    siwei verify bundle 表决.json --receipt 回执.json --key 公示栏上的公钥\n\n\
    计票数据来自 GET /api/v1/deliberations/{id}/bundle；回执是投票时收到的 receipt。\n\
    --key 用来确认签名者：请与公示栏上的公钥比对，否则只能证明内容前后一致。\n\
    Without --key the file is only shown to agree with itself: compare the key with the notice.")]
pub struct BundleFile {
    /// 公布的计票数据（JSON 文件）/ The published bundle
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// 选票回执（JSON 文件）：核对自己的选票已计入 / A receipt to find among the leaves
    #[arg(long, value_name = "FILE")]
    receipt: Option<PathBuf>,
    /// 公示的签名公钥，十六进制 / The public key of the notice
    #[arg(long, value_name = "HEX")]
    key: Option<String>,
    /// 以 JSON 输出结果 / Print the result as JSON
    #[arg(long)]
    json: bool,
}

impl BundleFile {
    /// Whether the bundle, and the receipt if there is one, hold; says so, or what is wrong first.
    pub fn verify(&self) -> anyhow::Result<bool> {
        let bundle = read(&self.file)?;
        let receipt = self.receipt.as_deref().map(read).transpose()?;
        let outcome = self.recount(&bundle)?;
        match outcome.and_then(|report| found(receipt.as_ref(), report)) {
            Ok(report) => self.say_so(&report)?,
            Err(fault) => {
                self.complain(&fault)?;
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn recount(&self, bundle: &Value) -> anyhow::Result<Result<Report, Fault>> {
        let leaves = bundle.get("leaves").and_then(Value::as_array).map_or(0, Vec::len);
        let quiet = self.json || !std::io::stderr().is_terminal();
        let bar = if quiet { ProgressBar::hidden() } else { ProgressBar::new(leaves as u64) };
        bar.set_style(ProgressStyle::with_template("核对选票 {bar:40} {pos}/{len} {eta}")?);
        let outcome = check(bundle, self.key.as_deref(), |done| bar.set_position(done));
        bar.finish_and_clear();
        Ok(outcome)
    }

    fn say_so(&self, report: &Report) -> anyhow::Result<()> {
        if self.json {
            let said = json!({ "holds": true, "report": report, "receiptFound": self.receipt.is_some() });
            println!("{}", serde_json::to_string_pretty(&said)?);
            return Ok(());
        }
        println!("计票无误 / it holds: {} ballots, {} ({})", report.ballots, report.outcome.meaning(), report.outcome);
        println!("默克尔根 / Merkle root  {}", report.merkle_root);
        println!("签名公钥 / public key   {}", report.public_key);
        if self.receipt.is_some() {
            println!("回执有效，选票已计入 / the receipt is genuine and its ballot was counted");
        }
        if self.key.is_none() {
            println!("请将公钥与公示栏核对（--key）/ compare the key with the notice (--key)");
        }
        Ok(())
    }

    fn complain(&self, fault: &Fault) -> anyhow::Result<()> {
        if self.json {
            println!("{}", serde_json::to_string_pretty(&json!({ "holds": false, "fault": fault }))?);
        } else {
            println!("不符 / wrong at {}: {} / {}", fault.pointer, fault.what.zh_cn, fault.what.en);
        }
        Ok(())
    }
}

fn found(receipt: Option<&Value>, report: Report) -> Result<Report, Fault> {
    if let Some(receipt) = receipt {
        check_receipt(receipt, &report)?;
    }
    Ok(report)
}

fn read(file: &Path) -> anyhow::Result<Value> {
    let shown = file.display();
    let open = File::open(file).with_context(|| format!("无法打开 / cannot open {shown}"))?;
    serde_json::from_reader(BufReader::new(open)).with_context(|| format!("不是 JSON / no JSON: {shown}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(folder: &tempfile::TempDir, text: &str) -> anyhow::Result<BundleFile> {
        let file = folder.path().join("bundle.json");
        std::fs::write(&file, text)?;
        Ok(BundleFile { file, receipt: None, key: None, json: true })
    }

    #[test]
    fn what_is_no_bundle_is_wrong_and_what_is_no_json_an_error() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        assert!(!file(&folder, "{}")?.verify()?);
        assert!(file(&folder, "{")?.verify().is_err());
        let missing = BundleFile { file: folder.path().join("none"), receipt: None, key: None, json: true };
        assert!(missing.verify().is_err());
        Ok(())
    }
}
