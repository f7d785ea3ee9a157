//! A bucket on a real S3 server (s3s, over a folder) in the test's own process: it checks
//! signatures, keeps objects, can go away and come back.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::thread::JoinHandle;

use api::config::{Config, S3Config};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use s3s::access::{S3Access, S3AccessContext};
use s3s::auth::SimpleAuth;
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s::{S3Result, s3_error};
use sea_orm::prelude::async_trait::async_trait;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// The bucket's name.
const NAME: &str = "siwei-pictures";

const ACCESS_KEY: &str = "siwei-access";
const SECRET_KEY: &str = "siwei-secret-of-tests";

/// A bucket. It goes when it is dropped.
pub struct Bucket {
    folder: TempDir,
    address: SocketAddr,
    running: Option<Running>,
}

struct Running {
    stop: oneshot::Sender<()>,
    thread: JoinHandle<()>,
}

impl Bucket {
    /// An empty one.
    pub fn start() -> Self {
        let folder = tempfile::tempdir().expect("no temporary folder");
        std::fs::create_dir(folder.path().join(NAME)).expect("no bucket");
        let (address, running) = serve(service(&folder), "127.0.0.1:0".parse().expect("an address"));
        Self { folder, address, running: Some(running) }
    }

    /// Lets a siwei keep its pictures here.
    pub fn configure(&self, config: &mut Config) {
        config.storage.s3 = Some(S3Config {
            endpoint: format!("http://{}", self.address),
            region: "cn-northeast".into(),
            bucket: NAME.into(),
            access_key_id: ACCESS_KEY.into(),
            secret_access_key: SECRET_KEY.into(),
            virtual_hosted_style: false,
        });
    }

    /// The same as variables, for a process of its own.
    pub fn variables(&self) -> [(&'static str, String); 5] {
        [
            ("SIWEI__STORAGE__S3__ENDPOINT", format!("http://{}", self.address)),
            ("SIWEI__STORAGE__S3__REGION", "cn-northeast".into()),
            ("SIWEI__STORAGE__S3__BUCKET", NAME.into()),
            ("SIWEI__STORAGE__S3__ACCESS_KEY_ID", ACCESS_KEY.into()),
            ("SIWEI__STORAGE__S3__SECRET_ACCESS_KEY", SECRET_KEY.into()),
        ]
    }

    /// The names of the objects below `pictures/`.
    pub fn pictures(&self) -> Vec<PathBuf> {
        let Ok(folder) = std::fs::read_dir(self.folder.path().join(NAME).join("pictures")) else { return Vec::new() };
        folder.map(|entry| entry.expect("no entry").path()).collect()
    }

    /// The server goes away, with every connection to it.
    pub fn goes_away(&mut self) {
        if let Some(running) = self.running.take() {
            let _ = running.stop.send(());
            let _ = running.thread.join();
        }
    }

    /// It comes back where it was, with what it had.
    pub fn comes_back(&mut self) {
        self.goes_away();
        self.running = Some(serve(service(&self.folder), self.address).1);
    }
}

impl Drop for Bucket {
    fn drop(&mut self) {
        self.goes_away();
    }
}

fn service(folder: &TempDir) -> S3Service {
    let files = s3s_fs::FileSystem::new(folder.path()).expect("no file system");
    let mut service = S3ServiceBuilder::new(files);
    service.set_auth(SimpleAuth::from_single(ACCESS_KEY, SECRET_KEY));
    service.set_access(OneBucket);
    service.build()
}

/// The file system would make a bucket of any name by putting something into it.
struct OneBucket;

#[async_trait]
impl S3Access for OneBucket {
    async fn check(&self, context: &mut S3AccessContext<'_>) -> S3Result<()> {
        match (context.credentials(), context.s3_path().get_bucket_name()) {
            (Some(_), Some(NAME)) => Ok(()),
            (Some(_), _) => Err(s3_error!(NoSuchBucket)),
            (None, _) => Err(s3_error!(AccessDenied)),
        }
    }
}

/// Serves on a thread of its own; when it ends, so do all connections.
fn serve(service: S3Service, at: SocketAddr) -> (SocketAddr, Running) {
    let (stop, stopped) = oneshot::channel();
    let (tell, told) = std::sync::mpsc::channel();
    let thread = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("no runtime");
        runtime.block_on(async move {
            let listener = TcpListener::bind(at).await.expect("the port is taken");
            tell.send(listener.local_addr().expect("no address")).expect("nobody waits");
            tokio::select! {
                () = accept(listener, service) => {}
                _ = stopped => {}
            }
        });
    });
    (told.recv().expect("the bucket does not start"), Running { stop, thread })
}

async fn accept(listener: TcpListener, service: S3Service) {
    while let Ok((socket, _)) = listener.accept().await {
        let service = service.clone();
        tokio::spawn(async move {
            let builder = Builder::new(TokioExecutor::new());
            let _ = builder.serve_connection(TokioIo::new(socket), service).await;
        });
    }
}
