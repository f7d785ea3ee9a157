//! The access token of one mini-program: asked for once however many want it, kept until
//! five minutes before its end, dropped only by who saw that very token fail. Replicas share it
//! through the [`Shelf`], where there is one.

use std::time::Instant;

use chrono::{DateTime, Duration, Utc};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Mutex;

use super::fault::Fault;
use super::shelf::{Found, Shelf};

/// WeChat gives out a new token this long before the old one ends.
const MARGIN: Duration = Duration::minutes(5);

/// A token is kept this long at least; one that ends earlier is replaced when a call says so.
const LEAST: Duration = Duration::seconds(10);

/// A token as it was answered.
pub struct Fetched {
    /// The token.
    pub token: SecretString,
    /// Its life in seconds.
    pub seconds: i64,
}

/// How often, and with which rest, it is looked whether another replica has fetched.
const LOOKS: (u32, std::time::Duration) = (20, std::time::Duration::from_millis(100));

/// Keeps the token of one mini-program.
#[derive(Default)]
pub struct TokenKeeper {
    appid: String,
    shelf: Option<Shelf>,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    token: Option<(SecretString, DateTime<Utc>)>,
    failed_at: Option<Instant>,
}

impl TokenKeeper {
    /// Keeps the token of this mini-program, shared with other replicas where there is a shelf.
    pub fn new(appid: &str, shelf: Option<Shelf>) -> Self {
        Self { appid: appid.to_owned(), shelf, kept: Mutex::default() }
    }

    /// The token, fetched if need be. Who waits while another one fetches shares the outcome.
    pub async fn get(
        &self,
        now: DateTime<Utc>,
        fetch: impl AsyncFnOnce() -> Result<Fetched, Fault>,
    ) -> Result<SecretString, Fault> {
        let arrived = Instant::now();
        let mut kept = self.kept.lock().await;
        if let Some((token, good_until)) = &kept.token
            && *good_until > now
        {
            return Ok(token.clone());
        }
        if kept.failed_at.is_some_and(|at| at > arrived) {
            return Err(Fault::NoToken);
        }
        match self.shared(now, fetch).await {
            Ok(Found { token, until }) => {
                kept.token = Some((token.clone(), until));
                Ok(token)
            }
            Err(_) => {
                kept.failed_at = Some(Instant::now());
                Err(Fault::NoToken)
            }
        }
    }

    /// The token that another replica has fetched, or a new one for all.
    async fn shared(
        &self,
        now: DateTime<Utc>,
        fetch: impl AsyncFnOnce() -> Result<Fetched, Fault>,
    ) -> Result<Found, Fault> {
        let Some(shelf) = &self.shelf else { return fetched(now, fetch).await };
        let mut looks = LOOKS.0;
        let own = loop {
            if let Some(found) = shelf.find(&self.appid, now).await {
                return Ok(found);
            }
            match shelf.begin(&self.appid).await {
                Some(own) => break Some(own),
                // Whoever fetches does not come back: WeChat gives both of us the same token.
                None if looks == 0 => break None,
                None => tokio::time::sleep(LOOKS.1).await,
            }
            looks -= 1;
        };
        // Between the look and the right to fetch another one may have fetched and given the right back.
        let outcome = match shelf.find(&self.appid, now).await {
            Some(found) => Ok(found),
            None => self.fetched_for_all(shelf, now, fetch).await,
        };
        if let Some(own) = own {
            shelf.end(&self.appid, &own).await;
        }
        outcome
    }

    async fn fetched_for_all(
        &self,
        shelf: &Shelf,
        now: DateTime<Utc>,
        fetch: impl AsyncFnOnce() -> Result<Fetched, Fault>,
    ) -> Result<Found, Fault> {
        let found = fetched(now, fetch).await?;
        shelf.put(&self.appid, &found.token, found.until, now).await;
        Ok(found)
    }

    /// Drops the token, unless it has been replaced since; here and for the other replicas.
    pub async fn drop_failed(&self, failed: &SecretString) {
        let mut kept = self.kept.lock().await;
        if let Some(shelf) = &self.shelf {
            shelf.drop_failed(&self.appid, failed).await;
        }
        if kept.token.as_ref().is_some_and(|(token, _)| token.expose_secret() == failed.expose_secret()) {
            kept.token = None;
        }
    }
}

async fn fetched(now: DateTime<Utc>, fetch: impl AsyncFnOnce() -> Result<Fetched, Fault>) -> Result<Found, Fault> {
    let Fetched { token, seconds } = fetch().await?;
    let life = Duration::seconds(seconds.clamp(0, 86_400)) - MARGIN;
    Ok(Found { token, until: now + life.max(LEAST) })
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    async fn answered(token: &str, seconds: i64) -> Result<Fetched, Fault> {
        Ok(Fetched { token: token.to_owned().into(), seconds })
    }

    async fn held(keeper: &TokenKeeper, now: DateTime<Utc>, next: &str) -> Option<String> {
        let token = keeper.get(now, async || answered(next, 7_200).await).await.ok()?;
        Some(token.expose_secret().to_owned())
    }

    #[tokio::test]
    async fn a_token_is_kept_until_five_minutes_before_its_end() {
        let (keeper, now) = (TokenKeeper::default(), Utc::now());
        assert_eq!(held(&keeper, now, "one").await.as_deref(), Some("one"));
        assert_eq!(held(&keeper, now + Duration::seconds(6_899), "two").await.as_deref(), Some("one"));
        assert_eq!(held(&keeper, now + Duration::seconds(6_900), "two").await.as_deref(), Some("two"));
    }

    #[tokio::test]
    async fn only_the_token_that_failed_is_dropped() {
        let (keeper, now) = (TokenKeeper::default(), Utc::now());
        held(&keeper, now, "one").await;
        keeper.drop_failed(&"zero".to_owned().into()).await;
        assert_eq!(held(&keeper, now, "two").await.as_deref(), Some("one"));
        keeper.drop_failed(&"one".to_owned().into()).await;
        assert_eq!(held(&keeper, now, "two").await.as_deref(), Some("two"));
    }

    #[tokio::test]
    async fn who_waited_for_a_failure_does_not_try_again_but_the_next_one_does() {
        let (keeper, now, tries) = (TokenKeeper::default(), Utc::now(), Cell::new(0));
        let fail = async || {
            tries.set(tries.get() + 1);
            tokio::task::yield_now().await;
            Err(Fault::silent("away"))
        };
        let (first, second) = tokio::join!(keeper.get(now, fail), keeper.get(now, fail));
        assert!(first.is_err() && second.is_err());
        assert_eq!(tries.get(), 1);
        assert!(keeper.get(now, fail).await.is_err());
        assert_eq!(tries.get(), 2);
    }
}
