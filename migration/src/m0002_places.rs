//! Places: from the subdistrict to the household.

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
        subdistrict(manager).await?;
        community(manager).await?;
        compound(manager).await?;
        grid(manager).await?;
        building(manager).await?;
        unit(manager).await?;
        dwelling(manager).await?;
        household(manager).await?;
        partner(manager).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in
            ["partner", "household", "dwelling", "unit", "building", "grid", "compound", "community", "subdistrict"]
        {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

async fn subdistrict(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("subdistrict")
        .col(uuid("id").primary_key())
        .col(string_len("name", 60))
        .col(timestamp_with_time_zone("created_at"))
        .to_owned();
    manager.create_table(table).await?;
    Ok(())
}

async fn community(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("community")
        .col(uuid("id").primary_key())
        .col(uuid("subdistrict_id"))
        .col(string_len("name", 60))
        .col(string_len("division_code", 12))
        .col(string_len("time_zone", 64))
        .col(string_len_null("address", 200))
        .col(big_integer_null("area_m2"))
        .col(integer_null("households_published"))
        .col(integer_null("residents_published"))
        .col(integer("claim_limit"))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .foreign_key(&mut refers("community", "subdistrict_id", "subdistrict"))
        .to_owned();
    manager.create_table(table).await?;
    unique(manager, "community", &["division_code"]).await?;
    Ok(())
}

async fn compound(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("compound")
        .col(uuid("id").primary_key())
        .col(uuid("community_id"))
        .col(string_len("name", 60))
        .col(string_len("governance", 32))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .foreign_key(&mut refers("compound", "community_id", "community"))
        .to_owned();
    manager.create_table(table).await?;
    unique(manager, "compound", &["community_id", "name"]).await?;
    Ok(())
}

async fn grid(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("grid")
        .col(uuid("id").primary_key())
        .col(uuid("community_id"))
        .col(string_len("code", 32))
        .col(string_len("name", 60))
        .col(string_len("kind", 32))
        .col(integer_null("center_lat"))
        .col(integer_null("center_lng"))
        .col(integer("sort"))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .foreign_key(&mut refers("grid", "community_id", "community"))
        .to_owned();
    manager.create_table(table).await?;
    unique(manager, "grid", &["community_id", "code"]).await?;
    Ok(())
}

async fn building(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("building")
        .col(uuid("id").primary_key())
        .col(uuid("community_id"))
        .col(uuid_null("compound_id"))
        .col(uuid("grid_id"))
        .col(string_len("name", 60))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .foreign_key(&mut refers("building", "community_id", "community"))
        .foreign_key(&mut refers("building", "compound_id", "compound"))
        .foreign_key(&mut refers("building", "grid_id", "grid"))
        .to_owned();
    manager.create_table(table).await?;
    partial_unique(manager, "building", "in_compound", &["compound_id", "name"], "compound_id IS NOT NULL").await?;
    partial_unique(manager, "building", "outside", &["community_id", "name"], "compound_id IS NULL").await?;
    index(manager, "building", &["grid_id"]).await?;
    Ok(())
}

async fn unit(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("unit")
        .col(uuid("id").primary_key())
        .col(uuid("community_id"))
        .col(uuid("building_id"))
        .col(string_len("name", 30))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .foreign_key(&mut refers("unit", "community_id", "community"))
        .foreign_key(&mut refers("unit", "building_id", "building"))
        .to_owned();
    manager.create_table(table).await?;
    unique(manager, "unit", &["building_id", "name"]).await?;
    Ok(())
}

async fn dwelling(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("dwelling")
        .col(uuid("id").primary_key())
        .col(uuid("community_id"))
        .col(uuid("building_id"))
        .col(uuid_null("unit_id"))
        .col(text("door_sealed"))
        .col(string_len("door_blind", 64))
        .col(big_integer_null("area_centi_m2"))
        .col(string_len("kind", 32))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .foreign_key(&mut refers("dwelling", "community_id", "community"))
        .foreign_key(&mut refers("dwelling", "building_id", "building"))
        .foreign_key(&mut refers("dwelling", "unit_id", "unit"))
        .check(Expr::col("area_centi_m2").gt(0))
        .to_owned();
    manager.create_table(table).await?;
    partial_unique(manager, "dwelling", "in_unit", &["unit_id", "door_blind"], "unit_id IS NOT NULL").await?;
    partial_unique(manager, "dwelling", "in_building", &["building_id", "door_blind"], "unit_id IS NULL").await?;
    index(manager, "dwelling", &["community_id", "id"]).await?;
    Ok(())
}

async fn household(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("household")
        .col(uuid("id").primary_key())
        .col(uuid("community_id"))
        .col(uuid("dwelling_id"))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .foreign_key(&mut refers("household", "community_id", "community"))
        .foreign_key(&mut refers("household", "dwelling_id", "dwelling"))
        .to_owned();
    manager.create_table(table).await?;
    index(manager, "household", &["dwelling_id"]).await?;
    index(manager, "household", &["community_id", "id"]).await?;
    Ok(())
}

async fn partner(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("partner")
        .col(uuid("id").primary_key())
        .col(uuid("community_id"))
        .col(string_len("name", 60))
        .col(string_len("kind", 32))
        .col(text_null("contact_sealed"))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .foreign_key(&mut refers("partner", "community_id", "community"))
        .to_owned();
    manager.create_table(table).await?;
    unique(manager, "partner", &["community_id", "name"]).await?;
    Ok(())
}
