//! Signatures on receipts and on published results: the installation's, as everywhere.

pub use crate::kernel::signing::{Signer, is_signed};
