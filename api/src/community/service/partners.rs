//! 共建单位: an organisation that claims wishes and hosts actions.

use entity::community::partner;
use entity::ids::CommunityId;
use sea_orm::ActiveValue::Set;
use sea_orm::QueryTrait;
use sea_orm::prelude::*;

use super::Resource;
use crate::community::view::{Partner, PartnerInput, PartnerQuery};
use crate::error::Result;
use crate::kernel::Vault;
use crate::kernel::crypto::Field;
use crate::kernel::db::Tx;

impl Resource for partner::Entity {
    type Query = PartnerQuery;
    type Input = PartnerInput;
    type View = Partner;
    const PATH: &'static str = "/partners";

    fn narrow(_: &Vault, rows: Select<Self>, query: &PartnerQuery) -> Select<Self> {
        rows.apply_if(query.kind, |rows, kind| rows.filter(partner::Column::Kind.eq(kind)))
    }

    async fn fields(
        tx: &Tx<'_>,
        _: CommunityId,
        input: PartnerInput,
        _: Option<&partner::Model>,
    ) -> Result<partner::ActiveModel> {
        let mut fields =
            partner::ActiveModel { name: Set(input.name.into()), kind: Set(input.kind), ..Default::default() };
        if let Some(contact) = input.contact {
            let sealed = contact.map(|contact| tx.vault().seal(Field::Contact, &contact)).transpose()?;
            fields.contact_sealed = Set(sealed);
        }
        Ok(fields)
    }

    async fn show(_: &impl ConnectionTrait, _: &Vault, rows: Vec<partner::Model>) -> Result<Vec<Partner>> {
        Ok(rows.into_iter().map(Partner::from).collect())
    }
}

impl From<partner::Model> for Partner {
    fn from(row: partner::Model) -> Self {
        Self {
            id: row.id,
            community_id: row.community_id,
            name: row.name,
            kind: row.kind,
            has_contact: row.contact_sealed.is_some(),
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}
