//! Sheets for the notice board.

use std::path::PathBuf;

use serde::Deserialize;

/// Sheets for the notice board.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PrintConfig {
    /// A font file for characters that the fonts of the binary lack.
    pub font: Option<PathBuf>,
    /// What stands before a deliberation's id in the QR code; empty means `/deliberations/` at
    /// the public address.
    pub link: String,
}
