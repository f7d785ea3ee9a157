//! How what people write is looked at.

use std::path::PathBuf;

use serde::Deserialize;

/// Content safety.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ModerationConfig {
    /// The installation's list of words; a usual one where none is set. Read anew when it changes.
    pub words_file: Option<PathBuf>,
}
