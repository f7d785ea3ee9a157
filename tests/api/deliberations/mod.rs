//! 微议事 (domain.md section 4).

mod correcting;
mod delivering;
mod entrusting;
mod hall;
mod paper;
mod paper_races;
mod raising;
mod reminding;
mod voting;
