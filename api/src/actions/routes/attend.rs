//! Check-in and check-out.

use actix_web::{HttpResponse, get, post, web};
use chrono::{DateTime, SubsecRound, Utc};
use entity::actions::SignupStatus;
use entity::ids::SignupId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::content::SpotInput;
use super::requests::{ShiftPath, SignupPath};
use super::show_signup;
use crate::actions::code::Codes;
use crate::actions::service::Case;
use crate::actions::service::attend::{self, Proof};
use crate::actions::service::roll_call::{self, Call, Called};
use crate::actions::store;
use crate::actions::view::SignupDetail;
use crate::app::App;
use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::http::{Command, IdempotencyHeader, Path, Problems, Reply, personal};
use crate::kernel::db::Tx;

/// 当前的动态码
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CheckInCode {
    /// 动态码，八位数字
    #[schema(example = "04821937")]
    pub code: String,
    /// 二维码的内容
    pub qr: String,
    /// 此码显示到
    pub valid_until: DateTime<Utc>,
}

/// 动态签到码
///
/// 领队的手机上显示，每 30 秒变化；上一个码仍被接受。
#[utoipa::path(
    tag = "actions",
    operation_id = "getCheckInCode",
    params(ShiftPath),
    responses((status = 200, description = "当前的码", body = CheckInCode), Problems),
    security(("bearer" = []))
)]
#[get("/shifts/{shiftId}/code")]
pub(super) async fn show_code(app: web::Data<App>, actor: Actor, path: Path<ShiftPath>) -> Result<HttpResponse> {
    actor.account()?;
    let kernel = &app.kernel;
    let case = Case::read(&kernel.db, Some(&actor), path.0.action_id).await?.led()?;
    let shift = store::shift_of(&kernel.db, case.action.id, path.0.shift_id).await?;
    let now = kernel.clock.now(&kernel.db).await?;
    let code = Codes::of(&kernel.vault, shift.id).at(now);
    let qr = format!("siwei:check-in:{}:{code}", shift.id);
    personal(&CheckInCode { code, qr, valid_until: Codes::until(now) })
}

/// 到场的凭据：动态码或定位，二者取一
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"code": "04821937"}))]
pub struct ShowUp {
    /// 领队手机上的动态码
    #[schema(pattern = "^[0-9]{8}$")]
    pub code: Option<String>,
    /// 没有网络时看到动态码的时间，联网后补交
    pub seen_at: Option<DateTime<Utc>>,
    /// 手机的位置
    pub spot: Option<SpotInput>,
}

impl ShowUp {
    fn proof(self) -> Result<Proof> {
        match (self.code, self.spot, self.seen_at) {
            (Some(code), None, seen_at) => Ok(Proof::Code(code, seen_at.map(|at| at.trunc_subsecs(6)))),
            (None, Some(spot), None) => Ok(Proof::Place(spot.spot("/spot")?)),
            (None, None, _) => Err(Code::Invalid.error().at("/code", Code::MissingField)),
            _ => Err(Code::Invalid.error().at("/spot", Code::InvalidValue)),
        }
    }
}

/// 签到
///
/// 凭动态码或定位；开始前一小时起。离线的签到附上看到码的时间，班次结束后两小时内送达。
#[utoipa::path(
    tag = "actions",
    operation_id = "checkIn",
    params(SignupPath, IdempotencyHeader),
    request_body = ShowUp,
    responses((status = 200, description = "报名的现状", body = SignupDetail), Problems),
    security(("bearer" = []))
)]
#[post("/check-in")]
pub(super) async fn check_in(
    app: web::Data<App>,
    actor: Actor,
    path: Path<SignupPath>,
    command: Command<ShowUp>,
) -> Result<HttpResponse> {
    let id = path.0.signup_id;
    let work =
        async |tx: &Tx<'_>, body: ShowUp| show_signup(tx, attend::check_in(tx, &actor, id, body.proof()?).await?).await;
    command.run(&app, &actor, work).await
}

/// 签退
///
/// 方式同签到；服务分钟数随即按时刻算出。忘记签退的，班次结束两小时后按结束时间签退。
#[utoipa::path(
    tag = "actions",
    operation_id = "checkOut",
    params(SignupPath, IdempotencyHeader),
    request_body = ShowUp,
    responses((status = 200, description = "报名的现状", body = SignupDetail), Problems),
    security(("bearer" = []))
)]
#[post("/check-out")]
pub(super) async fn check_out(
    app: web::Data<App>,
    actor: Actor,
    path: Path<SignupPath>,
    command: Command<ShowUp>,
) -> Result<HttpResponse> {
    let id = path.0.signup_id;
    let work = async |tx: &Tx<'_>, body: ShowUp| {
        show_signup(tx, attend::check_out(tx, &actor, id, body.proof()?).await?).await
    };
    command.run(&app, &actor, work).await
}

/// 点名的结论
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CallOf {
    /// 到了
    In,
    /// 走了
    Out,
    /// 没有来
    Missing,
}

/// 点名的一行
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CallLine {
    /// 报名编号
    pub signup_id: SignupId,
    /// 结论
    pub call: CallOf,
    /// 何时；省略为现在
    pub at: Option<DateTime<Utc>>,
}

/// 点名
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RollCall {
    /// 各人，1–50 行
    #[schema(min_items = 1, max_items = 50)]
    pub items: Vec<CallLine>,
}

/// 点名一行的结果
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CallOutcome {
    /// 报名编号
    pub signup_id: SignupId,
    /// 现在的状态；没有成功时为 null
    #[schema(required = true)]
    pub status: Option<SignupStatus>,
    /// 没有成功的原因，错误代码；成功时为 null
    #[schema(required = true, example = "illegal_transition")]
    pub code: Option<String>,
}

/// 点名的结果
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RollCalled {
    /// 各行的结果，顺序同请求
    pub items: Vec<CallOutcome>,
}

/// 点名
///
/// 领队或社区工作者记下谁到了、谁走了、谁没有来；各行各有结果，一行不成不影响其他行。
#[utoipa::path(
    tag = "actions",
    operation_id = "callRoll",
    params(ShiftPath, IdempotencyHeader),
    request_body = RollCall,
    responses((status = 200, description = "各行的结果", body = RollCalled), Problems),
    security(("bearer" = []))
)]
#[post("/shifts/{shiftId}/roll-call")]
pub(super) async fn call(
    app: web::Data<App>,
    actor: Actor,
    path: Path<ShiftPath>,
    command: Command<RollCall>,
) -> Result<HttpResponse> {
    actor.account()?;
    let which = (path.0.action_id, path.0.shift_id);
    let work = async |tx: &Tx<'_>, body: RollCall| {
        let line = |line: &CallLine| Called {
            signup: line.signup_id,
            call: match line.call {
                CallOf::In => Call::In,
                CallOf::Out => Call::Out,
                CallOf::Missing => Call::Missing,
            },
            at: line.at.map(|at| at.trunc_subsecs(6)),
        };
        let lines: Vec<Called> = body.items.iter().map(line).collect();
        let outcomes = roll_call::call(tx, &actor, which, &lines).await?.into_iter();
        let shown = outcomes.map(|(signup_id, outcome)| match outcome {
            Ok(case) => CallOutcome { signup_id, status: Some(case.signup.status), code: None },
            Err(error) => CallOutcome { signup_id, status: None, code: Some(error.code().name().to_owned()) },
        });
        Reply::ok(&RollCalled { items: shown.collect() })
    };
    command.run(&app, &actor, work).await
}
