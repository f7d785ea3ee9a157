//! People: residents, claims to households, teams, consents, imports.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::build::{index, partial_index, partial_unique, refers, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        resident(manager).await?;
        household_claim(manager).await?;
        team(manager).await?;
        team_member(manager).await?;
        consent(manager).await?;
        import_job(manager).await?;
        unmasking(manager).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["unmasking", "import_job", "consent", "team_member", "team", "household_claim", "resident"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

async fn resident(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("resident")
        .col(uuid("id").primary_key())
        .col(uuid("community_id"))
        .col(uuid_null("household_id"))
        .col(uuid_null("account_id"))
        .col(text("name_sealed"))
        .col(string_len("name_blind", 64))
        .col(text_null("phone_sealed"))
        .col(string_len_null("phone_blind", 64))
        .col(text_null("id_number_sealed"))
        .col(string_len_null("id_number_blind", 64))
        .col(date_null("birth_date"))
        .col(string_len("relation", 32))
        .col(boolean("is_owner"))
        .col(json_binary("tags"))
        .col(timestamp_with_time_zone_null("moved_out_at"))
        .col(timestamp_with_time_zone_null("erased_at"))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .foreign_key(&mut refers("resident", "community_id", "community"))
        .foreign_key(&mut refers("resident", "household_id", "household"))
        .foreign_key(&mut refers("resident", "account_id", "account"))
        .to_owned();
    manager.create_table(table).await?;
    partial_unique(manager, "resident", "account", &["account_id"], "account_id IS NOT NULL").await?;
    partial_unique(
        manager,
        "resident",
        "id_number",
        &["community_id", "id_number_blind"],
        "id_number_blind IS NOT NULL",
    )
    .await?;
    index(manager, "resident", &["household_id"]).await?;
    index(manager, "resident", &["community_id", "id"]).await?;
    index(manager, "resident", &["community_id", "phone_blind"]).await?;
    index(manager, "resident", &["community_id", "name_blind"]).await?;
    Ok(())
}

async fn household_claim(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("household_claim")
        .col(uuid("id").primary_key())
        .col(uuid("community_id"))
        .col(uuid("account_id"))
        .col(uuid("dwelling_id"))
        .col(uuid("grid_id"))
        .col(text("name_sealed"))
        .col(string_len("relation", 32))
        .col(boolean("is_owner"))
        .col(string_len_null("note", 200))
        .col(string_len("status", 32))
        .col(uuid_null("decided_by"))
        .col(timestamp_with_time_zone_null("decided_at"))
        .col(string_len_null("reason", 200))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .foreign_key(&mut refers("household_claim", "community_id", "community"))
        .foreign_key(&mut refers("household_claim", "account_id", "account"))
        .foreign_key(&mut refers("household_claim", "dwelling_id", "dwelling"))
        .foreign_key(&mut refers("household_claim", "grid_id", "grid"))
        .to_owned();
    manager.create_table(table).await?;
    partial_unique(manager, "household_claim", "open", &["account_id"], "status = 'submitted'").await?;
    index(manager, "household_claim", &["community_id", "status", "created_at", "id"]).await?;
    Ok(())
}

async fn team(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("team")
        .col(uuid("id").primary_key())
        .col(uuid("community_id"))
        .col(string_len("name", 60))
        .col(string_len("kind", 32))
        .col(uuid_null("leader_account_id"))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .foreign_key(&mut refers("team", "community_id", "community"))
        .foreign_key(&mut refers("team", "leader_account_id", "account"))
        .to_owned();
    manager.create_table(table).await?;
    unique(manager, "team", &["community_id", "name"]).await?;
    Ok(())
}

async fn team_member(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("team_member")
        .col(uuid("id").primary_key())
        .col(uuid("team_id"))
        .col(uuid("account_id"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut refers("team_member", "team_id", "team"))
        .foreign_key(&mut refers("team_member", "account_id", "account"))
        .to_owned();
    manager.create_table(table).await?;
    unique(manager, "team_member", &["team_id", "account_id"]).await?;
    index(manager, "team_member", &["account_id"]).await?;
    Ok(())
}

async fn consent(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("consent")
        .col(uuid("id").primary_key())
        .col(uuid("account_id"))
        .col(string_len("document", 32))
        .col(string_len("document_version", 32))
        .col(timestamp_with_time_zone("given_at"))
        .col(timestamp_with_time_zone_null("withdrawn_at"))
        .foreign_key(&mut refers("consent", "account_id", "account"))
        .to_owned();
    manager.create_table(table).await?;
    partial_unique(manager, "consent", "live", &["account_id", "document", "document_version"], "withdrawn_at IS NULL")
        .await?;
    index(manager, "consent", &["account_id", "given_at"]).await?;
    Ok(())
}

async fn import_job(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("import_job")
        .col(uuid("id").primary_key())
        .col(uuid("community_id"))
        .col(string_len("kind", 32))
        .col(string_len("file_name", 200))
        .col(string_len("file_digest", 64))
        .col(boolean("dry_run"))
        .col(string_len("status", 32))
        .col(json_binary("totals"))
        .col(json_binary("faults"))
        .col(text_null("sheet_sealed"))
        .col(uuid_null("created_by"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone_null("finished_at"))
        .foreign_key(&mut refers("import_job", "community_id", "community"))
        .to_owned();
    manager.create_table(table).await?;
    index(manager, "import_job", &["community_id", "id"]).await?;
    partial_index(manager, "import_job", "with_sheet", &["created_at"], "sheet_sealed IS NOT NULL").await?;
    Ok(())
}

async fn unmasking(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("unmasking")
        .col(uuid("id").primary_key())
        .col(uuid("community_id"))
        .col(uuid("by_account_id"))
        .col(string_len("subject_kind", 32))
        .col(uuid("subject_id"))
        .col(json_binary("fields"))
        .col(string_len_null("reason", 200))
        .col(timestamp_with_time_zone("at"))
        .foreign_key(&mut refers("unmasking", "community_id", "community"))
        .foreign_key(&mut refers("unmasking", "by_account_id", "account"))
        .to_owned();
    manager.create_table(table).await?;
    index(manager, "unmasking", &["subject_kind", "subject_id", "at", "id"]).await?;
    index(manager, "unmasking", &["by_account_id", "at"]).await?;
    let covered = ["id", "community_id", "by_account_id", "subject_kind", "subject_id", "fields", "at"];
    crate::build::only_reason_erased(manager, "unmasking", &covered).await?;
    Ok(())
}
