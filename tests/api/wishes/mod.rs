//! 微心愿: the whole life of a wish, what guards it, and what nobody may see of it.

mod channels;
mod clock;
mod guards;
mod helpers;
mod life;
mod privacy;
mod rows;
mod search;
