//! What a batch says of a ballot that it has taken. The receipt is signed afterwards, in each
//! request's own task: a signature takes longer than everything else that a ballot needs of the
//! writer, for which all wait. The same words are signed the same way, so a retry that signs
//! what was kept gets the same receipt.

use chrono::{DateTime, Utc};
use entity::ids::{DeliberationId, RollEntryId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::deliberations::receipt::Receipt;
use crate::deliberations::signing::Signer;
use crate::error::Result;

/// 已收到的选票
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CastBallot {
    /// 名册上的投票人
    pub entry_id: RollEntryId,
    /// 是否改票
    pub changed: bool,
    /// 回执，请妥善保存
    pub receipt: Receipt,
}

/// A ballot that is in the book; what its receipt says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// The deliberation.
    pub deliberation: DeliberationId,
    /// The voter.
    pub entry: RollEntryId,
    /// The hash of the ballot's leaf, hex.
    pub leaf: String,
    /// How often this voter has voted.
    pub sequence: u32,
    /// The instant of the batch.
    pub received_at: DateTime<Utc>,
}

impl Taken {
    /// What the voter gets.
    ///
    /// # Errors
    /// An internal error only.
    pub fn signed(self, signer: &Signer) -> Result<CastBallot> {
        let Self { deliberation, entry, leaf, sequence, received_at } = self;
        let receipt = Receipt::sign(signer, deliberation, leaf, sequence, received_at)?;
        Ok(CastBallot { entry_id: entry, changed: sequence > 1, receipt })
    }
}
