//! What a person sees, corrects, copies and erases of the own data.

use actix_web::{HttpResponse, get, post, put, web};

use crate::app::App;
use crate::auth::Actor;
use crate::community::service::{consents, erase, export, me};
use crate::community::view::{ChangeMe, Consent, ConsentPath, Consents, EraseMe, GiveConsent, Me, MyExport};
use crate::error::{Code, Result};
use crate::http::{Command, Empty, IdempotencyHeader, IfMatchHeader, Path, Problems, Reply, Routes, personal};

/// Mounts these routes.
pub fn mount(routes: &mut Routes<'_>) {
    let mut me = routes.under("/me");
    me.service(show).service(change).service(copy).service(forget).service(consented).service(give).service(withdraw);
}

/// 我的资料
///
/// 本人的资料、角色和住处；姓名与手机号已遮盖。
#[utoipa::path(tag = "me", operation_id = "getMe",
    responses((status = 200, description = "我的资料", body = Me), Problems), security(("bearer" = [])))]
#[get("")]
async fn show(app: web::Data<App>, actor: Actor) -> Result<HttpResponse> {
    let me = me::show(&app.kernel.db, &app.kernel.vault, &actor).await?;
    Ok(Reply::ok(&me)?.etag(me.version).into_response())
}

/// 修改我的资料
///
/// 修改显示名。
#[utoipa::path(tag = "me", operation_id = "updateMe", params(IdempotencyHeader, IfMatchHeader),
    request_body = ChangeMe,
    responses((status = 200, description = "修改后的资料", body = Me), Problems), security(("bearer" = [])))]
#[put("")]
async fn change(app: web::Data<App>, actor: Actor, command: Command<ChangeMe>) -> Result<HttpResponse> {
    let expected = command.expected(command.body.version)?;
    let work = command.run(&app, &actor, async |tx, input| {
        let me = me::change(tx, &actor, expected, input).await?;
        Ok(Reply::ok(&me)?.etag(me.version))
    });
    work.await
}

/// 导出我的信息
///
/// 系统所知关于本人的一切，不遮盖：资料、登录、名册、认领、心愿、图片（限时下载地址）、消息、操作记录，
/// 以及谁查看过。
#[utoipa::path(tag = "me", operation_id = "exportMe",
    responses((status = 200, description = "关于我的全部信息", body = MyExport), Problems),
    security(("bearer" = [])))]
#[get("/export")]
async fn copy(app: web::Data<App>, actor: Actor) -> Result<HttpResponse> {
    personal(&export::export(&app.kernel, &actor).await?)
}

/// 注销账号
///
/// 彻底删除本人的个人信息、心愿照片和住户认领，退出所有登录，不能撤销。公开过的心愿去掉身份后保留。
/// 最后一位管理员须先任命他人。
#[utoipa::path(tag = "me", operation_id = "eraseMe", params(IdempotencyHeader), request_body = EraseMe,
    responses((status = 204, description = "已注销"), Problems), security(("bearer" = [])))]
#[post("/erase")]
async fn forget(app: web::Data<App>, actor: Actor, command: Command<EraseMe>) -> Result<HttpResponse> {
    let work = command.run(&app, &actor, async |tx, input: EraseMe| {
        if !input.confirm {
            return Err(Code::Invalid.error().at("/confirm", Code::InvalidValue));
        }
        erase::erase(tx, &actor).await?;
        Ok(Reply::empty())
    });
    work.await
}

/// 我的同意书
///
/// 本人同意过的文件，以及尚待同意的文件。
#[utoipa::path(tag = "me", operation_id = "listMyConsents",
    responses((status = 200, description = "同意书", body = Consents), Problems), security(("bearer" = [])))]
#[get("/consents")]
async fn consented(app: web::Data<App>, actor: Actor) -> Result<HttpResponse> {
    personal(&consents::list(&app.kernel, &actor).await?)
}

/// 同意一份文件
///
/// 只能同意现行版本。
#[utoipa::path(tag = "me", operation_id = "giveConsent", params(IdempotencyHeader), request_body = GiveConsent,
    responses((status = 201, description = "已同意", body = Consent), Problems), security(("bearer" = [])))]
#[post("/consents")]
async fn give(app: web::Data<App>, actor: Actor, command: Command<GiveConsent>) -> Result<HttpResponse> {
    let work = command.run(&app, &actor, async |tx, input| {
        let consent = Consent::from(consents::give(tx, &actor, input).await?);
        Reply::created("/api/v1/me/consents", &consent)
    });
    work.await
}

/// 撤回同意
///
/// 撤回之前依此所做的处理仍然合法。
#[utoipa::path(tag = "me", operation_id = "withdrawConsent", params(ConsentPath, IdempotencyHeader),
    request_body = Empty,
    responses((status = 200, description = "已撤回", body = Consent), Problems), security(("bearer" = [])))]
#[post("/consents/{consentId}/withdraw")]
async fn withdraw(
    app: web::Data<App>,
    actor: Actor,
    path: Path<ConsentPath>,
    command: Command<Empty>,
) -> Result<HttpResponse> {
    let work = command.run(&app, &actor, async |tx, _| {
        Reply::ok(&Consent::from(consents::withdraw(tx, &actor, path.0.consent_id).await?))
    });
    work.await
}
