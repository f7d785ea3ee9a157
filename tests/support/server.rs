//! A server's own thread and system: a test's runtime is not the server's.

use std::net::{SocketAddr, TcpListener};
use std::thread::JoinHandle;

use actix_web::dev::ServerHandle;
use actix_web::rt::System;
use tokio::sync::oneshot;

/// A server on a thread of its own; dropping it ends both.
pub struct Server<T> {
    /// What it serves from.
    pub inside: T,
    /// Where it listens.
    pub address: SocketAddr,
    /// Stops it.
    pub handle: ServerHandle,
    system: System,
    thread: Option<JoinHandle<std::io::Result<()>>>,
}

impl<T: Clone + Send + 'static> Server<T> {
    /// Serves on a free port what `make` makes on the server's thread.
    pub async fn start(
        make: impl AsyncFnOnce(TcpListener) -> std::io::Result<(T, actix_web::dev::Server)> + Send + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("no free port");
        let address = listener.local_addr().expect("the listener has no address");
        let (send, receive) = oneshot::channel();
        let thread = std::thread::spawn(move || {
            System::new().block_on(async move {
                let (inside, server) = make(listener).await?;
                let _ = send.send((inside, server.handle(), System::current()));
                server.await
            })
        });
        let (inside, handle, system) = receive.await.expect("the server does not start");
        Self { inside, address, handle, system, thread: Some(thread) }
    }

    /// Runs `work` on the server's thread.
    pub async fn run<O: Send + 'static>(&self, work: impl AsyncFnOnce(T) -> O + Send + 'static) -> O {
        let (send, receive) = oneshot::channel();
        let inside = self.inside.clone();
        self.system.arbiter().spawn_fn(move || {
            actix_web::rt::spawn(async move {
                let _ = send.send(work(inside).await);
            });
        });
        receive.await.expect("the work inside the server panicked")
    }
}

impl<T> Drop for Server<T> {
    fn drop(&mut self) {
        // The command is sent at once; the future would only wait for the end, and join does that.
        drop(self.handle.stop(false));
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
