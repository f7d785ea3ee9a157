//! Accounts, sessions, roles and the keys of third parties.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::build::{index, partial_unique, refers, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        account(manager).await?;
        wechat_identity(manager).await?;
        session(manager).await?;
        refresh_token(manager).await?;
        api_client(manager).await?;
        role_grant(manager).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["role_grant", "api_client", "refresh_token", "session", "wechat_identity", "account"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

async fn account(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("account")
        .col(uuid("id").primary_key())
        .col(uuid_null("community_id"))
        .col(text_null("display_name_sealed"))
        .col(text_null("phone_sealed"))
        .col(string_len_null("phone_blind", 64))
        .col(string_len_null("password_hash", 200))
        .col(integer("failed_logins"))
        .col(timestamp_with_time_zone_null("locked_until"))
        .col(string_len("status", 32))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .col(timestamp_with_time_zone_null("last_seen_at"))
        .foreign_key(&mut refers("account", "community_id", "community"))
        .to_owned();
    manager.create_table(table).await?;
    partial_unique(manager, "account", "phone", &["phone_blind"], "phone_blind IS NOT NULL").await?;
    index(manager, "account", &["community_id"]).await?;
    Ok(())
}

async fn wechat_identity(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("wechat_identity")
        .col(uuid("id").primary_key())
        .col(uuid("account_id"))
        .col(string_len("appid", 64))
        .col(text("openid_sealed"))
        .col(string_len("openid_blind", 64))
        .col(string_len_null("unionid_blind", 64))
        .col(text_null("session_key_sealed"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("last_login_at"))
        .foreign_key(&mut refers("wechat_identity", "account_id", "account"))
        .to_owned();
    manager.create_table(table).await?;
    unique(manager, "wechat_identity", &["appid", "openid_blind"]).await?;
    index(manager, "wechat_identity", &["account_id"]).await?;
    index(manager, "wechat_identity", &["unionid_blind"]).await?;
    Ok(())
}

async fn session(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("session")
        .col(uuid("id").primary_key())
        .col(uuid("account_id"))
        .col(string_len_null("user_agent", 200))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("last_used_at"))
        .col(timestamp_with_time_zone("expires_at"))
        .col(timestamp_with_time_zone_null("revoked_at"))
        .col(string_len_null("revoked_reason", 32))
        .foreign_key(&mut refers("session", "account_id", "account"))
        .to_owned();
    manager.create_table(table).await?;
    index(manager, "session", &["account_id", "revoked_at"]).await?;
    Ok(())
}

async fn refresh_token(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("refresh_token")
        .col(uuid("id").primary_key())
        .col(uuid("session_id"))
        .col(string_len("token_hash", 64))
        .col(uuid_null("predecessor_id"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone_null("used_at"))
        .col(timestamp_with_time_zone("expires_at"))
        .foreign_key(&mut refers("refresh_token", "session_id", "session"))
        .to_owned();
    manager.create_table(table).await?;
    unique(manager, "refresh_token", &["token_hash"]).await?;
    unique(manager, "refresh_token", &["predecessor_id"]).await?;
    index(manager, "refresh_token", &["session_id"]).await?;
    Ok(())
}

async fn api_client(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("api_client")
        .col(uuid("id").primary_key())
        .col(uuid("community_id"))
        .col(string_len("name", 60))
        .col(string_len("prefix", 16))
        .col(string_len("secret_hash", 64))
        .col(json_binary("scopes"))
        .col(uuid("created_by"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("expires_at"))
        .col(timestamp_with_time_zone_null("revoked_at"))
        .col(timestamp_with_time_zone_null("last_used_at"))
        .foreign_key(&mut refers("api_client", "community_id", "community"))
        .to_owned();
    manager.create_table(table).await?;
    unique(manager, "api_client", &["prefix"]).await?;
    index(manager, "api_client", &["community_id", "created_at", "id"]).await?;
    Ok(())
}

async fn role_grant(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("role_grant")
        .col(uuid("id").primary_key())
        .col(uuid_null("community_id"))
        .col(uuid("account_id"))
        .col(string_len("role", 32))
        .col(string_len("scope_kind", 32))
        .col(uuid("scope_id"))
        .col(uuid_null("granted_by"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone_null("revoked_at"))
        .col(uuid_null("revoked_by"))
        .foreign_key(&mut refers("role_grant", "community_id", "community"))
        .foreign_key(&mut refers("role_grant", "account_id", "account"))
        .to_owned();
    manager.create_table(table).await?;
    partial_unique(
        manager,
        "role_grant",
        "live",
        &["account_id", "role", "scope_kind", "scope_id"],
        "revoked_at IS NULL",
    )
    .await?;
    index(manager, "role_grant", &["community_id", "created_at", "id"]).await?;
    index(manager, "role_grant", &["scope_kind", "scope_id", "role"]).await?;
    Ok(())
}
