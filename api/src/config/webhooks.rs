//! How third parties' programs are told what happens.

use serde::Deserialize;

/// Webhooks.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WebhookConfig {
    /// Milliseconds before a call is given up.
    pub timeout_ms: u64,
    /// Ports that may be called; empty means all, as it is where private addresses are allowed.
    pub ports: Vec<u16>,
    /// Whether `http://` will do, too; refused in production.
    pub allow_http: bool,
    /// Whether private, loopback and such addresses may be called, too; refused in production.
    pub allow_private_addresses: bool,
    /// Days without a single success after which a webhook is stopped.
    pub stop_after_days: i64,
    /// Days that the log of deliveries is kept.
    pub keep_days: i64,
}

impl Default for WebhookConfig {
    fn default() -> Self {
        Self {
            timeout_ms: 15_000,
            ports: vec![443, 8443],
            allow_http: false,
            allow_private_addresses: false,
            stop_after_days: 5,
            keep_days: 30,
        }
    }
}
