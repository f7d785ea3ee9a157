//! How often somebody may ask.

use serde::Deserialize;

/// Rate limits, in requests a minute unless it says otherwise.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LimitConfig {
    /// Switches all of them.
    pub enabled: bool,
    /// Of one signed-in account.
    pub per_account: u32,
    /// Of one address without a token.
    pub per_address: u32,
    /// Of one address at the sign-in routes.
    pub sign_in_per_address: u32,
    /// Pictures that one account may upload within 24 hours.
    pub pictures_per_day: u32,
}

impl Default for LimitConfig {
    fn default() -> Self {
        Self { enabled: true, per_account: 300, per_address: 600, sign_in_per_address: 30, pictures_per_day: 100 }
    }
}
