//! Public answers, kept as bytes with their ETag. Whoever changes something names a
//! tag; every answer made under that tag is forgotten, here at once and in other
//! replicas by a Redis message. A short time-to-live is the net below.

mod fanout;

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use aws_lc_rs::digest;
use bytes::Bytes;
use fanout::Fanout;

use crate::config::RedisConfig;
use crate::error::{Error, Result};

/// The longest that an answer outlives a change that nobody told us of.
const TIME_TO_LIVE: Duration = Duration::from_secs(5);

/// Bytes of all kept answers together.
const CAPACITY: u64 = 16 * 1024 * 1024;

/// An answer, ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The body.
    pub body: Bytes,
    /// Its strong ETag, with the quotes.
    pub etag: Arc<str>,
}

impl Answer {
    /// Gives a body its ETag.
    pub fn new(body: impl Into<Bytes>) -> Self {
        let body = body.into();
        let hash = digest::digest(&digest::SHA256, &body);
        Self { body, etag: format!("\"{}\"", hex::encode(&hash.as_ref()[..12])).into() }
    }

    /// Whether an `If-None-Match` value names this answer.
    pub fn is_known(&self, if_none_match: &str) -> bool {
        if_none_match.split(',').map(str::trim).any(|tag| tag == "*" || tag.trim_start_matches("W/") == &*self.etag)
    }
}

/// Keeps answers. Cheap to clone.
#[derive(Clone)]
pub struct Cache {
    inner: Arc<Inner>,
}

struct Inner {
    answers: moka::future::Cache<String, Answer>,
    generations: Mutex<HashMap<String, u64>>,
    fanout: Option<Fanout>,
}

impl Cache {
    /// A cache of this process alone.
    pub fn local() -> Self {
        Self::new(None)
    }

    /// A cache that tells other replicas what to forget, when there is a Redis. It is
    /// not needed at start: while it is away the time-to-live does its work.
    pub async fn connect(config: &RedisConfig) -> Self {
        let Some(fanout) = Fanout::new(config) else { return Self::local() };
        let cache = Self::new(Some(fanout.clone()));
        fanout.listen(Arc::downgrade(&cache.inner));
        cache
    }

    fn new(fanout: Option<Fanout>) -> Self {
        let answers = moka::future::Cache::builder()
            .weigher(|key: &String, answer: &Answer| weight(key.len() + answer.body.len()))
            .max_capacity(CAPACITY)
            .time_to_live(TIME_TO_LIVE)
            .build();
        Self { inner: Arc::new(Inner { answers, generations: Mutex::default(), fanout }) }
    }

    /// The answer under `tag` and `key`, made by `make` when it is not there. Of several
    /// callers at once one makes it and the others wait. An error is not kept.
    ///
    /// A tag names what the answer depends on. It has a generation, which is part of the
    /// key: an answer that was begun before a change cannot be taken for a newer one.
    pub async fn get(&self, tag: &str, key: &str, make: impl Future<Output = Result<String>>) -> Result<Answer> {
        let key = format!("{tag}#{}#{key}", self.inner.generation(tag));
        let making = async { make.await.map(Answer::new) };
        self.inner.answers.try_get_with(key, making).await.map_err(own)
    }

    /// Forgets every answer made under `tag`. For `Tx::after_commit`: before the commit is too early.
    pub fn invalidate(&self, tag: &str) {
        self.inner.forget(tag);
        if let Some(fanout) = &self.inner.fanout {
            fanout.tell(tag);
        }
    }
}

impl Inner {
    fn generation(&self, tag: &str) -> u64 {
        self.generations().get(tag).copied().unwrap_or_default()
    }

    fn forget(&self, tag: &str) {
        *self.generations().entry(tag.to_owned()).or_default() += 1;
    }

    fn forget_all(&self) {
        self.generations().values_mut().for_each(|generation| *generation += 1);
        self.answers.invalidate_all();
    }

    fn generations(&self) -> MutexGuard<'_, HashMap<String, u64>> {
        self.generations.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn weight(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

/// Callers that waited for the same failure each get an error of their own.
fn own(shared: Arc<Error>) -> Error {
    Arc::try_unwrap(shared).unwrap_or_else(|shared| {
        let error = shared.code().error();
        shared.retry_after_seconds().into_iter().fold(error, Error::retry_after)
    })
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;
    use crate::error::Code;

    async fn ask(cache: &Cache, made: &AtomicU32) -> Result<Answer> {
        let make = async {
            tokio::task::yield_now().await;
            Ok(made.fetch_add(1, Ordering::SeqCst).to_string())
        };
        cache.get("community", "wall", make).await
    }

    #[tokio::test]
    async fn an_answer_is_made_once_for_all_who_ask_and_again_after_a_change() -> Result<()> {
        let (cache, made) = (Cache::local(), AtomicU32::new(0));
        let all = futures_util::future::join_all((0..50).map(|_| ask(&cache, &made))).await;
        assert_eq!((all.len(), made.load(Ordering::SeqCst)), (50, 1));
        let first = ask(&cache, &made).await?;
        cache.invalidate("community");
        let second = ask(&cache, &made).await?;
        assert_eq!((&first.body[..], &second.body[..]), (&b"0"[..], &b"1"[..]));
        assert_ne!(first.etag, second.etag);
        Ok(())
    }

    #[tokio::test]
    async fn an_answer_begun_before_a_change_is_not_served_after_it() -> Result<()> {
        let cache = Cache::local();
        let slow = cache.get("community", "wall", async {
            cache.invalidate("community");
            Ok("old".to_owned())
        });
        assert_eq!(&slow.await?.body[..], b"old");
        let next = cache.get("community", "wall", async { Ok("new".to_owned()) }).await?;
        assert_eq!(&next.body[..], b"new");
        Ok(())
    }

    #[tokio::test]
    async fn an_error_is_not_kept() -> Result<()> {
        let cache = Cache::local();
        let failed = cache.get("community", "wall", async { Err(Code::Unavailable.error().retry_after(2)) }).await;
        assert_eq!(failed.err().and_then(|error| error.retry_after_seconds()), Some(2));
        assert!(cache.get("community", "wall", async { Ok(String::new()) }).await.is_ok());
        Ok(())
    }

    #[test]
    fn a_known_answer_is_recognised_in_a_list_and_when_weakened() {
        let answer = Answer::new("{}");
        assert!(answer.is_known(&format!("\"x\", W/{}", answer.etag)));
        assert!(!answer.is_known("\"x\""));
    }
}
