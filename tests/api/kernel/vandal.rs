//! Somebody with the database's password who takes the triggers and foreign keys away first.

use api::kernel::audit::{self, Verdict};
use api::kernel::db;
use entity::ids::EventId;
use entity::kernel::{audit_seal, event};
use entity::wishes::WishStatus;
use sea_orm::sea_query::SimpleExpr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseConnection, DbBackend, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
};
use serde_json::json;
use support::TestApp;

/// A vandal at work on a log.
pub struct Vandal {
    db: DatabaseConnection,
    events: Vec<event::Model>,
    seals: Vec<audit_seal::Model>,
}

const TRIGGERS: [(&str, &str); 4] = [
    ("event", "event_no_delete"),
    ("event", "event_no_update"),
    ("audit_seal", "audit_seal_no_delete"),
    ("audit_seal", "audit_seal_no_update"),
];

/// PostgreSQL: nothing may refer to an event any more.
const DROP_REFERENCES: &str = "
DO $$ DECLARE reference record; BEGIN
  FOR reference IN SELECT conrelid::regclass AS of, conname FROM pg_constraint
                   WHERE contype = 'f' AND confrelid = 'event'::regclass LOOP
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', reference.of, reference.conname);
  END LOOP;
END $$";

impl Vandal {
    /// A server whose log tells the life of a wish, sealed; and who would change it.
    pub async fn at_work() -> (TestApp, Self) {
        let app = TestApp::spawn().await;
        let cast = app.given_cast(&app.given_grid().await).await;
        let wish = app.given_wish(&cast, WishStatus::Returned).await;
        cast.author.moves(&wish, "resubmit", json!({})).await.expect(200);
        cast.leader.moves(&wish, "approve", json!({})).await.expect(200);
        app.drain().await;
        let vandal = Self::enter(&app).await;
        (app, vandal)
    }

    async fn enter(app: &TestApp) -> Self {
        let db = db::connect(&app.kernel().settings.database_url(), 1).await.expect("no way in");
        let mut way = Vec::new();
        if db.get_database_backend() == DbBackend::Postgres {
            way.extend(TRIGGERS.map(|(table, trigger)| format!("ALTER TABLE {table} DISABLE TRIGGER {trigger}")));
            way.push(DROP_REFERENCES.to_owned());
        } else {
            way.extend(TRIGGERS.map(|(_, trigger)| format!("DROP TRIGGER {trigger}")));
            way.push("PRAGMA foreign_keys = OFF".to_owned());
        }
        for sql in way {
            db.execute_unprepared(&sql).await.expect("the door is locked");
        }
        let events = event::Entity::find().order_by_asc(event::Column::Id).all(&db).await.expect("no events");
        let seals = audit_seal::Entity::find().order_by_asc(audit_seal::Column::Seq).all(&db).await.expect("no seals");
        assert!(seals.len() >= 4 && seals.len() == events.len());
        Self { db, events, seals }
    }

    /// The link that is tampered with: neither the first nor the last.
    pub fn seal(&self) -> &audit_seal::Model {
        &self.seals[1]
    }

    /// The last link.
    pub fn last(&self) -> &audit_seal::Model {
        self.seals.last().expect("no seals")
    }

    /// The event that is tampered with: a wish given back, with a reason.
    pub fn event(&self) -> &event::Model {
        let id = self.seal().event_id;
        let event = self.events.iter().find(|event| event.id == id).expect("no such event");
        assert!(event.reason.is_some() && event.from_state.is_some(), "{event:?}");
        event
    }

    /// Changes one column of the event.
    pub async fn changes_event(&self, column: event::Column, to: SimpleExpr) {
        let one = event::Column::Id.eq(self.event().id);
        let changed = event::Entity::update_many().col_expr(column, to).filter(one).exec(&self.db).await;
        assert_eq!(changed.expect("not changed").rows_affected, 1);
    }

    /// Changes one column of the link.
    pub async fn changes_seal(&self, column: audit_seal::Column, to: SimpleExpr) {
        let one = audit_seal::Column::Seq.eq(self.seal().seq);
        let changed = audit_seal::Entity::update_many().col_expr(column, to).filter(one).exec(&self.db).await;
        assert_eq!(changed.expect("not changed").rows_affected, 1);
    }

    /// Takes an event away.
    pub async fn deletes_event(&self, id: EventId) {
        event::Entity::delete_by_id(id).exec(&self.db).await.expect("not deleted");
    }

    /// Takes a link away.
    pub async fn deletes_seal(&self, seq: i64) {
        audit_seal::Entity::delete_by_id(seq).exec(&self.db).await.expect("not deleted");
    }

    /// Puts an event in.
    pub async fn puts_event(&self, event: event::Model) {
        event::Entity::insert(event.into_active_model()).exec_without_returning(&self.db).await.expect("not put in");
    }

    /// Puts a link in.
    pub async fn puts_seal(&self, seal: audit_seal::Model) {
        audit_seal::Entity::insert(seal.into_active_model())
            .exec_without_returning(&self.db)
            .await
            .expect("not put in");
    }

    /// Puts everything back as it was.
    pub async fn undoes(&self) {
        audit_seal::Entity::delete_many().exec(&self.db).await.expect("not deleted");
        event::Entity::delete_many().exec(&self.db).await.expect("not deleted");
        for event in &self.events {
            self.puts_event(event.clone()).await;
        }
        for seal in &self.seals {
            self.puts_seal(seal.clone()).await;
        }
    }
}

/// What a check of the log says.
pub async fn verdict(app: &TestApp, noted: Option<&str>) -> Verdict {
    audit::verify_against(&app.kernel().db, noted, |_| {}).await.expect("the log cannot be checked")
}
