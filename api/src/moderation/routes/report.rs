//! Neighbours report what should not stand there.

use actix_web::{HttpResponse, post, web};

use super::requests::ReportContent;
use crate::app::App;
use crate::auth::Actor;
use crate::error::Result;
use crate::http::{Command, IdempotencyHeader, Problems, Reply};
use crate::kernel::db::Tx;
use crate::moderation::service::report::{Report, report as reporting};
use crate::moderation::view::ContentReport;

/// 举报
///
/// 看得到这项内容的人可以举报一次，由工作人员审核；三位不同的居民举报后，结论之前暂不公开。举报人不会被透露。
#[utoipa::path(
    tag = "moderation",
    operation_id = "reportContent",
    params(IdempotencyHeader),
    request_body = ReportContent,
    responses((status = 201, description = "已收到", body = ContentReport), Problems),
    security(("bearer" = []))
)]
#[post("")]
pub(super) async fn report(app: web::Data<App>, actor: Actor, command: Command<ReportContent>) -> Result<HttpResponse> {
    let work = async |tx: &Tx<'_>, body: ReportContent| {
        let report =
            Report { kind: body.kind, subject: body.subject_id, reason: body.reason, text: body.text.map(Into::into) };
        Reply::made(&ContentReport::from(reporting(tx, &actor, report).await?))
    };
    command.run(&app, &actor, work).await
}
