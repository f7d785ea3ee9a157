//! The life of a certificate: asked for by the volunteer, issued by somebody else.

use entity::volunteers::CertificateStatus::{Declined, Issued, Requested, Revoked, Withdrawn};
use entity::volunteers::{CertificateStatus, CertificateVerb};

use super::Standing;
use crate::error::{Code, Result};
use crate::kernel::state::{self, Move, To};

use Standing::{Oneself, Staff};

/// The table.
#[rustfmt::skip]
pub const MOVES: &[Move<CertificateStatus, CertificateVerb, Standing>] = &[
    Move { from: &[Requested], verb: CertificateVerb::Issue,    by: &[Staff],   to: To::State(Issued) },
    Move { from: &[Requested], verb: CertificateVerb::Decline,  by: &[Staff],   to: To::State(Declined) },
    Move { from: &[Requested], verb: CertificateVerb::Withdraw, by: &[Oneself], to: To::State(Withdrawn) },
    Move { from: &[Issued],    verb: CertificateVerb::Revoke,   by: &[Staff],   to: To::State(Revoked) },
];

/// The state that `verb` leads to.
///
/// # Errors
/// `own_matter` for staff about their own, `forbidden`, `illegal_transition`.
pub fn next(status: CertificateStatus, verb: CertificateVerb, standings: &[Standing]) -> Result<CertificateStatus> {
    if verb != CertificateVerb::Withdraw && standings.contains(&Oneself) {
        return Err(Code::OwnMatter.into());
    }
    state::next(MOVES, status, verb, standings)
}

/// What these standings may do now.
pub fn allowed(status: CertificateStatus, standings: &[Standing]) -> Vec<CertificateVerb> {
    state::allowed(MOVES, status, standings)
}
