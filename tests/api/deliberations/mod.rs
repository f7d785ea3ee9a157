//! 微议事 (domain.md section 4).

mod comments;
mod raising;
