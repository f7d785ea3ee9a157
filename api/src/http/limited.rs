//! Rate limits at the door: per account, or per address for those without one.

use super::Call;
use crate::app::App;
use crate::error::Result;
use crate::kernel::limit::Bucket;

/// Counts a request of `key` against `limit` a minute.
///
/// # Errors
/// `too_many_requests` with `Retry-After` when the window is full.
pub async fn limited(app: &App, name: &'static str, limit: u32, key: &str) -> Result<()> {
    if !app.kernel.settings.limits.enabled {
        return Ok(());
    }
    app.kernel.limiter.check(Bucket::per_minute(name, limit), key).await.map(drop)
}

/// Counts a request against its sender's address.
///
/// # Errors
/// `too_many_requests` with `Retry-After` when the window is full.
pub async fn limited_address(app: &App, call: &Call, name: &'static str, limit: u32) -> Result<()> {
    let address = call.address.map(|address| address.to_string()).unwrap_or_default();
    limited(app, name, limit, &address).await
}
