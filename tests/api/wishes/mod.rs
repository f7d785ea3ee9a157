//! 微心愿: the whole life of a wish, what guards it, and what nobody may see of it.

mod clock;
mod guards;
mod life;
mod privacy;
mod search;
