//! The socket under a request, for days on which WeChat hangs up.

use std::any::Any;
use std::net::{Shutdown, TcpStream};
use std::os::fd::{AsFd, OwnedFd};

use actix_web::HttpRequest;
use actix_web::dev::Extensions;
use actix_web::rt::net::TcpStream as Connection;

/// Keeps a hold on the socket of each connection.
pub fn remember(connection: &dyn Any, data: &mut Extensions) {
    let Some(connection) = connection.downcast_ref::<Connection>() else { return };
    let held: std::io::Result<OwnedFd> = connection.as_fd().try_clone_to_owned();
    if let Ok(socket) = held {
        data.insert(TcpStream::from(socket));
    }
}

/// Hangs up in the middle of a request, where the server has kept a hold on its sockets.
pub fn hang_up(request: &HttpRequest) {
    if let Some(socket) = request.conn_data::<TcpStream>() {
        let _ = socket.shutdown(Shutdown::Both);
    }
}
