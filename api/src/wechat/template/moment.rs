//! Instants as templates write them: `15:01`, `2019年10月1日`, `2019年10月1日 15:01`, ranges with `~`.

use chrono::NaiveDate;

/// What one end of a range consists of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Day,
    Clock,
    Both,
}

/// Whether `value` is one of the kind `time`.
pub fn is_time(value: &str) -> bool {
    matches!(range(value), Some(Shape::Clock | Shape::Both))
}

/// Whether `value` is one of the kind `date`.
pub fn is_date(value: &str) -> bool {
    matches!(range(value), Some(Shape::Day | Shape::Both))
}

fn range(value: &str) -> Option<Shape> {
    let Some((from, to)) = value.split_once('~') else { return shape(value) };
    let from = shape(from)?;
    (shape(to)? == from).then_some(from)
}

fn shape(value: &str) -> Option<Shape> {
    if clock(value).is_some() {
        return Some(Shape::Clock);
    }
    match value.split_once(' ') {
        Some((day_part, time)) => day(day_part).and(clock(time)).map(|()| Shape::Both),
        None => day(value).map(|()| Shape::Day),
    }
}

fn day(value: &str) -> Option<()> {
    let (year, rest) = value.split_once('年')?;
    let (month, rest) = rest.split_once('月')?;
    let (day, rest) = rest.split_once('日')?;
    let year = number(year, 4..=4)?.try_into().ok()?;
    let known = NaiveDate::from_ymd_opt(year, number(month, 1..=2)?, number(day, 1..=2)?)?;
    rest.is_empty().then_some(known).map(drop)
}

fn clock(value: &str) -> Option<()> {
    let (hour, minute) = value.split_once(':')?;
    (number(hour, 1..=2)? < 24 && number(minute, 2..=2)? < 60).then_some(())
}

fn number(digits: &str, length: std::ops::RangeInclusive<usize>) -> Option<u32> {
    let whole = length.contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    whole.then(|| digits.parse().ok()).flatten()
}
