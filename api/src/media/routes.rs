//! Pictures over HTTP.

use std::cell::Cell;

use actix_web::http::header::{CACHE_CONTROL, ETAG, IF_NONE_MATCH};
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use entity::media::media;

use super::service;
use super::view::{MediaPath, Picture, SignedQuery, UploadForm, path};
use crate::app::App;
use crate::auth::Actor;
use crate::error::Result;
use crate::http::{IdempotencyHeader, Path, Problems, Query, Reply, Upload};

/// 上传一张图片
///
/// 在字段 `file` 中放一张 JPEG、PNG 或 WebP，不超过 10 MB。按内容识别格式，转正、缩小并重新编码为 JPEG，
/// 拍摄地点、设备和时间随之去除。用编号附到心愿上；24 小时未使用即删除。每个账号 24 小时内最多上传 100 张。
#[utoipa::path(
    tag = "media",
    operation_id = "uploadPicture",
    params(IdempotencyHeader),
    request_body(content = UploadForm, content_type = "multipart/form-data"),
    responses((status = 201, description = "图片已保存", body = Picture), Problems),
    security(("bearer" = []))
)]
#[post("")]
pub(super) async fn upload(app: web::Data<App>, actor: Actor, upload: Upload<10>) -> Result<HttpResponse> {
    let upload = upload.only(&[])?;
    let kept = service::keep(&app.kernel, &app.pictures, &actor, upload.file.clone()).await?;
    let registered = Cell::new(false);
    let answer = upload.command(()).run(&app, &actor, async |tx, ()| {
        let picture = service::register(tx, &actor, &kept).await?;
        registered.set(true);
        Reply::created(path(picture.id), &picture)
    });
    let answer = answer.await;
    // A retry is answered with the first picture; this one is one too many.
    if answer.is_err() || !registered.get() {
        service::discard(&app.pictures, &kept).await;
    }
    answer
}

/// 查看图片
///
/// 用资源中带签名的地址取图，无需令牌：小程序的 `<image>` 不能发送请求头。
#[utoipa::path(
    tag = "media",
    operation_id = "getPicture",
    params(MediaPath, SignedQuery),
    responses(
        (status = 200, description = "JPEG 图片", body = Vec<u8>, content_type = "image/jpeg"),
        (status = 304, description = "未变化"),
        Problems
    ),
    security(())
)]
#[get("")]
pub(super) async fn show_picture(
    app: web::Data<App>,
    request: HttpRequest,
    path: Path<MediaPath>,
    query: Query<SignedQuery>,
) -> Result<HttpResponse> {
    show(&app, &request, &path.0, &query.0, |row| &row.key).await
}

/// 查看缩略图
///
/// 长边不超过 400 像素，地址另有签名。
#[utoipa::path(
    tag = "media",
    operation_id = "getThumbnail",
    params(MediaPath, SignedQuery),
    responses(
        (status = 200, description = "JPEG 图片", body = Vec<u8>, content_type = "image/jpeg"),
        (status = 304, description = "未变化"),
        Problems
    ),
    security(())
)]
#[get("/thumb")]
pub(super) async fn show_thumbnail(
    app: web::Data<App>,
    request: HttpRequest,
    path: Path<MediaPath>,
    query: Query<SignedQuery>,
) -> Result<HttpResponse> {
    show(&app, &request, &path.0, &query.0, |row| &row.thumb_key).await
}

async fn show(
    app: &App,
    request: &HttpRequest,
    wanted: &MediaPath,
    link: &SignedQuery,
    key: impl Fn(&media::Model) -> &str,
) -> Result<HttpResponse> {
    let now = app.kernel.clock.approximate();
    let left = app.kernel.links.check(request.path(), link.expires, &link.signature, now)?;
    let row = service::shown(&app.kernel, wanted.media_id).await?;
    let tag = format!("\"{}\"", key(&row).rsplit('/').next().unwrap_or_default());
    let known = request.headers().get(IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let unchanged = known.is_some_and(|known| known.split(',').any(|one| one.trim() == tag));
    let mut response = if unchanged { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response
        .insert_header((ETAG, tag))
        .insert_header((CACHE_CONTROL, format!("private, max-age={left}, immutable")))
        .insert_header(("x-content-type-options", "nosniff"))
        .insert_header(("cross-origin-resource-policy", "cross-origin"));
    if unchanged {
        return Ok(response.finish());
    }
    let bytes = app.pictures.get(key(&row)).await?;
    Ok(response.content_type(row.mime.as_str()).body(bytes))
}
