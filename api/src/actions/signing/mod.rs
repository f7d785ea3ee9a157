//! 报名: sign-ups go through the batched writer (docs/adr/0011-hot-writes-are-batched.md). Locks are
//! taken in one order: idempotency keys, actions (shared), roles, volunteers. Under them everything
//! is read in set queries, decided in memory in the order of arrival, and written at once.

mod book;
mod desk;
mod outcome;
mod terms;

use entity::ids::{AccountId, ActionId, ShiftId, ShiftRoleId, TeamId};

pub use book::Book;
pub use desk::Desk;
pub use terms::{Facts, Terms};

use crate::auth::Bearer;
use crate::error::{Code, Result};
use crate::kernel::batch::{Batcher, Work};
use crate::kernel::db::{Cause, Tx};
use crate::kernel::idempotency::Claim;

/// The requests' end of the writer of sign-ups.
pub type Signups = Batcher<SignUp, String>;

/// What somebody wants to be signed up for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The action.
    pub action: ActionId,
    /// The shift.
    pub shift: ShiftId,
    /// The role; may be left out when the shift has one only.
    pub role: Option<ShiftRoleId>,
    /// The volunteer's account.
    pub account: AccountId,
}

/// By whom and how.
#[derive(Clone, Debug)]
pub struct Manner {
    /// Who does it.
    pub by: AccountId,
    /// For which team.
    pub team: Option<TeamId>,
    /// Past the conditions, for this reason.
    pub overriding: Option<String>,
    /// Put on duty by whoever leads: past the dates, but not past the conditions.
    pub assigned: bool,
    /// In which request.
    pub cause: Cause,
}

impl Manner {
    /// By somebody for themselves.
    pub fn own(by: AccountId, cause: Cause) -> Self {
        Self { by, team: None, overriding: None, assigned: false, cause }
    }

    /// By somebody above, who waits for nobody's sign-up to open and lets nobody wait.
    pub fn is_from_above(&self) -> bool {
        self.overriding.is_some() || self.assigned
    }
}

/// A sign-up on its way.
#[derive(Clone, Debug)]
pub struct SignUp {
    /// The action.
    pub action: ActionId,
    /// The shift.
    pub shift: ShiftId,
    /// The role.
    pub role: Option<ShiftRoleId>,
    /// Who signs up.
    pub bearer: Bearer,
    /// Whose doing it is, in which request.
    pub cause: Cause,
    /// The idempotency key.
    pub claim: Option<Claim>,
}

impl SignUp {
    fn wanted(&self) -> Wanted {
        Wanted { action: self.action, shift: self.shift, role: self.role, account: self.bearer.account }
    }

    fn manner(&self) -> Manner {
        Manner::own(self.bearer.account, self.cause.clone())
    }
}

/// What the writer does with a batch of sign-ups.
pub struct Signing;

impl Work for Signing {
    type Command = SignUp;
    type Answer = String;

    async fn run(&self, tx: &Tx<'_>, commands: &[SignUp]) -> Result<Vec<Result<String>>> {
        let begun = outcome::begin(tx, commands).await?;
        let new: Vec<Wanted> = begun.iter().filter_map(outcome::Begun::to_enter).map(SignUp::wanted).collect();
        let mut book = Book::open(Desk::open(tx, &new).await?);
        let mut enter = |one: &SignUp| book.enter(&one.wanted(), one.manner()).and_then(|entered| to_json(&entered));
        let entered: Vec<Option<Result<String>>> = begun.iter().map(|one| one.to_enter().map(&mut enter)).collect();
        book.write(tx).await?;
        outcome::finish(tx, begun, entered).await
    }
}

fn to_json(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|error| Code::Internal.error().cause(error))
}
