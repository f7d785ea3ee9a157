//! The socket under a request, for days on which WeChat hangs up.

use std::any::Any;
use std::net::{Shutdown, TcpStream};
use std::os::fd::{AsFd, OwnedFd};

use actix_web::HttpRequest;
use actix_web::dev::Extensions;
use actix_web::rt::net::TcpStream as Connection;

/// Keeps a hold on the socket of each connection.
pub fn remember(connection: &dyn Any, data: &mut Extensions) {
    let connection = connection.downcast_ref::<Connection>().expect("the connection is no socket");
    let socket: OwnedFd = connection.as_fd().try_clone_to_owned().expect("the socket cannot be held");
    data.insert(TcpStream::from(socket));
}

/// Hangs up in the middle of a request.
pub fn hang_up(request: &HttpRequest) {
    let socket = request.conn_data::<TcpStream>().expect("the socket was not remembered");
    let _ = socket.shutdown(Shutdown::Both);
}
