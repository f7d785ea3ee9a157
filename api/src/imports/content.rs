//! What a sheet says, what it would change and how that is written: the one place that
//! knows every kind.

use chrono::NaiveDate;
use entity::community::ImportKind;
use entity::ids::CommunityId;
use sea_orm::ConnectionTrait;

use super::changes::Writer;
use super::fault::Fault;
use super::header::Header;
use super::row::Parsed;
use super::sheet::Sheet;
use super::view::Figures;
use super::{owners, roster};
use crate::error::Result;
use crate::kernel::Vault;
use crate::kernel::db::Tx;

/// What a sheet says.
pub enum Content {
    /// Who lives where.
    Roster(Parsed<roster::Line>),
    /// Who owns what.
    Owners(Parsed<owners::Line>),
}

/// What it would change.
pub enum Plan {
    /// Places, households and residents.
    Roster(Box<roster::Plan>),
    /// Owners and what they own.
    Owners(owners::Plan),
}

impl Content {
    /// Understands a sheet of this kind as far as possible.
    ///
    /// # Errors
    /// `unknown_sheet` when it is none.
    pub fn read(kind: ImportKind, sheet: &Sheet, today: NaiveDate) -> Result<Self> {
        match kind {
            ImportKind::Roster => roster::parse(sheet, today).map(Self::Roster),
            ImportKind::Owners => owners::parse(sheet).map(Self::Owners),
        }
    }

    /// Its kind.
    pub fn kind(&self) -> ImportKind {
        match self {
            Self::Roster(_) => ImportKind::Roster,
            Self::Owners(_) => ImportKind::Owners,
        }
    }

    /// Where its columns stand.
    pub fn header(&self) -> &Header {
        match self {
            Self::Roster(parsed) => &parsed.header,
            Self::Owners(parsed) => &parsed.header,
        }
    }

    /// What is wrong with it, whatever is on record.
    pub fn faults(&self) -> &[Fault] {
        match self {
            Self::Roster(parsed) => &parsed.faults,
            Self::Owners(parsed) => &parsed.faults,
        }
    }

    /// Its rows, but for the head and empty ones.
    pub fn rows(&self) -> usize {
        match self {
            Self::Roster(parsed) => parsed.lines.len(),
            Self::Owners(parsed) => parsed.lines.len(),
        }
    }

    /// Compares it with what is on record; writes nothing.
    pub async fn plan(
        &self,
        conn: &impl ConnectionTrait,
        vault: &Vault,
        community: CommunityId,
    ) -> Result<(Plan, Vec<Fault>)> {
        match self {
            Self::Roster(parsed) => {
                let mut plan = roster::plan(conn, vault, community, &parsed.lines).await?;
                let faults = std::mem::take(&mut plan.faults);
                Ok((Plan::Roster(Box::new(plan)), faults))
            }
            Self::Owners(parsed) => {
                let mut plan = owners::plan(conn, vault, community, &parsed.lines).await?;
                let faults = std::mem::take(&mut plan.faults);
                Ok((Plan::Owners(plan), faults))
            }
        }
    }
}

impl Plan {
    /// How many records of each kind.
    pub fn figures(&self) -> Figures {
        match self {
            Self::Roster(plan) => plan.figures(),
            Self::Owners(plan) => plan.figures(),
        }
    }

    /// Writes it.
    ///
    /// # Errors
    /// `records_changed` when somebody else has changed the same records meanwhile.
    pub async fn write(self, tx: &Tx<'_>, writer: Writer<'_>) -> Result<()> {
        match self {
            Self::Roster(plan) => roster::write(*plan, writer).await,
            Self::Owners(plan) => owners::write(tx, plan, writer).await,
        }
    }
}
