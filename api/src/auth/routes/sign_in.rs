//! Ways in. What they answer is never kept for a retry, so they take no idempotency key:
//! a code of WeChat works once anyway, and tokens are nobody's to store.

use actix_web::{HttpRequest, HttpResponse, post, put, web};
use secrecy::ExposeSecret;

use super::{door, user_agent};
use crate::app::App;
use crate::auth::Actor;
use crate::auth::service::{login, note_stranger, password, phone};
use crate::auth::view::{ChangePassword, PasswordLogin, SignedIn, WechatCode};
use crate::error::{Code, Error, Result};
use crate::http::{Call, Command, Problems, Reply, personal};
use crate::kernel::db::{self, By, Cause};
use crate::wechat::WechatUser;

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
#[post("/wechat/login")]
pub(super) async fn by_wechat(
    request: HttpRequest,
    app: web::Data<App>,
    command: Command<WechatCode>,
) -> Result<HttpResponse> {
    door(&app, &command.call).await?;
    let user = match app.wechat.user(&command.body.appid, &command.body.code).await {
        Ok(user) => user,
        Err(error) => return Err(refused(&app, &command.call, error).await),
    };
    let (cause, agent) = (newcomer(&app, &command.call, &user).await?, user_agent(&request));
    let tokens = db::write(&app.kernel, cause, async |tx| login::by_wechat(&app, tx, &user, agent).await).await?;
    personal(&SignedIn::from(tokens))
}

/// Writes down that somebody was refused.
async fn refused(app: &App, call: &Call, error: Error) -> Error {
    if !matches!(error.code(), Code::WechatCodeInvalid | Code::WechatBlocked) {
        return error;
    }
    let noted = db::write(&app.kernel, cause(call, By::System), async |tx| note_stranger(tx, "wechat").await).await;
    noted.err().unwrap_or(error)
}

/// A sign-in is the doing of who signs in; an account that is made then, siwei's own.
async fn newcomer(app: &App, call: &Call, user: &WechatUser) -> Result<Cause> {
    let known = login::known(&app.kernel.db, &app.kernel.vault, user).await?;
    Ok(cause(call, known.map_or(By::System, |identity| By::Account(identity.account_id))))
}

fn cause(call: &Call, by: By) -> Cause {
    Cause { by, request_id: Some(call.request_id.clone()) }
}

/// 绑定手机号
///
/// 用手机号按钮得到的 code 绑定。名册或工作人员账号已登记该手机号且尚未绑定微信时，当前微信并入该账号。请改用返回的令牌。
#[utoipa::path(
    tag = "auth",
    operation_id = "bindPhone",
    request_body = WechatCode,
    responses((status = 200, description = "已绑定，请改用新的令牌", body = SignedIn), Problems),
    security(("bearer" = []))
)]
#[post("/wechat/phone")]
pub(super) async fn bind_phone(
    app: web::Data<App>,
    actor: Actor,
    command: Command<WechatCode>,
) -> Result<HttpResponse> {
    door(&app, &command.call).await?;
    let (account, session) = (actor.account()?, actor.session.ok_or_else(|| Code::Forbidden.error())?);
    let number = app.wechat.phone(&command.body.appid, &command.body.code).await?;
    let cause = actor.cause(&command.call.request_id);
    let bind = async |tx: &db::Tx<'_>| phone::bind(&app, tx, account, session, number.expose_secret()).await;
    personal(&SignedIn::from(db::write(&app.kernel, cause, bind).await?))
}

/// 手机号和密码登录
///
/// 供社区工作人员使用。连续输错会暂时锁定。
#[utoipa::path(
    tag = "auth",
    operation_id = "signInByPassword",
    request_body = PasswordLogin,
    responses((status = 200, description = "已登录", body = SignedIn), Problems),
    security(())
)]
#[post("/password/login")]
pub(super) async fn by_password(
    request: HttpRequest,
    app: web::Data<App>,
    command: Command<PasswordLogin>,
) -> Result<HttpResponse> {
    door(&app, &command.call).await?;
    let PasswordLogin { phone, password } = command.body;
    let agent = user_agent(&request);
    let tokens = password::sign_in(&app, &command.call.request_id, &phone, &password, agent).await?;
    personal(&SignedIn::from(tokens))
}

/// 设置或修改密码
///
/// 仅限平台和社区管理员、社区工作者、网格长；已有密码时须提供原密码。本账号的其他登录随即结束。
#[utoipa::path(
    tag = "auth",
    operation_id = "changePassword",
    request_body = ChangePassword,
    responses((status = 204, description = "已修改"), Problems),
    security(("bearer" = []))
)]
#[put("/password")]
pub(super) async fn change_password(
    app: web::Data<App>,
    actor: Actor,
    command: Command<ChangePassword>,
) -> Result<HttpResponse> {
    door(&app, &command.call).await?;
    let ChangePassword { old_password, new_password } = command.body;
    password::change(&app, &actor, &command.call.request_id, old_password.as_deref(), &new_password).await?;
    Ok(Reply::empty().into_response())
}
