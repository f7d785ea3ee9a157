//! The server's own thread and system: a test's runtime is not the server's.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread::JoinHandle;

use actix_web::dev::ServerHandle;
use actix_web::rt::System;
use api::app::{App, serve};
use api::config::Config;
use tokio::sync::oneshot;

/// A server on a thread of its own; dropping it ends both.
pub struct Server {
    /// Its inside.
    pub app: Arc<App>,
    /// Where it listens.
    pub address: SocketAddr,
    /// Stops it.
    pub handle: ServerHandle,
    system: System,
    thread: Option<JoinHandle<std::io::Result<()>>>,
}

impl Server {
    /// Builds everything and serves on a free port.
    pub async fn start(config: Config) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("no free port");
        let address = listener.local_addr().expect("the listener has no address");
        let (send, receive) = oneshot::channel();
        let thread = std::thread::spawn(move || {
            System::new().block_on(async move {
                let app = App::build(config).await.expect("the server cannot be built");
                let server = serve(Arc::clone(&app), listener)?;
                let _ = send.send((app, server.handle(), System::current()));
                server.await
            })
        });
        let (app, handle, system) = receive.await.expect("the server does not start");
        Self { app, address, handle, system, thread: Some(thread) }
    }

    /// Runs `work` on the server's thread.
    pub async fn run<T: Send + 'static>(&self, work: impl AsyncFnOnce(Arc<App>) -> T + Send + 'static) -> T {
        let (send, receive) = oneshot::channel();
        let app = Arc::clone(&self.app);
        self.system.arbiter().spawn_fn(move || {
            actix_web::rt::spawn(async move {
                let _ = send.send(work(app).await);
            });
        });
        receive.await.expect("the work inside the server panicked")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The command is sent at once; the future would only wait for the end, and join does that.
        drop(self.handle.stop(false));
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
