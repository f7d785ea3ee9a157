//! Ids that can be told from a number, in SQL and here alike, so that neither pgbench nor the
//! clients have to look up whom or what they ask for.

use uuid::Uuid;

/// What an id is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
#[expect(dead_code, reason = "some are only spelled in SQL, by their number")]
pub enum Kind {
    /// A wish of the past.
    Wish = 1,
    /// A wish that nobody has claimed yet.
    Claimable = 2,
    /// An account of the crowd.
    Account = 3,
    /// Its session.
    Session = 4,
    /// Its resident.
    Resident = 5,
    /// Its role.
    Grant = 6,
    /// The hold of a helper on a wish of the past.
    Claim = 7,
    /// A key that makes a retry safe.
    Key = 8,
    /// A vote.
    Deliberation = 9,
    /// An account that votes.
    Voter = 10,
    /// Its session.
    VoterSession = 11,
    /// What it stands for on the roll.
    Entry = 12,
    /// A ballot that was cast before.
    Ballot = 13,
    /// An action that is called for.
    Action = 14,
    /// Its shift, and the shift's role.
    Shift = 15,
    /// What pgbench makes; further kinds are counted from here.
    Fresh = 16,
}

/// The same in SQL. Simple enough for the planner to put it in place of the call.
pub const PREPARE: &str = "
CREATE FUNCTION bench_id(kind bigint, number bigint) RETURNS uuid LANGUAGE sql IMMUTABLE
RETURN (lpad(to_hex(kind), 8, '0') || lpad(to_hex(number), 24, '0'))::uuid;
";

impl Kind {
    /// The id with this number.
    pub fn id(self, number: u64) -> Uuid {
        Uuid::from_u128((u128::from(self as u32) << 96) | u128::from(number))
    }

    /// The SQL for the id whose number a pgbench variable holds.
    pub fn sql(self, variable: &str) -> String {
        format!("bench_id({}, :{variable})", self as u32)
    }
}
