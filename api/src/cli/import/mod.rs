//! `siwei import …`: sheets that a community keeps, from the command line.

mod report;

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, ensure};
use clap::{Args, Subcommand, ValueEnum};
use entity::community::{ImportKind, ImportStatus};
use entity::ids::CommunityId;
use indicatif::{ProgressBar, ProgressStyle};

use self::report::{Outcome, locale};
use crate::app::App;
use crate::community::service::communities;
use crate::config::Config;
use crate::imports::form::Form;
use crate::imports::service::{self, File, Order};
use crate::imports::sheet::{self, SheetFormat};
use crate::kernel::db::{self, Cause};

/// As over HTTP.
const MAX_BYTES: u64 = 10 * 1024 * 1024;

/// Imports.
#[derive(Debug, Subcommand)]
pub enum Import {
    /// 导入花名册：小区、楼栋、单元、房屋、户、居民 / Import a roster of places and people
    ///
    /// 整张表先检查：有一处错误就什么也不写入，全部错误按行列一次列出。
    ///
    /// The whole sheet is checked first. If anything is wrong nothing is written, and all faults are named by row and
    /// column. The same file twice changes nothing; an empty cell leaves what is on record; who is not in the sheet stays.
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
    Roster(Sheet),
    /// 导入业主名册：谁拥有哪些房屋 / Import who owns which dwellings
    ///
    /// 房屋须已登记。整张表先检查：有一处错误就什么也不写入，全部错误按行列一次列出。表中列出的房屋，其业主以表为准。
    ///
    /// The dwellings must be on record. The whole sheet is checked first, as a roster is. A dwelling that the sheet names
    /// belongs to whom the sheet names for it; other dwellings stay as they are. The same file twice changes nothing.
    #[command(after_long_help = "\
例子 / Examples
  siwei import template owners.xlsx --kind owners --community 220104056005
  siwei import owners owners.xlsx --community 220104056005 --dry-run
  siwei import owners owners.xlsx --community 220104056005 --dry-run --sheet faults.xlsx
  siwei import owners owners.xlsx --community 220104056005

退出码与导入花名册相同 / Exit codes as for a roster")]
    Owners(Sheet),
    /// 写出空白的模板 / Write an empty sheet to fill in
    Template(Template),
}

/// A sheet to import.
#[derive(Debug, Args)]
pub struct Sheet {
    /// 表格：.xlsx 或 .csv（UTF-8、GBK），第一行为列名 / The sheet
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

/// 写出空白的模板：列名、可选的词和填写说明
#[derive(Debug, Args)]
pub struct Template {
    /// 写入的文件，.xlsx 或 .csv / Where to write it
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// 社区的行政区划代码（12 位），模板中会列出其网格 / The community whose grids it offers
    #[arg(long, value_name = "CODE")]
    community: String,
    /// 哪一种表格 / Which kind of sheet
    #[arg(long, value_enum, default_value_t)]
    kind: Kind,
}

/// A kind of sheet, as it is typed.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Kind {
    /// 花名册 / The roster
    #[default]
    Roster,
    /// 业主名册 / The register of owners
    Owners,
}

impl From<Kind> for ImportKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Roster => Self::Roster,
            Kind::Owners => Self::Owners,
        }
    }
}

impl Import {
    /// Runs the import; a faulty sheet is exit code 2.
    pub async fn run(self, config: Config) -> anyhow::Result<ExitCode> {
        match self {
            Self::Roster(sheet) => sheet.run(config, ImportKind::Roster).await,
            Self::Owners(sheet) => sheet.run(config, ImportKind::Owners).await,
            Self::Template(template) => template.run(config).await,
        }
    }
}

impl Template {
    async fn run(self, config: Config) -> anyhow::Result<ExitCode> {
        let app = App::build(config).await?;
        let community = find(&app, &self.community).await?;
        let bytes = service::template_of(&app.kernel, community, self.kind.into(), format_of(&self.file)?).await?;
        write(&self.file, &bytes)?;
        println!("已写出 / written: {}", self.file.display());
        Ok(ExitCode::SUCCESS)
    }
}

impl Sheet {
    async fn run(self, config: Config, kind: ImportKind) -> anyhow::Result<ExitCode> {
        let sheet_format = self.sheet.as_deref().map(format_of).transpose()?;
        let bytes = self.read()?;
        let app = App::build(config).await?;
        let community = find(&app, &self.community).await?;
        let bar = self.bar()?;
        bar.set_message("读取 / reading");
        let name = self.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let file = service::open(&app.kernel, kind, name, bytes.into()).await?;
        bar.set_message("核对 / checking");
        let checked = service::check(&app.kernel.db, &app.kernel.vault, community, &file).await?;
        let outcome = match checked.status(self.dry_run) {
            ImportStatus::Done => Self::import(&app, community, &file, &bar).await?,
            status => Outcome::found(status, &checked),
        };
        bar.finish_and_clear();
        outcome.print(self.json, self.sheet.as_deref())?;
        if checked.faults.is_empty() {
            return Ok(if outcome.status == ImportStatus::Faulty { ExitCode::from(2) } else { ExitCode::SUCCESS });
        }
        if let (Some(path), Some(format)) = (&self.sheet, sheet_format) {
            write(path, &sheet::returned(&file.with_reasons(&checked.faults, locale())?, format, Form::of(kind))?)?;
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
        Ok(Outcome::written(imported.await?))
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
}

async fn find(app: &App, code: &str) -> anyhow::Result<CommunityId> {
    let all = communities::all(&app.kernel).await?;
    let found = all.iter().find(|community| community.division_code == code).map(|community| community.id);
    found.with_context(|| {
        let known: Vec<String> = all.iter().map(|one| format!("{} {}", one.division_code, one.name)).collect();
        format!("没有代码为 {code} 的社区 / no community has this code; 现有 / there are: {}", known.join("、"))
    })
}

fn format_of(path: &Path) -> anyhow::Result<SheetFormat> {
    let extension = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    let known = [SheetFormat::Xlsx, SheetFormat::Csv].into_iter().find(|format| format.extension() == extension);
    known.with_context(|| format!("{}: 文件名须以 .xlsx 或 .csv 结尾 / must end in .xlsx or .csv", path.display()))
}

fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    std::fs::write(path, bytes).with_context(|| format!("{}: 写不进去 / cannot be written", path.display()))
}
