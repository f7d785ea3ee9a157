//! What an import has to say, for people and for programs.

use std::path::Path;

use comfy_table::{Table, presets};
use entity::community::ImportStatus;
use entity::ids::ImportJobId;
use serde::Serialize;

use crate::error::Locale;
use crate::imports::service::Checked;
use crate::imports::view::{Figure, Figures, ImportDetail, ImportFault};

/// Faults that are printed for people; the sheet and `--json` have all.
const SHOWN: usize = 50;

/// What an import did.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    import_id: Option<ImportJobId>,
    /// How it ended.
    pub status: ImportStatus,
    rows: usize,
    fault_count: usize,
    figures: Option<Figures>,
    faults: Vec<ImportFault>,
}

impl Outcome {
    /// What a check has found, when nothing is written.
    pub fn found(status: ImportStatus, checked: &Checked) -> Self {
        let (totals, locale) = (checked.totals, locale());
        let faults = checked.faults.iter().map(|fault| ImportFault::new(fault.note(), locale)).collect();
        Self { import_id: None, status, rows: totals.rows, fault_count: totals.faults, figures: totals.figures, faults }
    }

    /// What an import has written.
    pub fn written(ImportDetail { import, faults }: ImportDetail) -> Self {
        Self {
            import_id: Some(import.id),
            status: import.status,
            rows: import.rows,
            fault_count: import.fault_count,
            figures: import.figures,
            faults,
        }
    }

    /// Prints it, for people or for programs; `sheet` is where the reasons are written.
    pub fn print(&self, json: bool, sheet: Option<&Path>) -> anyhow::Result<()> {
        let text = match (json, self.status, &self.figures) {
            (true, ..) => serde_json::to_string_pretty(self)?,
            (false, ImportStatus::Faulty, _) | (false, _, None) => faults(self, sheet),
            (false, ImportStatus::DryRun, Some(figures)) => {
                format!("没有错误，导入后会是这样 / nothing wrong, this is what it would do\n{}", table(figures))
            }
            (false, ImportStatus::Done, Some(figures)) => format!("已导入 / imported\n{}", table(figures)),
        };
        println!("{text}");
        Ok(())
    }
}

fn table(figures: &Figures) -> Table {
    let mut table = Table::new();
    table.load_preset(presets::UTF8_HORIZONTAL_ONLY).set_header(["", "新增 created", "修改 changed", "不变 unchanged"]);
    let kinds = [
        ("小区 compounds", figures.compounds),
        ("楼栋 buildings", figures.buildings),
        ("单元 units", figures.units),
        ("房屋 dwellings", figures.dwellings),
        ("户 households", figures.households),
        ("居民 residents", figures.residents),
        ("业主 owners", figures.owners),
        ("产权 ownerships", figures.ownerships),
    ];
    // A sheet is not about everything.
    let told = kinds.into_iter().filter(|(_, figure)| *figure != Figure::default());
    for (name, Figure { created, changed, unchanged }) in told {
        table.add_row([name.to_owned(), created.to_string(), changed.to_string(), unchanged.to_string()]);
    }
    table
}

/// The first faults, and what to do about them.
fn faults(outcome: &Outcome, sheet: Option<&Path>) -> String {
    let mut table = Table::new();
    table.load_preset(presets::UTF8_HORIZONTAL_ONLY).set_header([
        "行 row",
        "列 column",
        "格 cell",
        "问题 what is wrong",
    ]);
    for fault in outcome.faults.iter().take(SHOWN) {
        let cell = fault.cell.as_deref().unwrap_or("—");
        table.add_row([&fault.row.to_string(), &fault.column, cell, &format!("{} ({})", fault.detail, fault.code)]);
    }
    let count = outcome.fault_count;
    let more = match sheet {
        Some(path) => format!("全部原因见 / every reason is in {}", path.display()),
        None => "加 --sheet faults.xlsx 可得到带原因的表格 / --sheet faults.xlsx writes the sheet with its reasons"
            .to_owned(),
    };
    format!("{table}\n共 {count} 处错误，什么也没有写入 / {count} faults, nothing was written\n{more}")
}

/// English for who has set the terminal to it, Chinese for everybody else.
pub fn locale() -> Locale {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| std::env::var(name).ok());
    set.map(|language| Locale::from_accept_language(&language)).unwrap_or_default()
}
