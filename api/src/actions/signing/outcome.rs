//! Who of a batch is signed in, and the idempotency keys of those who are.

use super::SignUp;
use crate::auth::live_sessions;
use crate::error::{Code, Result};
use crate::kernel::db::Tx;
use crate::kernel::idempotency::{self, Claim, Claimed};

/// What a request of the batch turned out to be.
pub enum Begun<'b> {
    /// A sign-up to be entered.
    New(&'b SignUp),
    /// It is answered already.
    Answered(Result<String>),
}

impl<'b> Begun<'b> {
    /// The sign-up, when it is new.
    pub fn to_enter(&self) -> Option<&'b SignUp> {
        match self {
            Self::New(sign_up) => Some(sign_up),
            Self::Answered(_) => None,
        }
    }
}

/// Asks for the sessions and claims the keys; requests come out in their order.
pub async fn begin<'b>(tx: &Tx<'_>, commands: &'b [SignUp]) -> Result<Vec<Begun<'b>>> {
    let sessions = live_sessions(tx, commands.iter().map(|one| one.bearer.session), tx.now()).await?;
    let is_live =
        |one: &SignUp| sessions.get(&one.bearer.session).is_some_and(|live| live.account == one.bearer.account);
    let claims = commands.iter().filter(|one| is_live(one)).filter_map(|one| one.claim.clone());
    let claims: Vec<Claim> = claims.collect();
    let mut claimed = idempotency::begin_all(tx, &claims).await?.into_iter();
    let begun = commands.iter().map(|one| match one.claim.as_ref().filter(|_| is_live(one)) {
        _ if !is_live(one) => Begun::Answered(Err(Code::Unauthenticated.into())),
        None => Begun::New(one),
        Some(_) => match claimed.next() {
            Some(Claimed::Replay(stored)) => Begun::Answered(Ok(stored)),
            Some(Claimed::Refused(Code::StillRunning)) => {
                Begun::Answered(Err(Code::StillRunning.error().retry_after(1)))
            }
            Some(Claimed::Refused(code)) => Begun::Answered(Err(code.into())),
            Some(Claimed::New) | None => Begun::New(one),
        },
    });
    Ok(begun.collect())
}

/// Stores the answers of what was entered; of the rest no key stays.
pub async fn finish(
    tx: &Tx<'_>,
    begun: Vec<Begun<'_>>,
    entered: Vec<Option<Result<String>>>,
) -> Result<Vec<Result<String>>> {
    let (mut outcomes, mut kept) = (Vec::new(), Vec::new());
    for (begun, entered) in begun.into_iter().zip(entered) {
        let (sign_up, outcome) = match (begun, entered) {
            (Begun::Answered(answer), _) => {
                outcomes.push(answer);
                continue;
            }
            (Begun::New(sign_up), Some(outcome)) => (sign_up, outcome),
            (Begun::New(sign_up), None) => (sign_up, Err(Code::Internal.into())),
        };
        if let Some(claim) = &sign_up.claim {
            kept.push((claim.clone(), outcome.as_ref().ok().cloned()));
        }
        outcomes.push(outcome);
    }
    idempotency::finish_all(tx, kept).await?;
    Ok(outcomes)
}
