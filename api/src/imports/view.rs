//! Imports in JSON.

use chrono::{DateTime, Utc};
use entity::community::{ImportKind, ImportStatus};
use entity::ids::{AccountId, CommunityId, ImportJobId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::fault::Note;
use super::service::KEPT;
use super::sheet::SheetFormat;
use super::store::Summary;
use crate::error::{Code, Locale, Result};

/// 一类记录的变化
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Figure {
    /// 新增
    pub created: u64,
    /// 修改
    pub changed: u64,
    /// 不变
    pub unchanged: u64,
}

/// 各类记录的变化
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Figures {
    /// 小区
    pub compounds: Figure,
    /// 楼栋
    pub buildings: Figure,
    /// 单元
    pub units: Figure,
    /// 房屋
    pub dwellings: Figure,
    /// 户
    pub households: Figure,
    /// 居民
    pub residents: Figure,
    /// 业主
    #[serde(default)]
    #[schema(required = true)]
    pub owners: Figure,
    /// 产权；changed 为终止的
    #[serde(default)]
    #[schema(required = true)]
    pub ownerships: Figure,
}

impl Figures {
    /// Records that are new or become others.
    pub fn to_write(&self) -> u64 {
        let places = [self.compounds, self.buildings, self.units, self.dwellings];
        let people = [self.households, self.residents, self.owners, self.ownerships];
        places.iter().chain(&people).map(|figure| figure.created + figure.changed).sum()
    }
}

/// What is counted of an import, as it is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Rows of the sheet, but for its head and empty ones.
    pub rows: usize,
    /// Faults of the sheet.
    pub faults: usize,
    /// What became of the records, unless there are faults.
    pub figures: Option<Figures>,
}

/// 一次导入
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Import {
    /// 编号
    pub id: ImportJobId,
    /// 社区
    pub community_id: CommunityId,
    /// 导入的内容
    pub kind: ImportKind,
    /// 文件名
    #[schema(example = "花名册.xlsx")]
    pub file_name: String,
    /// 是否只是试导入
    pub dry_run: bool,
    /// 结果
    pub status: ImportStatus,
    /// 表格的行数，不含表头和空行
    pub rows: usize,
    /// 错误的处数
    pub fault_count: usize,
    /// 各类记录的变化；试导入时为将会发生的变化，有错误时为 null
    #[schema(required = true)]
    pub figures: Option<Figures>,
    /// 带原因的表格可下载到何时；没有可下载的表格时为 null
    #[schema(required = true)]
    pub sheet_until: Option<DateTime<Utc>>,
    /// 导入人；由命令行导入时为 null
    #[schema(required = true)]
    pub created_by: Option<AccountId>,
    /// 时间
    pub created_at: DateTime<Utc>,
}

/// 一处错误
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ImportFault {
    /// 行号，从 1 起，与表格软件所示相同
    pub row: usize,
    /// 列名；不认识的列为其字母
    #[schema(example = "手机")]
    pub column: String,
    /// 单元格；缺少的列为 null
    #[schema(required = true, example = "F12")]
    pub cell: Option<String>,
    /// 稳定的错误代码
    #[schema(example = "bad_phone")]
    pub code: String,
    /// 可直接展示的一句话
    pub detail: String,
}

/// 一次导入及其错误
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ImportDetail {
    /// 导入
    #[serde(flatten)]
    pub import: Import,
    /// 逐处的错误，按行列排列，最多列出前 1000 处；全部见下载的表格
    pub faults: Vec<ImportFault>,
}

impl Import {
    /// An import as its community's staff see it.
    pub fn new(row: &Summary) -> Result<Self> {
        let totals = Totals::deserialize(&row.totals).map_err(|error| Code::Internal.error().cause(error))?;
        Ok(Self {
            id: row.id,
            community_id: row.community_id,
            kind: row.kind,
            file_name: row.file_name.clone(),
            dry_run: row.dry_run,
            status: row.status,
            rows: totals.rows,
            fault_count: totals.faults,
            figures: totals.figures,
            sheet_until: row.has_sheet.then_some(row.created_at + KEPT),
            created_by: row.created_by,
            created_at: row.created_at,
        })
    }
}

impl ImportFault {
    /// A fault in words.
    pub fn new(note: Note, locale: Locale) -> Self {
        let detail = note.detail(locale);
        Self { row: note.row, column: note.column, cell: note.cell, code: note.code, detail }
    }
}

/// 上传的表单
#[derive(ToSchema)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "describes the form for the document; the parts are read one by one")]
pub struct ImportForm {
    /// 表格，XLSX 或 CSV（UTF-8 或 GBK），不超过 10 MB、20000 行
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// 只检查，不写入
    #[schema(required = false, default = false)]
    dry_run: bool,
}

/// Names an import.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[serde(rename_all = "camelCase")]
pub struct ImportPath {
    /// 导入编号
    pub import_id: ImportJobId,
}

/// Chooses the kind of file.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct FormatChoice {
    /// 文件格式，默认 xlsx
    #[param(nullable = false)]
    pub format: Option<SheetFormat>,
}

/// Chooses the template.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TemplateChoice {
    /// 文件格式，默认 xlsx
    #[param(nullable = false)]
    pub format: Option<SheetFormat>,
    /// 社区；只有平台管理员需要指明
    #[param(nullable = false)]
    pub community_id: Option<CommunityId>,
}

/// Narrows a list of imports, which begins with the newest.
#[derive(Clone, Debug, Default, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ImportQuery {
    /// 导入的内容
    #[param(nullable = false)]
    pub kind: Option<ImportKind>,
    /// 结果
    #[param(nullable = false)]
    pub status: Option<ImportStatus>,
    /// 社区；只有平台管理员需要指明
    #[param(nullable = false)]
    pub community_id: Option<CommunityId>,
    /// 上一页答复中的 nextCursor
    #[param(nullable = false)]
    pub cursor: Option<String>,
    /// 每页条数
    #[param(nullable = false, minimum = 1, maximum = 100, default = 20)]
    pub page_size: Option<u64>,
    /// 是否给出总数
    #[param(nullable = false)]
    pub with_total: Option<bool>,
}
