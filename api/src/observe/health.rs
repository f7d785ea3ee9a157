//! Two questions: does the process live, and should it get requests.

use std::time::Duration;

use actix_web::{HttpResponse, web};
use sea_orm::DatabaseConnection;

use crate::app::App;
use crate::error::{Code, Result};

/// A database that takes longer than this is as good as away.
const PATIENCE: Duration = Duration::from_secs(2);

/// `GET /livez`: the process answers. Asks nothing and nobody.
pub async fn livez() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ok\n")
}

/// `GET /readyz`: the database answers and nobody has asked us to stop.
///
/// Redis is not asked: without it siwei goes on with windows and caches of its own.
pub async fn readyz(app: web::Data<App>) -> Result<HttpResponse> {
    if app.shutdown.has_begun() {
        return Err(Code::Unavailable.error().retry_after(1));
    }
    answers(&app.kernel.db).await?;
    Ok(HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ready\n"))
}

async fn answers(db: &DatabaseConnection) -> Result<()> {
    let late = |_| Code::Unavailable.error().retry_after(1).cause(anyhow::anyhow!("the database is too slow"));
    let away = |error| Code::Unavailable.error().retry_after(1).cause(error);
    tokio::time::timeout(PATIENCE, db.ping()).await.map_err(late)?.map_err(away)
}
