//! Words of the mechanisms.

crate::vocabulary::vocabulary! {
    /// What kind of actor did something.
    ByKind {
        /// A person.
        Account = "account",
        /// A third party's program.
        Client = "client",
        /// siwei itself, by the clock.
        System = "system",
    }
    /// 日期类型
    DayKind {
        /// 放假.
        Holiday = "holiday",
        /// 调休上班.
        Workday = "workday",
    }
}
