//! Content safety: what others will see is looked at first; reports and a community's own words.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::build::{index, partial_index, partial_unique, refers, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// What carries whether others may see it; what was there before had passed.
const SCREENED: [(&str, &str); 5] = [
    ("wish", "screening"),
    ("wish", "rating_screening"),
    ("wish_note", "screening"),
    ("deliberation", "screening"),
    ("deliberation_comment", "screening"),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in SCREENED {
            let screening = string_len(column, 32).default("passed").to_owned();
            manager.alter_table(Table::alter().table(table).add_column(screening).to_owned()).await?;
        }
        content_review(manager).await?;
        content_report(manager).await?;
        content_word(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["content_word", "content_report", "content_review"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        for (table, column) in SCREENED {
            manager.alter_table(Table::alter().table(table).drop_column(column).to_owned()).await?;
        }
        Ok(())
    }
}

async fn content_review(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("content_review")
        .col(uuid("id").primary_key())
        .col(uuid("community_id"))
        .col(string_len("kind", 32))
        .col(uuid("subject_id"))
        .col(uuid_null("author_account_id"))
        .col(text("text"))
        .col(string_len("status", 32))
        .col(boolean("withheld"))
        .col(string_len_null("cause", 32))
        .col(json_binary("findings"))
        .col(integer("attempts"))
        .col(timestamp_with_time_zone_null("due_at"))
        .col(timestamp_with_time_zone_null("leased_until"))
        .col(string_len_null("trace_id", 128))
        .col(timestamp_with_time_zone_null("waiting_since"))
        .col(uuid_null("claimed_by"))
        .col(timestamp_with_time_zone_null("claimed_until"))
        .col(uuid_null("decided_by"))
        .col(timestamp_with_time_zone_null("decided_at"))
        .col(text_null("reason"))
        .col(timestamp_with_time_zone_null("appealed_at"))
        .col(text_null("appeal"))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .foreign_key(&mut refers("content_review", "community_id", "community"))
        .foreign_key(&mut refers("content_review", "author_account_id", "account"))
        .foreign_key(&mut refers("content_review", "claimed_by", "account"))
        .foreign_key(&mut refers("content_review", "decided_by", "account"))
        .check(Expr::cust("(status = 'checking') = (due_at IS NOT NULL)"))
        .check(Expr::cust("(status = 'waiting') = (waiting_since IS NOT NULL)"))
        .check(Expr::cust("(claimed_by IS NULL) = (claimed_until IS NULL)"))
        .check(Expr::cust("status = 'waiting' OR claimed_by IS NULL"))
        // What was refused is never seen, what has passed always is; what is checked only if a person has read it.
        .check(Expr::cust("status NOT IN ('passed', 'refused') OR withheld = (status = 'refused')"))
        .check(Expr::cust("status <> 'checking' OR withheld OR decided_by IS NOT NULL"))
        .to_owned();
    manager.create_table(table).await?;
    unique(manager, "content_review", &["kind", "subject_id"]).await?;
    partial_unique(manager, "content_review", "trace", &["trace_id"], "trace_id IS NOT NULL").await?;
    partial_index(manager, "content_review", "due", &["due_at"], "status = 'checking'").await?;
    let (queue, waits) = (["community_id", "waiting_since", "id"], "status = 'waiting'");
    partial_index(manager, "content_review", "queue", &queue, waits).await?;
    index(manager, "content_review", &["community_id", "status", "updated_at", "id"]).await?;
    index(manager, "content_review", &["author_account_id", "updated_at", "id"]).await
}

async fn content_report(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("content_report")
        .col(uuid("id").primary_key())
        .col(uuid("review_id"))
        .col(uuid("account_id"))
        .col(string_len("reason", 32))
        .col(text_null("text"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut refers("content_report", "review_id", "content_review"))
        .foreign_key(&mut refers("content_report", "account_id", "account"))
        .to_owned();
    manager.create_table(table).await?;
    unique(manager, "content_report", &["review_id", "account_id"]).await?;
    index(manager, "content_report", &["account_id"]).await
}

async fn content_word(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("content_word")
        .col(uuid("id").primary_key())
        .col(uuid("community_id"))
        .col(string_len("rule", 32))
        .col(string_len("word", 100))
        .col(uuid("account_id"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut refers("content_word", "community_id", "community"))
        .foreign_key(&mut refers("content_word", "account_id", "account"))
        .to_owned();
    manager.create_table(table).await?;
    unique(manager, "content_word", &["community_id", "word"]).await
}
