//! Rules to vote by: those of the law, and the community's own.

use actix_web::{HttpResponse, get, post, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::app::App;
use crate::auth::Actor;
use crate::deliberations::rule::{OwnRule, Rule};
use crate::deliberations::service;
use crate::error::{Code, Result};
use crate::http::{Command, IdempotencyHeader, Problems, Reply, personal};
use crate::kernel::db::Tx;

/// 表决规则
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Rules {
    /// 法定的、通用的和本社区自定的规则，各版本
    pub items: Vec<Rule>,
}

/// 可用的表决规则
///
/// 法定的、通用的和本社区自定的，各附法律依据或出处。
#[utoipa::path(
    tag = "deliberations",
    operation_id = "listDeliberationRules",
    responses((status = 200, description = "规则", body = Rules), Problems),
    security(("bearer" = []))
)]
#[get("")]
pub(super) async fn list(app: web::Data<App>, actor: Actor) -> Result<HttpResponse> {
    let community = actor.require_community()?;
    personal(&Rules { items: service::rules::all(&app.kernel.db, community).await? })
}

/// 一条自定规则
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WriteRule {
    /// 代码，小写字母、数字和连字符；登记后为 own- 加此代码
    #[schema(pattern = "^[a-z0-9-]{1,28}$")]
    pub code: String,
    /// 规则
    pub rule: OwnRule,
}

/// 登记社区自定的规则
///
/// 仅社区管理员。同一代码再次登记即为新版本；旧版本不变，已定的表决不受影响。
#[utoipa::path(
    tag = "deliberations",
    operation_id = "writeDeliberationRule",
    params(IdempotencyHeader),
    request_body = WriteRule,
    responses((status = 201, description = "已登记", body = Rule), Problems),
    security(("bearer" = []))
)]
#[post("")]
pub(super) async fn write_down(app: web::Data<App>, actor: Actor, command: Command<WriteRule>) -> Result<HttpResponse> {
    let work = async |tx: &Tx<'_>, body: WriteRule| {
        let named = !body.code.is_empty() && body.code.len() <= 28;
        let plain = body.code.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'));
        if !named || !plain {
            return Err(Code::Invalid.error().at("/code", Code::InvalidValue));
        }
        let rule = service::rules::write_down(tx, &actor, &body.code, body.rule).await?;
        Reply::created("/api/v1/deliberation-rules", &rule)
    };
    command.run(&app, &actor, work).await
}
