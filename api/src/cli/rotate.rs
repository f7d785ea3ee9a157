//! `siwei admin rotate-keys`: seals all personal data anew under the active key.

use std::io::IsTerminal;

use anyhow::ensure;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use crate::app::App;
use crate::config::Config;
use crate::kernel::crypto::Field;
use crate::kernel::reseal::{self, SealedColumn};

/// Every column of the schema that holds sealed data; a test compares it with the database.
#[rustfmt::skip]
pub const SEALED: &[SealedColumn] = &[
    SealedColumn { table: "account",         column: "display_name_sealed",    field: Field::Name },
    SealedColumn { table: "account",         column: "phone_sealed",           field: Field::Phone },
    SealedColumn { table: "ballot_key",      column: "key_sealed",             field: Field::BallotKey },
    SealedColumn { table: "call_up_answer",  column: "note_sealed",            field: Field::Note },
    SealedColumn { table: "certificate",     column: "record_sealed",          field: Field::Certificate },
    SealedColumn { table: "dwelling",        column: "door_sealed",            field: Field::Door },
    SealedColumn { table: "household_claim", column: "name_sealed",            field: Field::Name },
    SealedColumn { table: "import_job",      column: "sheet_sealed",           field: Field::Sheet },
    SealedColumn { table: "owner",           column: "id_number_sealed",       field: Field::IdNumber },
    SealedColumn { table: "owner",           column: "name_sealed",            field: Field::Name },
    SealedColumn { table: "partner",         column: "contact_sealed",         field: Field::Contact },
    SealedColumn { table: "resident",        column: "id_number_sealed",       field: Field::IdNumber },
    SealedColumn { table: "resident",        column: "name_sealed",            field: Field::Name },
    SealedColumn { table: "resident",        column: "phone_sealed",           field: Field::Phone },
    SealedColumn { table: "volunteer",       column: "guardian_name_sealed",   field: Field::Name },
    SealedColumn { table: "volunteer",       column: "guardian_phone_sealed",  field: Field::Phone },
    SealedColumn { table: "volunteer",       column: "name_sealed",            field: Field::Name },
    SealedColumn { table: "webhook",         column: "old_secret_sealed",      field: Field::WebhookSecret },
    SealedColumn { table: "webhook",         column: "secret_sealed",          field: Field::WebhookSecret },
    SealedColumn { table: "wechat_event",    column: "message_sealed",         field: Field::WechatEvent },
    SealedColumn { table: "wechat_identity", column: "openid_sealed",          field: Field::OpenId },
    SealedColumn { table: "wechat_identity", column: "session_key_sealed",     field: Field::SessionKey },
    SealedColumn { table: "wish",            column: "beneficiary_sealed",     field: Field::Beneficiary },
    SealedColumn { table: "wish",            column: "contact_address_sealed", field: Field::Address },
    SealedColumn { table: "wish",            column: "contact_name_sealed",    field: Field::Name },
    SealedColumn { table: "wish",            column: "contact_phone_sealed",   field: Field::Phone },
];

/// 用当前密钥重新加密全部个人信息
#[derive(Debug, Args)]
pub struct RotateKeys {
    /// 以 JSON 输出结果 / Print the result as JSON
    #[arg(long)]
    json: bool,
}

/// What was sealed anew.
#[derive(Debug, Serialize)]
struct Outcome {
    key: String,
    resealed: u64,
}

impl RotateKeys {
    /// Seals anew what is not under `secrets.vault_active`. May be interrupted and started again.
    pub async fn run(self, config: Config) -> anyhow::Result<()> {
        let app = App::build(config).await?;
        let kernel = &app.kernel;
        let mut waiting = Vec::new();
        for column in SEALED {
            waiting.push((*column, reseal::pending(&kernel.db, &kernel.vault, *column).await?));
        }
        let bar = self.bar(waiting.iter().map(|(_, count)| count).sum())?;
        let mut resealed = 0;
        for (column, _) in waiting.iter().filter(|(_, count)| *count > 0) {
            bar.set_message(format!("{}.{}", column.table, column.column));
            resealed += reseal::reseal(kernel, *column, |done| bar.set_position(resealed + done)).await?;
        }
        bar.finish_and_clear();
        for column in SEALED {
            let left = reseal::pending(&kernel.db, &kernel.vault, *column).await?;
            ensure!(
                left == 0,
                "{left} values of {}.{} are still under another key: run it again (a replica may still seal with the old key)",
                column.table,
                column.column
            );
        }
        if resealed > 0 {
            reseal::note(kernel, resealed).await?;
        }
        self.report(&Outcome { key: kernel.vault.active_key().to_owned(), resealed })
    }

    fn bar(&self, total: u64) -> anyhow::Result<ProgressBar> {
        if self.json || !std::io::stderr().is_terminal() {
            return Ok(ProgressBar::hidden());
        }
        let style = ProgressStyle::with_template("重新加密 {bar:40} {pos}/{len} {msg} {eta}")?;
        Ok(ProgressBar::new(total).with_style(style))
    }

    fn report(&self, outcome: &Outcome) -> anyhow::Result<()> {
        match self.json {
            true => println!("{}", serde_json::to_string(outcome)?),
            false => println!(
                "已用密钥 {} 重新加密 {} 项，其他密钥可以停用 / {} values sealed anew, the other keys are no longer needed",
                outcome.key, outcome.resealed, outcome.resealed
            ),
        }
        Ok(())
    }
}
