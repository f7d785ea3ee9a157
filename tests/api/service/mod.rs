//! The service itself: its front door, its health, its figures, its shape in production.

mod front_door;
mod given;
mod health;
mod image;
mod nginx;
mod panics;
mod production;
mod reference;
mod settings;

pub use production::text;
