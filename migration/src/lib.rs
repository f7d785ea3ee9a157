//! The schema history. A migration that has been released is never edited.

mod build;
mod m0001_kernel;
mod m0002_places;
mod m0003_accounts;
mod m0004_people;
mod m0005_media;
mod m0006_wishes;
mod m0007_notifications;
mod m0008_inbox;
mod m0010_owners;
mod m0011_deliberations;
mod m0012_ballots;
mod m0013_volunteers;
mod m0014_actions;
mod m0015_points;
mod m0016_certificates;
mod m0017_emergencies;
mod m0018_calendar;
mod m0019_wechat_events;
mod m0020_webhooks;
mod m0021_messages;
mod m0022_action_completes;
mod m0023_moderation;
mod m0024_action_screening;
mod m0025_ballot_of_entry;

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::*;

/// Runs the migrations in order.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_kernel::Migration),
            Box::new(m0002_places::Migration),
            Box::new(m0003_accounts::Migration),
            Box::new(m0004_people::Migration),
            Box::new(m0005_media::Migration),
            Box::new(m0006_wishes::Migration),
            Box::new(m0007_notifications::Migration),
            Box::new(m0008_inbox::Migration),
            Box::new(m0010_owners::Migration),
            Box::new(m0011_deliberations::Migration),
            Box::new(m0012_ballots::Migration),
            Box::new(m0013_volunteers::Migration),
            Box::new(m0014_actions::Migration),
            Box::new(m0015_points::Migration),
            Box::new(m0016_certificates::Migration),
            Box::new(m0017_emergencies::Migration),
            Box::new(m0018_calendar::Migration),
            Box::new(m0019_wechat_events::Migration),
            Box::new(m0020_webhooks::Migration),
            Box::new(m0021_messages::Migration),
            Box::new(m0022_action_completes::Migration),
            Box::new(m0023_moderation::Migration),
            Box::new(m0024_action_screening::Migration),
            Box::new(m0025_ballot_of_entry::Migration),
        ]
    }
}
