//! What is published in the community's name is read by nobody after those who write it, so the list speaks at once.

use entity::ids::CommunityId;

use crate::error::{Code, Result};
use crate::kernel::db::Tx;
use crate::moderation::lists;

/// Refuses texts, each with where it stands in the request, that have a listed word. Whoever of the staff finds it
/// harmless allows it in the community's list first.
///
/// # Errors
/// `invalid` with `listed_word` at each of them.
pub async fn refuse_listed(tx: &Tx<'_>, community: CommunityId, texts: &[(&str, &str)]) -> Result<()> {
    // A broken list stops no emergency: who writes has read it.
    let Some(list) = lists::of(tx.kernel(), tx, community).await? else { return Ok(()) };
    let found = texts.iter().filter_map(|(at, text)| Some((*at, list.hits(text).into_iter().next()?.word)));
    let refusal = found.fold(None, |refusal, (at, word)| {
        Some(refusal.unwrap_or_else(|| Code::Invalid.error()).fault(at, Code::ListedWord, word))
    });
    refusal.map_or(Ok(()), Err)
}
