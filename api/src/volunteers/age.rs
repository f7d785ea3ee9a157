//! How old somebody is on a day, and what follows from it.

use chrono::{Datelike, NaiveDate};

/// Below this age somebody needs a guardian's consent.
pub const OF_AGE: i32 = 18;

/// Below this age nobody registers: the Civil Code leaves children's deeds to their guardians, and 个人信息保护法
/// art. 31 puts data of children under 14 under rules of their own. They come along with a grown-up.
pub const YOUNGEST: i32 = 14;

/// Full years between two days.
pub fn on(birth: NaiveDate, day: NaiveDate) -> i32 {
    let before_birthday = (day.month(), day.day()) < (birth.month(), birth.day());
    day.year() - birth.year() - i32::from(before_birthday)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_is_full_on_the_birthday_and_in_common_years_of_the_29th_of_february_on_the_first_of_march() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap_or_default();
        assert_eq!(on(day(2008, 11, 26), day(2026, 11, 25)), 17);
        assert_eq!(on(day(2008, 11, 25), day(2026, 11, 25)), 18);
        assert_eq!(on(day(2008, 2, 29), day(2026, 2, 28)), 17);
        assert_eq!(on(day(2008, 2, 29), day(2026, 3, 1)), 18);
    }
}
