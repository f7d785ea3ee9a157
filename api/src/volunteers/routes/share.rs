//! Bringing somebody to the check of a certificate in the mini-program.

use crate::app::App;
use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::sharing;
use crate::volunteers::service::certificates;
use crate::volunteers::view::CertificatePath;
use crate::wechat::{Landing, Page};

sharing::routes! {
    "volunteers", CertificatePath,
    /// 服务证明的小程序码
    ///
    /// 430 像素的 PNG，可印在告示上；微信扫码进入小程序，页面参数 `scene` 为证明编号。本人和社区工作者可取；任何人都能凭编号核对。
    "getCertificateCode"
    /// 打开服务证明的链接
    ///
    /// 在短信或浏览器里打开，进入小程序中的服务证明，页面参数与小程序码相同；三十天内有效。本人和社区工作者可取；任何人都能凭编号核对。
    "getCertificateLink"
}

/// # Errors
/// `illegal_transition` before it is issued: there is nothing to check yet.
async fn landing(app: &App, actor: &Actor, path: &CertificatePath) -> Result<Landing> {
    let (certificate, _) = certificates::one(&app.kernel.db, actor, path.certificate_id).await?;
    let scene = certificate.number.ok_or_else(|| Code::IllegalTransition.error())?;
    Ok(Landing { page: Page::Certificate, scene })
}
