//! The sandbox: the code itself says who it is. For demos and tests; refused in production.

use secrecy::{ExposeSecret, SecretString};

use super::WechatUser;
use crate::error::{Code, Result};
use crate::kernel::text::Line;

/// The mini-program that everybody in the sandbox uses, whatever appid they send.
pub const APPID: &str = "sandbox";

const MARK: &str = "sandbox:";

/// The person named in `sandbox:<name>`.
pub fn user(code: &SecretString) -> Result<WechatUser> {
    let name = code.expose_secret().strip_prefix(MARK).and_then(|name| Line::<30>::parse(name).ok());
    let name = name.ok_or_else(|| Code::WechatCodeInvalid.error())?;
    Ok(WechatUser { appid: APPID.to_owned(), openid: openid(&name).into(), unionid: None })
}

/// The openid of a person of the sandbox.
pub fn openid(name: &str) -> String {
    format!("sandbox-{name}")
}

/// The phone in `sandbox:<11 digits>`.
pub fn phone(code: &SecretString) -> Result<SecretString> {
    let phone = code.expose_secret().strip_prefix(MARK).filter(|phone| is_mobile(phone));
    phone.map(|phone| phone.to_owned().into()).ok_or_else(|| Code::PhoneCodeInvalid.into())
}

fn is_mobile(phone: &str) -> bool {
    phone.len() == 11 && phone.starts_with('1') && phone.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_names_a_person_or_nobody() {
        let openid = |code: &str| user(&code.to_owned().into()).map(|user| user.openid.expose_secret().to_owned());
        assert_eq!(openid("sandbox:王秀兰").ok().as_deref(), Some("sandbox-王秀兰"));
        assert_eq!(openid("sandbox:").map_err(|error| error.code()), Err(Code::WechatCodeInvalid));
        assert_eq!(openid("081xyz").map_err(|error| error.code()), Err(Code::WechatCodeInvalid));
    }

    #[test]
    fn a_phone_code_names_a_phone() {
        let asked = |code: &str| phone(&code.to_owned().into()).map(|phone| phone.expose_secret().to_owned());
        assert_eq!(asked("sandbox:13812341234").ok().as_deref(), Some("13812341234"));
        assert_eq!(asked("sandbox:110").map_err(|error| error.code()), Err(Code::PhoneCodeInvalid));
    }
}
