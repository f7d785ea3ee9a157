//! The two sheets for the notice board: 表决公告 before a vote and 表决结果公示 after it
//! (domain.md section 4), made out of what the row says.

mod notice;
mod result;
#[cfg(test)]
mod tests;
mod vote;
mod words;

use entity::deliberations::DeliberationStatus as Status;
use entity::ids::DeliberationId;

use super::service::Case;
use super::signing::Signer;
use super::state::{FIXED, Standing};
use crate::auth::Actor;
use crate::error::{Code, Error, Result};
use crate::kernel::Kernel;
use crate::print::{Block, Fonts, Sheet};

pub use notice::Notice;
pub use result::{Publicity, ResultSheet};
pub use vote::{Roll, Vote};

/// States from which a result hangs on the board.
const SHOWN: &[Status] =
    &[Status::Published, Status::Annulled, Status::Decided, Status::Executing, Status::Evaluating, Status::Closed];

/// 表决公告, from the day on which the vote is scheduled.
///
/// # Errors
/// `not_found` for who may not see the matter, `illegal_transition` before it is scheduled.
pub async fn notice(kernel: &Kernel, actor: &Actor, fonts: &Fonts, id: DeliberationId) -> Result<Sheet> {
    let case = Case::read(&kernel.db, actor, id).await?;
    if !FIXED.contains(&case.deliberation.status) {
        return Err(Code::IllegalTransition.into());
    }
    let vote = Vote::read(kernel, &case.deliberation).await?;
    Ok(boxes_explained(Notice::of(&case.deliberation, vote).sheet(), fonts))
}

/// 表决结果公示, from its publication on; for those who work for the community as soon as it is counted.
///
/// # Errors
/// `not_found` for who may not see the matter, `illegal_transition` before that.
pub async fn result(
    kernel: &Kernel,
    actor: &Actor,
    fonts: &Fonts,
    signer: &Signer,
    id: DeliberationId,
) -> Result<Sheet> {
    let case = Case::read(&kernel.db, actor, id).await?;
    let status = case.deliberation.status;
    let early = status == Status::Counted && case.standings.contains(&Standing::Staff);
    if !early && !SHOWN.contains(&status) {
        return Err(Code::IllegalTransition.into());
    }
    let vote = Vote::read(kernel, &case.deliberation).await?;
    let sheet = ResultSheet::of(&case.deliberation, vote, signer)?.sheet();
    Ok(boxes_explained(sheet, fonts))
}

/// What no font has is a box on the paper: the paper says which character it stands for.
fn boxes_explained(mut sheet: Sheet, fonts: &Fonts) -> Sheet {
    let points = sheet.missing(fonts).into_iter().map(|char| format!("U+{:04X}", u32::from(char)));
    let points: Vec<String> = points.collect();
    if !points.is_empty() {
        let note = format!("注：文中方框为字库没有的字，其统一码为：{}。", points.join("、"));
        sheet.add(Block::Paragraph(note));
    }
    sheet
}

/// A column that the state promises is empty.
fn lacking(column: &'static str) -> Error {
    Code::Internal.error().cause(anyhow::anyhow!("a deliberation in this state has no {column}"))
}
