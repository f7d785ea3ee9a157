//! 微力量: volunteers, minutes and points, rewards.

mod certificates;
mod demo;
mod guards;
mod ledger;
mod minutes;
mod model;
mod points;
mod profile;
mod registering;
mod rewards;
mod spending;
mod staff;
