//! 微行动 (domain.md section 5).

mod attending;
mod demo;
mod feeds;
mod guards;
mod linking;
mod model;
mod parallel;
mod posters;
mod preparing;
mod series;
mod settling;
mod signing;
mod waiting;
