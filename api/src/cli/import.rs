//! `siwei import …`: sheets that a community keeps, from the command line.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, ensure};
use clap::{Args, Subcommand};
use comfy_table::{Table, presets};
use entity::community::ImportStatus;
use entity::ids::{CommunityId, ImportJobId};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use crate::app::App;
use crate::community::service::communities;
use crate::config::Config;
use crate::error::Locale;
use crate::imports::fault::Fault;
use crate::imports::service::{self, File, Order};
use crate::imports::sheet::{self, Format};
use crate::imports::view::{Figure, Figures, ImportFault, Totals};
use crate::kernel::db::{self, Cause};

/// As over HTTP.
const MAX_BYTES: u64 = 10 * 1024 * 1024;

/// Faults that are printed for people; the sheet and `--json` have all.
const SHOWN: usize = 50;

/// Imports.
#[derive(Debug, Subcommand)]
pub enum Import {
    /// 导入花名册：小区、楼栋、单元、房屋、户、居民 / Import a roster of places and people
    Roster(Roster),
    /// 写出空白的花名册模板 / Write an empty roster to fill in
    Template(Template),
}

/// 导入花名册。整张表先检查：有一处错误就什么也不写入，全部错误按行列一次列出。
///
/// The whole sheet is checked first. If anything is wrong nothing is written, and all faults are named by row and
/// column. The same file twice changes nothing; an empty cell leaves what is on record; who is not in the sheet stays.
#[derive(Debug, Args)]
#[command(after_long_help = "\
例子 / Examples
  siwei import template roster.xlsx --community 220104056005
  siwei import roster roster.xlsx --community 220104056005 --dry-run
  siwei import roster roster.xlsx --community 220104056005 --dry-run --sheet faults.xlsx
  siwei import roster roster.xlsx --community 220104056005

退出码 / Exit codes
  0  已导入，或试导入没有错误 / imported, or nothing wrong in a dry run
  1  没能进行 / could not be done
  2  表格有错误，什么也没有写入 / the sheet has faults, nothing was written")]
pub struct Roster {
    /// 花名册：.xlsx 或 .csv（UTF-8、GBK），第一行为列名 / The roster
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// 社区的行政区划代码（12 位） / The community's division code
    #[arg(long, value_name = "CODE")]
    community: String,
    /// 只检查，不写入任何内容 / Only check, write nothing at all
    #[arg(long)]
    dry_run: bool,
    /// 有错误时，把带原因的表格写到此文件（.xlsx 或 .csv） / Where to write a faulty sheet with its reasons
    #[arg(long, value_name = "FILE")]
    sheet: Option<PathBuf>,
    /// 以 JSON 输出结果 / Print the result as JSON
    #[arg(long)]
    json: bool,
}

/// 写出空白的花名册模板：列名、可选的词和填写说明
#[derive(Debug, Args)]
pub struct Template {
    /// 写入的文件，.xlsx 或 .csv / Where to write it
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// 社区的行政区划代码（12 位），模板中会列出其网格 / The community whose grids it offers
    #[arg(long, value_name = "CODE")]
    community: String,
}

/// What an import did.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome {
    import_id: Option<ImportJobId>,
    status: ImportStatus,
    rows: usize,
    fault_count: usize,
    figures: Option<Figures>,
    faults: Vec<ImportFault>,
}

impl Import {
    /// Runs the import; a faulty sheet is exit code 2.
    pub async fn run(self, config: Config) -> anyhow::Result<ExitCode> {
        match self {
            Self::Roster(roster) => roster.run(config).await,
            Self::Template(template) => template.run(config).await,
        }
    }
}

impl Template {
    async fn run(self, config: Config) -> anyhow::Result<ExitCode> {
        let app = App::build(config).await?;
        let community = find(&app, &self.community).await?;
        let bytes = service::template_of(&app.kernel, community, format_of(&self.file)?).await?;
        write(&self.file, &bytes)?;
        println!("已写出 / written: {}", self.file.display());
        Ok(ExitCode::SUCCESS)
    }
}

