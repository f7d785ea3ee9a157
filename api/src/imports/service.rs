//! What happens to a sheet: opened, checked whole, and written whole or not at all.

use aws_lc_rs::digest;
use bytes::Bytes;
use chrono::Duration;
use entity::community::{ImportKind, ImportStatus, import_job};
use entity::ids::{AccountId, CommunityId, ImportJobId};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use serde_json::json;

use super::changes::{Writer, Written};
use super::content::{Content, Plan};
use super::fault::{Fault, Note};
use super::form::Form;
use super::sheet::{self, Sheet, SheetFormat};
use super::store;
use super::view::{Import, ImportDetail, ImportFault, ImportQuery, Totals};
use crate::auth::Actor;
use crate::community::service::{Within, bulk, communities, unmask};
use crate::error::{Code, Error, Locale, Result};
use crate::kernel::crypto::Field;
use crate::kernel::db::{self, Cause, Tx};
use crate::kernel::event::{self, NewEvent, Subject};
use crate::kernel::page::Page;
use crate::kernel::{Kernel, Vault};

/// How long a faulty sheet is kept for its sender.
pub const KEPT: Duration = Duration::days(7);

/// Faults that are kept one by one; the sheet names all of them.
const MOST_FAULTS: usize = 1_000;

/// The word for an import in the log of events.
const SUBJECT: &str = "import_job";

/// A file that could be read as a sheet of its kind.
pub struct File {
    name: String,
    digest: String,
    sheet: Sheet,
    content: Content,
}

/// How an import is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Order {
    /// The community whose records they are.
    pub community: CommunityId,
    /// Who asks; nobody on the command line.
    pub by: Option<AccountId>,
    /// Whether to write nothing.
    pub dry_run: bool,
    /// The language of the reasons in the sheet.
    pub locale: Locale,
}

/// What a check has found: what would become of the records, and all that is wrong.
pub struct Checked {
    plan: Plan,
    /// What is wrong, by row and column.
    pub faults: Vec<Fault>,
    /// What is counted.
    pub totals: Totals,
}

impl File {
    /// What it is a sheet of.
    pub fn kind(&self) -> ImportKind {
        self.content.kind()
    }

    /// The sheet with a column that says what is wrong.
    pub fn with_reasons(&self, faults: &[Fault], locale: Locale) -> Result<String> {
        sheet::stored(&self.sheet, self.content.header(), faults, locale)
    }
}

impl Checked {
    /// How it would end, or ends.
    pub fn status(&self, dry_run: bool) -> ImportStatus {
        match (self.faults.is_empty(), dry_run) {
            (false, _) => ImportStatus::Faulty,
            (true, true) => ImportStatus::DryRun,
            (true, false) => ImportStatus::Done,
        }
    }
}

/// Reads a file away from the threads that answer requests.
///
/// # Errors
/// As [`Sheet::read`]; `unknown_sheet` when it is none of this kind.
pub async fn open(kernel: &Kernel, kind: ImportKind, name: String, bytes: Bytes) -> Result<File> {
    let today = kernel.clock.approximate().date_naive();
    sheet::work(move || {
        let sheet = Sheet::read(&bytes, Form::of(kind))?;
        let content = Content::read(kind, &sheet, today)?;
        let digest = hex::encode(digest::digest(&digest::SHA256, &bytes));
        Ok(File { name, digest, sheet, content })
    })
    .await
}

/// Compares a file with what is on record; writes nothing.
pub async fn check(conn: &impl ConnectionTrait, vault: &Vault, community: CommunityId, file: &File) -> Result<Checked> {
    let (plan, found) = file.content.plan(conn, vault, community).await?;
    let header = file.content.header();
    let mut faults = [file.content.faults(), &found].concat();
    for fault in &mut faults {
        fault.index = fault.index.or_else(|| header.index(fault.column?));
    }
    faults.sort_by_key(|fault| (fault.row, fault.index));
    let figures = faults.is_empty().then(|| plan.figures());
    let totals = Totals { rows: file.content.rows(), faults: faults.len(), figures };
    Ok(Checked { plan, faults, totals })
}

/// Imports a file: everything in this transaction, or nothing if there is a fault. `written`
/// hears how many records of how many are done.
///
/// # Errors
/// `records_changed` when somebody else has changed the same records meanwhile.
pub async fn import(tx: &Tx<'_>, order: Order, file: &File, written: Written<'_>) -> Result<ImportDetail> {
    // Whoever imports at the same time waits here, and then finds what this import has written.
    match order.dry_run {
        true => communities::exists(tx, order.community).await?,
        false => bulk::hold(tx, order.community).await?,
    }
    let (id, checked) = (ImportJobId::new(), check(tx, tx.vault(), order.community, file).await?);
    let notes: Vec<Note> = checked.faults.iter().take(MOST_FAULTS).map(Fault::note).collect();
    let row = row(tx, id, order, file, &checked, &notes)?.insert(tx).await?;
    if checked.status(order.dry_run) == ImportStatus::Done {
        let all = checked.plan.figures().to_write();
        checked.plan.write(tx, Writer::new(tx, order.community, id, all, written)).await?;
    }
    remember(tx, &row).await?;
    let faults = notes.into_iter().map(|note| ImportFault::new(note, order.locale)).collect();
    Ok(ImportDetail { import: Import::new(&row.into())?, faults })
}

