//! Approved minutes on their way to the volunteer's record.

use entity::actions::{ActionKind, attendance};
use entity::volunteers::ServiceKind;

use super::signup::SignupCase;
use crate::error::Result;
use crate::kernel::db::Tx;
use crate::volunteers::service::credit::{self, Service, Source};

/// Hands approved minutes over to the ledger of service; what does not count as service stays here.
pub async fn credit(tx: &Tx<'_>, case: &SignupCase, approved: &attendance::Model) -> Result<()> {
    let Some(kind) = service_kind(case.action.kind) else { return Ok(()) };
    let service = Service {
        community: approved.community_id,
        volunteer: approved.volunteer_id,
        source: Source::Attendance(approved.id.into()),
        kind,
        minutes: approved.minutes.unwrap_or_default(),
        added: approved.added_minutes,
        on: approved.checked_in_at,
        by: approved.approved_by,
    };
    credit::service(tx, service).await
}

/// As what an action is credited: learning, meetings and drills are no service.
fn service_kind(kind: ActionKind) -> Option<ServiceKind> {
    match kind {
        ActionKind::ServiceDay => Some(ServiceKind::ServiceDay),
        ActionKind::JointBuilding => Some(ServiceKind::JointBuilding),
        ActionKind::Patrol => Some(ServiceKind::Patrol),
        ActionKind::Beautification => Some(ServiceKind::Beautification),
        ActionKind::ElderCare => Some(ServiceKind::ElderCare),
        ActionKind::Emergency => Some(ServiceKind::Emergency),
        ActionKind::Other => Some(ServiceKind::Other),
        ActionKind::Study | ActionKind::Meeting | ActionKind::Drill => None,
    }
}
