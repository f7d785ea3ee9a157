//! Which addresses may be called: public ones only. A webhook must not reach what only
//! this machine or its network may, whatever its name resolves to.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use reqwest::Url;

use crate::config::WebhookConfig;

/// A longer address is refused.
pub const MAX_URL: usize = 2_048;

/// Why an address is refused, in English, for the note of a fault.
pub type Reason = &'static str;

/// The parsed address, when it may be called as far as can be told without asking for its name.
///
/// # Errors
/// Says what is wrong with it.
pub fn parse(config: &WebhookConfig, text: &str) -> Result<Url, Reason> {
    if text.len() > MAX_URL {
        return Err("too long");
    }
    let url = Url::parse(text).map_err(|_| "not an absolute address")?;
    match url.scheme() {
        "https" => {}
        "http" if config.allow_http => {}
        _ => return Err("not https"),
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("has credentials");
    }
    if url.fragment().is_some() {
        return Err("has a fragment");
    }
    let port = url.port_or_known_default().ok_or("has no port")?;
    let any_port = config.ports.is_empty() || config.allow_private_addresses;
    if !any_port && !config.ports.contains(&port) {
        return Err("its port is not allowed");
    }
    match literal(&url) {
        Some(address) if !may_call(config, address) => Err("its address is not public"),
        Some(_) => Ok(url),
        None if url.host_str().is_some_and(|host| !host.is_empty()) => Ok(url),
        None => Err("has no host"),
    }
}

/// The address that stands in the place of a name. Such a host is connected to without asking a
/// resolver; the parser has already turned spellings such as `0x7f.1` into their address.
pub fn literal(url: &Url) -> Option<IpAddr> {
    url.host_str()?.trim_start_matches('[').trim_end_matches(']').parse().ok()
}

/// Whether this address may be called.
pub fn may_call(config: &WebhookConfig, address: IpAddr) -> bool {
    config.allow_private_addresses || is_public(address)
}

/// Whether anybody on the internet may reach this address.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

/// First address and prefix length of every block that is not for the public (IANA's registry of
/// special-purpose addresses).
const SPECIAL_V4: [(Ipv4Addr, u32); 15] = [
    (Ipv4Addr::new(0, 0, 0, 0), 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    (Ipv4Addr::new(224, 0, 0, 0), 4),
    (Ipv4Addr::new(240, 0, 0, 0), 4),
];

fn is_public_v4(address: Ipv4Addr) -> bool {
    let within = |first: Ipv4Addr, bits: u32| (address.to_bits() ^ first.to_bits()) >> (32 - bits) == 0;
    !SPECIAL_V4.iter().any(|(first, bits)| within(*first, *bits))
}

/// Global unicast is `2000::/3`; of it, these are special or carry an IPv4 address inside
/// (Teredo within `2001::/23`, 6to4). Mapped, NAT64, unique-local, link-local and multicast
/// addresses lie outside.
const SPECIAL_V6: [(Ipv6Addr, u32); 4] = [
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
];

fn is_public_v6(address: Ipv6Addr) -> bool {
    let within = |first: Ipv6Addr, bits: u32| (address.to_bits() ^ first.to_bits()) >> (128 - bits) == 0;
    within(Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3)
        && !SPECIAL_V6.iter().any(|(first, bits)| within(*first, *bits))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::this_network("0.0.0.0")]
    #[case::this_network_too("0.1.2.3")]
    #[case::private_a("10.1.2.3")]
    #[case::carrier_nat("100.64.0.1")]
    #[case::carrier_nat_end("100.127.255.255")]
    #[case::loopback("127.0.0.1")]
    #[case::loopback_block("127.255.0.9")]
    #[case::link_local("169.254.1.1")]
    #[case::cloud_metadata("169.254.169.254")]
    #[case::private_b("172.16.0.1")]
    #[case::private_b_end("172.31.255.255")]
    #[case::private_c("192.168.1.1")]
    #[case::benchmark("198.19.0.1")]
    #[case::documentation("203.0.113.7")]
    #[case::multicast("224.0.0.1")]
    #[case::reserved("250.0.0.1")]
    #[case::broadcast("255.255.255.255")]
    #[case::unspecified_v6("::")]
    #[case::loopback_v6("::1")]
    #[case::mapped_loopback("::ffff:127.0.0.1")]
    #[case::mapped_private("::ffff:10.0.0.1")]
    #[case::mapped_public("::ffff:8.8.8.8")]
    #[case::compatible("::127.0.0.1")]
    #[case::nat64("64:ff9b::7f00:1")]
    #[case::unique_local("fd00::1")]
    #[case::unique_local_c("fc00::1")]
    #[case::link_local_v6("fe80::1")]
    #[case::site_local("fec0::1")]
    #[case::multicast_v6("ff02::1")]
    #[case::teredo("2001:0:7f00:1::")]
    #[case::six_to_four("2002:7f00:1::")]
    #[case::documentation_v6("2001:db8::1")]
    fn is_not_called(#[case] address: &str) {
        assert_eq!(address.parse().map(is_public), Ok(false));
    }

    #[rstest]
    #[case("1.1.1.1")]
    #[case("100.63.255.255")]
    #[case("100.128.0.1")]
    #[case("172.15.0.1")]
    #[case("172.32.0.1")]
    #[case("192.167.0.1")]
    #[case("223.255.255.1")]
    #[case("2400:3200::1")]
    #[case("2606:4700::1111")]
    fn is_called(#[case] address: &str) {
        assert_eq!(address.parse().map(is_public), Ok(true));
    }

    #[rstest]
    #[case("https://example.com/hook", Ok(()))]
    #[case("https://example.com:8443/hook?key=1", Ok(()))]
    #[case("https://1.1.1.1/", Ok(()))]
    #[case("http://example.com/", Err("not https"))]
    #[case("ftp://example.com/", Err("not https"))]
    #[case("https://", Err("not an absolute address"))]
    #[case("/hook", Err("not an absolute address"))]
    #[case("https://user@example.com/", Err("has credentials"))]
    #[case("https://user:word@example.com/", Err("has credentials"))]
    #[case("https://example.com/#a", Err("has a fragment"))]
    #[case("https://example.com:22/", Err("its port is not allowed"))]
    #[case("https://127.0.0.1/", Err("its address is not public"))]
    #[case("https://0x7f.1/", Err("its address is not public"))]
    #[case("https://2130706433/", Err("its address is not public"))]
    #[case("https://0177.0.0.1/", Err("its address is not public"))]
    #[case("https://[::1]/", Err("its address is not public"))]
    #[case("https://[::ffff:10.0.0.1]/", Err("its address is not public"))]
    fn an_address_is_read(#[case] text: &str, #[case] expected: Result<(), Reason>) {
        assert_eq!(parse(&WebhookConfig::default(), text).map(drop), expected);
    }

    #[test]
    fn the_operator_may_allow_more() {
        let config = WebhookConfig {
            allow_http: true,
            allow_private_addresses: true,
            ports: Vec::new(),
            ..WebhookConfig::default()
        };
        assert!(parse(&config, "http://127.0.0.1:40123/hook").is_ok());
        assert_eq!(parse(&config, "http://a:b@127.0.0.1/"), Err("has credentials"));
        assert_eq!(parse(&config, &format!("https://example.com/{}", "a".repeat(2_048))), Err("too long"));
    }
}
