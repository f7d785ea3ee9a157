//! 微议事 (domain.md section 4).

mod comments;
mod correcting;
mod delivering;
mod demo;
mod entrusting;
mod guards;
mod hall;
mod house;
mod moderating;
mod paper;
mod paper_races;
mod raising;
mod reminding;
mod results;
mod secrecy;
mod sheets;
mod storm;
mod voting;
