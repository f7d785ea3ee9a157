//! Ways in.

use actix_web::http::header::USER_AGENT;
use actix_web::{HttpRequest, HttpResponse, post, put, web};

use super::view::{ChangePassword, PasswordLogin, SignedIn, WechatCode};
use crate::app::App;
use crate::auth::Actor;
use crate::auth::service::login;
use crate::error::{Code, Result};
use crate::http::{Call, Command, Problems, Reply, limited_address, personal};
use crate::kernel::db::{self, By, Cause};

/// The shortest password.
const MIN_PASSWORD: usize = 10;

/// 微信登录
///
/// 用 wx.login 得到的 code 换取访问令牌和刷新令牌。演示环境的 code 为“sandbox:姓名”。
#[utoipa::path(
    tag = "auth",
    operation_id = "signInByWechat",
    request_body = WechatCode,
    responses((status = 200, description = "已登录", body = SignedIn), Problems),
    security(())
)]
#[post("/auth/wechat/login")]
pub async fn by_wechat(
    request: HttpRequest,
    app: web::Data<App>,
    command: Command<WechatCode>,
) -> Result<HttpResponse> {
    door(&app, &command.call).await?;
    let identity = app.wechat.identify(&command.body.appid, &command.body.code).await?;
    let (cause, agent) = (nobody(&command.call), user_agent(&request));
    let tokens = db::write(&app.kernel, cause, async |tx| login::by_wechat(&app, tx, &identity, agent).await).await?;
    personal(&SignedIn::from(tokens))
}

/// 绑定手机号
///
/// 用手机号按钮得到的 code 绑定。名册或工作人员账号已登记该手机号时，当前微信并入该账号，请改用返回的令牌。
#[utoipa::path(
    tag = "auth",
    operation_id = "bindPhone",
    request_body = WechatCode,
    responses((status = 200, description = "已绑定，请改用新的令牌", body = SignedIn), Problems),
    security(("bearer" = []))
)]
#[post("/auth/wechat/phone")]
pub async fn bind_phone(
    request: HttpRequest,
    app: web::Data<App>,
    actor: Actor,
    command: Command<WechatCode>,
) -> Result<HttpResponse> {
    door(&app, &command.call).await?;
    let account = actor.account()?;
    let phone = app.wechat.phone(&command.body.appid, &command.body.code).await?;
    let (cause, agent) = (actor.cause(&command.call.request_id), user_agent(&request));
    let bind = async |tx: &db::Tx<'_>| login::bind_phone(&app, tx, account, &phone, agent).await;
    personal(&SignedIn::from(db::write(&app.kernel, cause, bind).await?))
}

/// 手机号和密码登录
///
/// 供工作人员使用。连续输错会暂时锁定。
#[utoipa::path(
    tag = "auth",
    operation_id = "signInByPassword",
    request_body = PasswordLogin,
    responses((status = 200, description = "已登录", body = SignedIn), Problems),
    security(())
)]
#[post("/auth/password/login")]
pub async fn by_password(
    request: HttpRequest,
    app: web::Data<App>,
    command: Command<PasswordLogin>,
) -> Result<HttpResponse> {
    door(&app, &command.call).await?;
    let (cause, agent) = (nobody(&command.call), user_agent(&request));
    let PasswordLogin { phone, password } = command.body;
    let tokens = login::by_password(&app, cause, &phone, password.into(), agent).await?;
    personal(&SignedIn::from(tokens))
}

/// 设置或修改密码
///
/// 仅限担任角色的人员；已有密码时须提供原密码。
#[utoipa::path(
    tag = "auth",
    operation_id = "changePassword",
    request_body = ChangePassword,
    responses((status = 204, description = "已修改"), Problems),
    security(("bearer" = []))
)]
#[put("/auth/password")]
pub async fn change_password(
    app: web::Data<App>,
    actor: Actor,
    command: Command<ChangePassword>,
) -> Result<HttpResponse> {
    door(&app, &command.call).await?;
    let account = actor.account()?;
    if actor.grants.is_empty() {
        return Err(Code::Forbidden.into());
    }
    let ChangePassword { old_password, new_password } = command.body;
    if new_password.chars().count() < MIN_PASSWORD {
        return Err(Code::Invalid.error().at("/newPassword", Code::InvalidValue));
    }
    let cause = actor.cause(&command.call.request_id);
    login::change_password(&app, cause, account, old_password.map(Into::into), new_password.into()).await?;
    Ok(Reply::empty().into_response())
}

/// Counts tries against the sender's address.
pub(super) async fn door(app: &App, call: &Call) -> Result<()> {
    limited_address(app, call, "sign_in", app.kernel.settings.limits.sign_in_per_address).await
}

/// Nobody has signed in yet, so it is siwei's own doing.
pub(super) fn nobody(call: &Call) -> Cause {
    Cause { by: By::System, request_id: Some(call.request_id.clone()) }
}

fn user_agent(request: &HttpRequest) -> Option<String> {
    let agent = request.headers().get(USER_AGENT)?.to_str().ok()?;
    Some(agent.to_owned())
}
