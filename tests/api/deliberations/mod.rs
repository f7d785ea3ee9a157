//! 微议事 (domain.md section 4).

mod demo;
mod guards;
mod raising;
mod secrecy;
mod storm;
mod voting;
