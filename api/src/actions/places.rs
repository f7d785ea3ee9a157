//! The places of one role, and the queue before them: pure arithmetic, changed in memory under
//! the row's lock and written back once. Nobody waits while a place is free, nobody gets a place
//! that there is not, and whoever waits first is offered first.

use entity::actions::SignupStatus;
use entity::actions::shift_role;

use super::state::{holds, waits};
use crate::error::{Code, Result};

/// The figures of a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Places {
    /// Places that there are.
    pub capacity: i32,
    /// Those that are taken or on offer.
    pub taken: i32,
    /// How many wait.
    pub waiting: i32,
    /// The next number in the queue.
    pub next_number: i32,
}

/// What somebody who signs up gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seat {
    /// A place.
    Place,
    /// This number in the queue.
    Queue(i32),
}

impl From<&shift_role::Model> for Places {
    fn from(row: &shift_role::Model) -> Self {
        Self { capacity: row.capacity, taken: row.taken, waiting: row.waiting, next_number: row.next_number }
    }
}

impl Places {
    /// A place, or a number in the queue when none is free or others wait already.
    ///
    /// # Errors
    /// `role_full` when there is no queue, `waitlist_full` when it is at its limit.
    pub fn take(&mut self, queue_limit: i32) -> Result<Seat> {
        if self.taken < self.capacity && self.waiting == 0 {
            self.taken += 1;
            return Ok(Seat::Place);
        }
        match queue_limit {
            0 => Err(Code::RoleFull.into()),
            limit if self.waiting >= limit => Err(Code::WaitlistFull.error().with("limit", limit)),
            _ => {
                self.waiting += 1;
                Ok(Seat::Queue(self.draw_number()))
            }
        }
    }

    /// The next number in the queue.
    pub fn draw_number(&mut self) -> i32 {
        let number = self.next_number;
        self.next_number += 1;
        number
    }

    /// Keeps count of a sign-up that goes from one state to another.
    pub fn moved(&mut self, from: SignupStatus, to: SignupStatus) {
        self.taken += i32::from(holds(to)) - i32::from(holds(from));
        self.waiting += i32::from(waits(to)) - i32::from(waits(from));
    }

    /// How many of those who wait can be offered a place now.
    pub fn to_offer(&self) -> i32 {
        (self.capacity - self.taken).min(self.waiting).max(0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn places(capacity: i32) -> Places {
        Places { capacity, taken: 0, waiting: 0, next_number: 1 }
    }

    #[test]
    fn the_queue_begins_where_the_places_end() {
        let mut two = places(2);
        let seats: Vec<Option<Seat>> = (0..5).map(|_| two.take(2).ok()).collect();
        let queue = |number| Some(Seat::Queue(number));
        assert_eq!(seats, [Some(Seat::Place), Some(Seat::Place), queue(1), queue(2), None]);
    }

    #[test]
    fn without_a_queue_full_is_full() {
        let code = places(0).take(0).map_err(|error| error.code());
        assert_eq!(code, Err(Code::RoleFull));
    }

    #[test]
    fn nobody_overtakes_whoever_waits() {
        let mut one = places(1);
        assert_eq!((one.take(9).ok(), one.take(9).ok()), (Some(Seat::Place), Some(Seat::Queue(1))));
        one.moved(SignupStatus::Confirmed, SignupStatus::Cancelled);
        assert_eq!((one.take(9).ok(), one.to_offer()), (Some(Seat::Queue(2)), 1));
    }

    proptest! {
        /// Against the plainest of models: a list of states.
        #[test]
        fn the_figures_are_those_of_the_rows(capacity in 0..5_i32, steps in prop::collection::vec((0..6_u8, any::<prop::sample::Index>()), 0..60)) {
            let (mut figures, mut rows): (Places, Vec<SignupStatus>) = (places(capacity), Vec::new());
            for (step, at) in steps {
                if step < 3 || rows.is_empty() {
                    match figures.take(3) {
                        Ok(Seat::Place) => rows.push(SignupStatus::Confirmed),
                        Ok(Seat::Queue(_)) => rows.push(SignupStatus::Waitlisted),
                        Err(_) => {}
                    }
                } else {
                    let at = at.index(rows.len());
                    figures.moved(rows[at], SignupStatus::Cancelled);
                    rows[at] = SignupStatus::Cancelled;
                }
                for _ in 0..figures.to_offer() {
                    let first = rows.iter_mut().find(|row| waits(**row));
                    let first = first.ok_or_else(|| TestCaseError::fail("nobody waits"))?;
                    figures.moved(*first, SignupStatus::Offered);
                    *first = SignupStatus::Offered;
                }
                let count = |which: fn(SignupStatus) -> bool| rows.iter().filter(|row| which(**row)).count();
                prop_assert_eq!((figures.taken, figures.waiting), (count(holds) as i32, count(waits) as i32));
                prop_assert!(figures.taken <= figures.capacity);
                prop_assert!(figures.waiting == 0 || figures.taken == figures.capacity);
            }
        }
    }
}
