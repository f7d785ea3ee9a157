//! What waits for the demo's moderators: a comment with a listed word, and a wish that a neighbour has reported.

use entity::deliberations::{DeliberationStatus, deliberation};
use entity::moderation::{ContentKind, ReportReason};
use entity::wishes::{WishStatus, wish};
use sea_orm::QueryOrder;
use sea_orm::prelude::*;

use super::people::People;
use crate::auth::Actor;
use crate::deliberations::service::comment;
use crate::error::{Code, Result};
use crate::kernel::Kernel;
use crate::kernel::db;
use crate::moderation::service::report::{self, Report};

/// Tells it, as of today.
pub async fn tell(kernel: &Kernel, people: &People) -> Result<()> {
    advertise(kernel, people).await?;
    report(kernel, people).await
}

/// The first resident who has a say somewhere says something that the list stops.
async fn advertise(kernel: &Kernel, people: &People) -> Result<()> {
    let talked_over = deliberation::Entity::find()
        .filter(deliberation::Column::Status.eq(DeliberationStatus::Discussing))
        .order_by_asc(deliberation::Column::CreatedAt)
        .all(&kernel.db)
        .await?;
    for (resident, matter) in people.residents.iter().flat_map(|who| talked_over.iter().map(move |one| (who, one))) {
        let text = "有人在楼道里贴刷单返利的广告，扫码就被骗，大家别信。".to_owned();
        match by(kernel, resident, async |tx| comment::say(tx, resident, matter.id, text).await).await {
            Err(error) if [Code::Forbidden, Code::NotFound].contains(&error.code()) => {}
            said => return said.map(drop),
        }
    }
    Ok(())
}

async fn report(kernel: &Kernel, people: &People) -> Result<()> {
    let Some(neighbour) = people.residents.last() else { return Ok(()) };
    let theirs = wish::Entity::find()
        .filter(wish::Column::Status.eq(WishStatus::Open))
        .filter(wish::Column::AuthorAccountId.ne(neighbour.account_id()))
        .order_by_asc(wish::Column::CreatedAt);
    let Some(reported) = theirs.one(&kernel.db).await? else { return Ok(()) };
    let report = Report {
        kind: ContentKind::Wish,
        subject: reported.id.0,
        reason: ReportReason::Untrue,
        text: Some("好像已经有人修好了。".to_owned()),
    };
    by(kernel, neighbour, async |tx| report::report(tx, neighbour, report).await).await.map(drop)
}

async fn by<T>(kernel: &Kernel, who: &Actor, work: impl AsyncFnOnce(&db::Tx<'_>) -> Result<T>) -> Result<T> {
    db::write(kernel, who.cause("demo"), work).await
}
