//! 微心愿: the whole life of a wish, what guards it, and what nobody may see of it.

mod approvals;
mod channels;
mod clock;
mod contact;
mod deadlines;
mod guards;
mod helpers;
mod life;
mod lists;
mod privacy;
mod replicas;
mod rows;
mod search;