impl Roster {
    async fn run(self, config: Config) -> anyhow::Result<ExitCode> {
        let sheet_format = self.sheet.as_deref().map(format_of).transpose()?;
        let bytes = self.read()?;
        let app = App::build(config).await?;
        let community = find(&app, &self.community).await?;
        let bar = self.bar()?;
        bar.set_message("读取 / reading");
        let name = self.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let file = service::open(&app.kernel, name, bytes.into()).await?;
        bar.set_message("核对 / checking");
        let checked = service::check(&app.kernel.db, &app.kernel.vault, community, &file).await?;
        let outcome = match checked.status(self.dry_run) {
            ImportStatus::Done => Self::import(&app, community, &file, &bar).await?,
            status => Outcome::of(None, status, checked.totals, &checked.faults),
        };
        bar.finish_and_clear();
        self.report(&outcome)?;
        if checked.faults.is_empty() {
            return Ok(if outcome.status == ImportStatus::Faulty { ExitCode::from(2) } else { ExitCode::SUCCESS });
        }
        if let (Some(path), Some(format)) = (&self.sheet, sheet_format) {
            write(path, &sheet::returned(&file.with_reasons(&checked.faults, locale())?, format)?)?;
        }
        Ok(ExitCode::from(2))
    }

    fn read(&self) -> anyhow::Result<Vec<u8>> {
        let shown = self.file.display();
        let size = std::fs::metadata(&self.file).with_context(|| format!("{shown}: 打不开 / cannot be opened"))?.len();
        ensure!(size <= MAX_BYTES, "{shown}: 超过 10 MB，请拆分后分次导入 / larger than 10 MB, split it");
        std::fs::read(&self.file).with_context(|| format!("{shown}: 打不开 / cannot be opened"))
    }

    async fn import(app: &Arc<App>, community: CommunityId, file: &File, bar: &ProgressBar) -> anyhow::Result<Outcome> {
        bar.set_message("写入 / writing");
        let order = Order { community, by: None, dry_run: false, locale: locale() };
        let written = |done, all| {
            bar.set_length(all);
            bar.set_position(done);
        };
        let imported =
            db::write(&app.kernel, Cause::system(), async |tx| service::import(tx, order, file, &written).await);
        let detail = imported.await?;
        let (import, faults) = (detail.import, detail.faults);
        Ok(Outcome {
            import_id: Some(import.id),
            status: import.status,
            rows: import.rows,
            fault_count: import.fault_count,
            figures: import.figures,
            faults,
        })
    }

    fn bar(&self) -> anyhow::Result<ProgressBar> {
        if self.json || !std::io::stderr().is_terminal() {
            return Ok(ProgressBar::hidden());
        }
        let style = ProgressStyle::with_template("{spinner} {msg} {bar:40} {pos}/{len} {elapsed}")?;
        let bar = ProgressBar::new(0).with_style(style);
        bar.enable_steady_tick(std::time::Duration::from_millis(100));
        Ok(bar)
    }

    fn report(&self, outcome: &Outcome) -> anyhow::Result<()> {
        if self.json {
            println!("{}", serde_json::to_string_pretty(outcome)?);
            return Ok(());
        }
        match (outcome.status, &outcome.figures) {
            (ImportStatus::Faulty, _) | (_, None) => println!("{}", faults(outcome, self.sheet.as_deref())),
            (ImportStatus::DryRun, Some(figures)) => {
                println!(
                    "没有错误；导入后会是这样（现在什么也没有写入）/ nothing wrong; this is what it would do\n{}",
                    table(figures)
                );
            }
            (ImportStatus::Done, Some(figures)) => println!("已导入 / imported\n{}", table(figures)),
        }
        Ok(())
    }
}

impl Outcome {
    fn of(import_id: Option<ImportJobId>, status: ImportStatus, totals: Totals, faults: &[Fault]) -> Self {
        let faults = faults.iter().map(|fault| ImportFault::new(fault.note(), locale())).collect();
        Self { import_id, status, rows: totals.rows, fault_count: totals.faults, figures: totals.figures, faults }
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
    ];
    for (name, Figure { created, changed, unchanged }) in kinds {
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
fn locale() -> Locale {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| std::env::var(name).ok());
    set.map(|language| Locale::from_accept_language(&language)).unwrap_or_default()
}

async fn find(app: &App, code: &str) -> anyhow::Result<CommunityId> {
    let all = communities::all(&app.kernel).await?;
    let found = all.iter().find(|community| community.division_code == code).map(|community| community.id);
    found.with_context(|| {
        let known: Vec<String> = all.iter().map(|one| format!("{} {}", one.division_code, one.name)).collect();
        format!("没有代码为 {code} 的社区 / no community has this code; 现有 / there are: {}", known.join("、"))
    })
}

fn format_of(path: &Path) -> anyhow::Result<Format> {
    let extension = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    let known = [Format::Xlsx, Format::Csv].into_iter().find(|format| format.extension() == extension);
    known.with_context(|| format!("{}: 文件名须以 .xlsx 或 .csv 结尾 / must end in .xlsx or .csv", path.display()))
}

fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    std::fs::write(path, bytes).with_context(|| format!("{}: 写不进去 / cannot be written", path.display()))
}
