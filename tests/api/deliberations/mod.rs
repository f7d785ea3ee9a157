//! 微议事 (domain.md section 4).

mod raising;
mod sheets;
