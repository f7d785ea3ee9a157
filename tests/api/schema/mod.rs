//! The schema: every table is what its entity says, on both databases.

use entity::{
    actions, auth, community, deliberations, emergencies, kernel, media, notifications, volunteers, webhooks, wechat,
    wishes,
};
use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, EntityName, EntityTrait};
use serde_json::json;
use support::TestApp;

/// Reads from the table with every column that the entity names.
async fn reads<E: EntityTrait + EntityName>(db: &impl ConnectionTrait, entity: E) {
    let rows = E::find().all(db).await;
    rows.unwrap_or_else(|error| panic!("{} is not what its entity says: {error}", entity.table_name()));
}

/// Reads from each of the tables.
macro_rules! reads {
    ($db:expr, $($room:ident { $($table:ident)* })*) => {
        $($(reads($db, $room::$table::Entity).await;)*)*
    };
}

#[tokio::test]
async fn every_entity_reads_from_its_table() {
    let app = TestApp::spawn().await;
    reads!(&app.kernel().db,
        kernel { audit_seal calendar_day event idempotency job_lease outbox }
        actions { action attendance shift shift_role signup }
        auth { account api_client refresh_token role_grant session wechat_identity }
        community {
            building community compound consent dwelling grid household household_claim import_job
            owner ownership partner resident subdistrict team team_member unit unmasking
        }
        deliberations {
            ballot ballot_conflict ballot_delivery ballot_key ballot_leaf ballot_proxy deliberation
            deliberation_comment deliberation_evaluation deliberation_link deliberation_media
            deliberation_objection deliberation_option deliberation_rule deliberation_second
            paper_ballot roll_entry roll_voter
        }
        emergencies { call_up call_up_answer emergency emergency_grid }
        wishes {
            wish wish_category wish_claim wish_extension wish_media wish_merge wish_note wish_support wish_term
        }
        volunteers {
            certificate ledger_account ledger_posting ledger_transfer minutes_claim point_rule redemption reward
            volunteer volunteer_grid volunteer_honour volunteer_skill volunteer_training
        }
        media { media }
        notifications { notification }
        webhooks { webhook webhook_delivery }
        wechat { message_grant subscribe_message wechat_event }
    );
}

#[tokio::test]
async fn the_schema_goes_down_and_up_again() {
    let app = TestApp::spawn().await;
    let db = &app.kernel().db;
    Migrator::down(db, None).await.expect("the schema does not go down");
    Migrator::up(db, None).await.expect("the schema does not come up again");
    reads(db, wishes::wish::Entity).await;
}

#[tokio::test]
async fn the_logs_refuse_to_be_changed_or_shortened() {
    let app = TestApp::spawn().await;
    let staff = app.staff(&app.community().await).await;
    let db = &app.kernel().db;
    app.row(community::unmasking::ActiveModel {
        id: sea_orm::Set(entity::ids::UnmaskingId::new()),
        community_id: sea_orm::Set(app.community().await.id),
        by_account_id: sea_orm::Set(staff.account()),
        subject_kind: sea_orm::Set("resident".into()),
        subject_id: sea_orm::Set(uuid::Uuid::now_v7()),
        fields: sea_orm::Set(json!(["phone"])),
        reason: sea_orm::Set(None),
        at: sea_orm::Set(app.now()),
    })
    .await;
    for change in ["DELETE FROM unmasking", "UPDATE unmasking SET subject_kind = 'x'"] {
        assert!(db.execute_unprepared(change).await.is_err(), "{change} went through");
    }
}
