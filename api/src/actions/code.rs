//! 动态码: the code on the leader's phone that shows that somebody is there now. It changes every
//! thirty seconds; the one before is accepted, too.

use aws_lc_rs::{constant_time, hmac};
use chrono::{DateTime, Duration, Utc};
use entity::ids::ShiftId;

use crate::kernel::Vault;

/// Seconds that one code is shown.
pub const STEP: i64 = 30;

/// The codes of one shift.
pub struct Codes(hmac::Key);

impl Codes {
    /// Those of this shift, under a key of its own that follows from the installation's.
    pub fn of(vault: &Vault, shift: ShiftId) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, &vault.derived(&format!("check-in\0{shift}"))))
    }

    /// The code at this instant: eight digits.
    pub fn at(&self, now: DateTime<Utc>) -> String {
        self.of_step(now.timestamp().div_euclid(STEP))
    }

    /// Until when that code is shown.
    pub fn until(now: DateTime<Utc>) -> DateTime<Utc> {
        let next = (now.timestamp().div_euclid(STEP) + 1) * STEP;
        DateTime::from_timestamp(next, 0).unwrap_or(now + Duration::seconds(STEP))
    }

    /// Whether this code was shown at that instant, or just before.
    pub fn shown_at(&self, code: &str, at: DateTime<Utc>) -> bool {
        let step = at.timestamp().div_euclid(STEP);
        let same =
            |step| constant_time::verify_slices_are_equal(self.of_step(step).as_bytes(), code.as_bytes()).is_ok();
        same(step) || same(step - 1)
    }

    fn of_step(&self, step: i64) -> String {
        let tag = hmac::sign(&self.0, &step.to_be_bytes());
        let head = tag.as_ref().iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        format!("{:08}", head % 100_000_000)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::keys::VaultKeys;

    fn codes(shift: ShiftId) -> anyhow::Result<Codes> {
        let keys = BTreeMap::from([("a".to_owned(), vec![7; 32])]);
        let vault = Vault::new(&VaultKeys { keys, active: "a".to_owned(), blind_index: vec![9; 32] })?;
        Ok(Codes::of(&vault, shift))
    }

    #[test]
    fn a_code_is_good_for_its_step_and_the_next_one() -> anyhow::Result<()> {
        let codes = codes(ShiftId(uuid::Uuid::nil()))?;
        let start = DateTime::UNIX_EPOCH + Duration::days(20_000);
        let code = codes.at(start);
        assert_eq!(code.len(), 8);
        let good = |after: i64| codes.shown_at(&code, start + Duration::seconds(after));
        assert_eq!([-1, 0, 29, 30, 59, 60].map(good), [false, true, true, true, true, false]);
        assert_eq!(Codes::until(start + Duration::seconds(29)), start + Duration::seconds(30));
        Ok(())
    }

    #[test]
    fn each_shift_has_codes_of_its_own() -> anyhow::Result<()> {
        let now = DateTime::UNIX_EPOCH;
        assert_ne!(codes(ShiftId::new())?.at(now), codes(ShiftId::new())?.at(now));
        Ok(())
    }
}
