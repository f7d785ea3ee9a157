//! 微力量: volunteers, minutes and points, rewards.

mod guards;
mod profile;
mod registering;
mod staff;
