//! 微议事 (domain.md section 4).

mod comments;
mod demo;
mod guards;
mod house;
mod raising;
mod results;
mod secrecy;
mod sheets;
mod storm;
mod voting;
