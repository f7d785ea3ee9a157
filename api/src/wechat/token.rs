//! The mini-program's access token: `stable_token`, fetched once for all who ask at
//! the same time, renewed before it ends, dropped when WeChat says that it is not valid.

use chrono::{DateTime, Duration, Utc};
use tokio::sync::Mutex;

use crate::error::Result;

/// A token is renewed this long before it ends.
const MARGIN: Duration = Duration::seconds(300);

/// Keeps one mini-program's token.
#[derive(Default)]
pub struct TokenKeeper {
    kept: Mutex<Option<(String, DateTime<Utc>)>>,
}

impl TokenKeeper {
    /// The token, fetched when there is none or it is about to end. Whoever asks
    /// meanwhile waits for the same fetch.
    pub async fn get(&self, now: DateTime<Utc>, fetch: impl Future<Output = Result<(String, i64)>>) -> Result<String> {
        let mut kept = self.kept.lock().await;
        if let Some((token, until)) = kept.as_ref()
            && now < *until
        {
            return Ok(token.clone());
        }
        let (token, life) = fetch.await?;
        *kept = Some((token.clone(), now + Duration::seconds(life) - MARGIN));
        Ok(token)
    }

    /// Forgets the token that failed, unless another one has taken its place.
    pub async fn expire(&self, failed: &str) {
        let mut kept = self.kept.lock().await;
        if kept.as_ref().is_some_and(|(token, _)| token == failed) {
            *kept = None;
        }
    }
}