fn row(
    tx: &Tx<'_>,
    id: ImportJobId,
    order: Order,
    file: &File,
    checked: &Checked,
    notes: &[Note],
) -> Result<import_job::ActiveModel> {
    let sheet = match checked.faults.as_slice() {
        [] => None,
        faults => Some(tx.vault().seal(Field::Sheet, &file.with_reasons(faults, order.locale)?)?),
    };
    Ok(import_job::ActiveModel {
        id: Set(id),
        community_id: Set(order.community),
        kind: Set(file.kind()),
        file_name: Set(file.name.clone()),
        file_digest: Set(file.digest.clone()),
        dry_run: Set(order.dry_run),
        status: Set(checked.status(order.dry_run)),
        totals: Set(json!(checked.totals)),
        faults: Set(json!(notes)),
        sheet_sealed: Set(sheet),
        created_by: Set(order.by),
        created_at: Set(tx.now()),
        finished_at: Set(Some(tx.now())),
    })
}

async fn remember(tx: &Tx<'_>, row: &import_job::Model) -> Result<()> {
    let data = json!({ "dryRun": row.dry_run, "status": row.status, "totals": row.totals });
    let imported = NewEvent::new(row.community_id, Subject::new(SUBJECT, row.id), "import").with(data);
    event::record(tx, imported).await.map(drop)
}

/// A page of the imports, for the community's staff.
pub async fn list(kernel: &Kernel, actor: &Actor, query: &ImportQuery) -> Result<Page<Import>> {
    let community = Within::kept_by(actor)?.choose(query.community_id)?;
    let page = store::page(&kernel.db, community, query).await?;
    let shown = page.items.iter().map(Import::new).collect::<Result<_>>()?;
    Ok(page.with_items(shown))
}

/// One import with its faults, for the community's staff.
pub async fn one(kernel: &Kernel, actor: &Actor, id: ImportJobId, locale: Locale) -> Result<ImportDetail> {
    let row = store::one(&kernel.db, Within::kept_by(actor)?, id).await?;
    let notes: Vec<Note> = serde_json::from_value(store::faults(&kernel.db, id).await?).map_err(internal)?;
    let faults = notes.into_iter().map(|note| ImportFault::new(note, locale)).collect();
    Ok(ImportDetail { import: Import::new(&row)?, faults })
}

/// The faulty sheet with its reasons, and what it is a sheet of. It is full of personal data, so the look is recorded.
///
/// # Errors
/// `no_sheet` when there were no faults, or when it was removed.
pub async fn sheet(
    kernel: &Kernel,
    actor: &Actor,
    id: ImportJobId,
    format: SheetFormat,
    cause: Cause,
) -> Result<(ImportKind, Vec<u8>)> {
    let within = Within::kept_by(actor)?;
    let sealed = db::write(kernel, cause, async |tx| {
        let row = store::one(tx, within, id).await?;
        let sealed = store::sheet(tx, id).await?.ok_or_else(|| Code::NoSheet.error())?;
        unmask::remember(tx, actor, row.community_id, Subject::new(SUBJECT, id), &["sheet"], None).await?;
        Ok((row.kind, sealed))
    });
    let (kind, sealed) = sealed.await?;
    let stored = kernel.vault.open(Field::Sheet, &sealed)?;
    Ok((kind, sheet::work(move || sheet::returned(&stored, format, Form::of(kind))).await?))
}

/// An empty sheet to fill in, with the community's grids to choose from where it has some.
pub async fn template(
    kernel: &Kernel,
    actor: &Actor,
    kind: ImportKind,
    named: Option<CommunityId>,
    format: SheetFormat,
) -> Result<Vec<u8>> {
    let community = Within::kept_by(actor)?.choose(named)?;
    template_of(kernel, community, kind, format).await
}

/// The same for whoever has the database.
pub async fn template_of(
    kernel: &Kernel,
    community: CommunityId,
    kind: ImportKind,
    format: SheetFormat,
) -> Result<Vec<u8>> {
    let grids = communities::grids(kernel, community).await?;
    let grids: Vec<(String, String)> = grids.into_iter().map(|grid| (grid.code, grid.name)).collect();
    sheet::work(move || sheet::template(format, Form::of(kind), &grids)).await
}

/// Removes sheets that were kept long enough; for the worker.
pub async fn sweep(kernel: &Kernel) -> Result<usize> {
    let gone = db::write(kernel, Cause::system(), async |tx| store::forget_sheets(tx, tx.now() - KEPT).await).await?;
    Ok(usize::try_from(gone).unwrap_or(usize::MAX))
}

fn internal(error: serde_json::Error) -> Error {
    Code::Internal.error().cause(error)
}
