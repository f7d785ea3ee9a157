//! Mini-program codes. They never expire, so WeChat is asked once for each and the picture lies with the others.

use std::io::Cursor;

use image::{ImageFormat, ImageReader, Limits};

use crate::app::App;
use crate::error::{Code, Error, Result};
use crate::wechat::Landing;

/// Pixels that a code's side has at most.
const MOST_PIXELS: u32 = 1_280;

/// The code as a PNG.
///
/// # Errors
/// `no_mini_program`, `unknown_app`, `too_many_requests`, `wechat_unavailable`.
pub async fn code(app: &App, appid: Option<&str>, landing: &Landing) -> Result<Vec<u8>> {
    let key = format!("codes/{}.png", app.wechat.code_key(appid, landing)?);
    match app.pictures.get(&key).await {
        Ok(kept) => return Ok(kept.to_vec()),
        Err(error) if error.code() == Code::NotFound => {}
        Err(error) => return Err(error),
    }
    let drawn = app.wechat.code(appid, landing).await?;
    let png = tokio::task::spawn_blocking(move || as_png(drawn)).await.map_err(unreadable)??;
    app.pictures.put(&key, png.clone()).await?;
    Ok(png)
}

/// WeChat answers with JPEG or PNG as it likes; who prints it should not have to ask.
fn as_png(drawn: Vec<u8>) -> Result<Vec<u8>> {
    let mut reader = ImageReader::new(Cursor::new(drawn)).with_guessed_format().map_err(unreadable)?;
    let mut limits = Limits::default();
    (limits.max_image_width, limits.max_image_height) = (Some(MOST_PIXELS), Some(MOST_PIXELS));
    reader.limits(limits);
    let mut png = Cursor::new(Vec::new());
    reader.decode().map_err(unreadable)?.write_to(&mut png, ImageFormat::Png).map_err(unreadable)?;
    Ok(png.into_inner())
}

fn unreadable(why: impl std::error::Error + Send + Sync + 'static) -> Error {
    Code::WechatUnavailable.error().retry_after(5).cause(why)
}
