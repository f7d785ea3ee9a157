//! Where a request comes from. `X-Forwarded-For` counts only when a named proxy sent it.

use std::net::IpAddr;

use actix_web::HttpRequest;

/// The caller's address: the last one in `X-Forwarded-For` that is no proxy of
/// ours if one of ours sent the header, the peer's otherwise.
pub fn client_address(request: &HttpRequest, trusted: &[IpAddr]) -> Option<IpAddr> {
    let peer = request.peer_addr()?.ip();
    if !trusted.contains(&peer) {
        return Some(peer);
    }
    let forwarded = request.headers().get_all("x-forwarded-for").filter_map(|value| value.to_str().ok());
    let hops: Vec<IpAddr> =
        forwarded.flat_map(|value| value.split(',')).filter_map(|hop| hop.trim().parse().ok()).collect();
    Some(hops.into_iter().rev().find(|hop| !trusted.contains(hop)).unwrap_or(peer))
}
