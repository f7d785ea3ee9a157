//! Where pictures lie: a folder beside the database, or an S3-compatible bucket.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use bytes::Bytes;
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ClientOptions, ObjectStore, ObjectStoreExt, RetryConfig};
use secrecy::ExposeSecret;
use tokio::sync::Semaphore;

use super::picture::{self, Processed};
use crate::config::{Config, S3Config};
use crate::error::{Code, Error, Result};

/// Pictures that are worked on at once; each may take much memory.
const AT_ONCE: usize = 2;

/// A bucket that does not take a connection by then is away: somebody waits for the answer.
const CONNECT_TIME: Duration = Duration::from_secs(2);

/// One call to a bucket.
const CALL_TIME: Duration = Duration::from_secs(10);

/// No second try after this.
const RETRY_TIME: Duration = Duration::from_secs(5);

/// Keeps pictures and makes them. Cheap to clone.
#[derive(Clone)]
pub struct PictureStore {
    objects: Arc<dyn ObjectStore>,
    working: Arc<Semaphore>,
}

impl PictureStore {
    /// Opens the bucket of the configuration, or the folder `media` in the data folder.
    pub fn open(config: &Config) -> anyhow::Result<Self> {
        let objects: Arc<dyn ObjectStore> = match &config.storage.s3 {
            Some(s3) => Arc::new(bucket(s3)?),
            None => {
                let folder = config.data_dir.join("media");
                std::fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
                Arc::new(LocalFileSystem::new_with_prefix(folder)?.with_automatic_cleanup(true))
            }
        };
        Ok(Self { objects, working: Arc::new(Semaphore::new(AT_ONCE)) })
    }

    /// Makes a picture, when it is its turn, away from the threads that answer requests.
    pub async fn process(&self, bytes: Bytes) -> Result<Processed> {
        let turn = Arc::clone(&self.working).acquire_owned().await.map_err(failed)?;
        let work = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            picture::process(&bytes)
        });
        work.await.map_err(failed)?
    }

    /// Keeps bytes under a key.
    pub async fn put(&self, key: &str, bytes: Vec<u8>) -> Result<()> {
        self.objects.put(&Path::from(key), bytes.into()).await.map_err(failed)?;
        Ok(())
    }

    /// The bytes under a key.
    ///
    /// # Errors
    /// `not_found` when there are none.
    pub async fn get(&self, key: &str) -> Result<Bytes> {
        match self.objects.get(&Path::from(key)).await {
            Ok(found) => found.bytes().await.map_err(failed),
            Err(object_store::Error::NotFound { .. }) => Err(Code::NotFound.into()),
            Err(error) => Err(failed(error)),
        }
    }

    /// Removes what is under a key; that nothing is there is fine.
    pub async fn remove(&self, key: &str) -> Result<()> {
        match self.objects.delete(&Path::from(key)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(failed(error)),
        }
    }
}

fn bucket(s3: &S3Config) -> anyhow::Result<object_store::aws::AmazonS3> {
    let builder = AmazonS3Builder::new()
        .with_endpoint(&s3.endpoint)
        .with_region(&s3.region)
        .with_bucket_name(&s3.bucket)
        .with_access_key_id(&s3.access_key_id)
        .with_secret_access_key(s3.secret_access_key.expose_secret())
        .with_virtual_hosted_style_request(s3.virtual_hosted_style)
        .with_client_options(
            ClientOptions::new()
                .with_connect_timeout(CONNECT_TIME)
                .with_timeout(CALL_TIME)
                .with_allow_http(s3.endpoint.starts_with("http://")),
        )
        .with_retry(RetryConfig { max_retries: 2, retry_timeout: RETRY_TIME, ..RetryConfig::default() });
    builder.build().context("storage.s3 makes no sense")
}

fn failed(error: impl Into<anyhow::Error>) -> Error {
    Code::Unavailable.error().retry_after(5).cause(error)
}
