//! The kinds of personal data.

/// What kind of personal data it is; sealed data opens only as the kind it was sealed as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// 姓名.
    Name,
    /// 手机号.
    Phone,
    /// 身份证号.
    IdNumber,
    /// 门牌号.
    Door,
    /// 联系地址.
    Address,
    /// WeChat's openid.
    OpenId,
    /// WeChat's unionid.
    UnionId,
    /// WeChat's session key.
    SessionKey,
    /// Somebody for whom a wish is made.
    Beneficiary,
    /// Whom to reach at a partner.
    Contact,
    /// An answer that is kept for a retry.
    Answer,
    /// A sheet of an import.
    Sheet,
    /// The key of a secret ballot.
    BallotKey,
    /// What a certificate says.
    Certificate,
    /// What webhook messages are signed with.
    WebhookSecret,
    /// What somebody adds to an answer.
    Note,
    /// An event that WeChat pushed.
    WechatEvent,
    /// WeChat's access token.
    WechatToken,
}

impl Field {
    /// The name that its sealed form and its index are bound to.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Phone => "phone",
            Self::IdNumber => "id_number",
            Self::Door => "door",
            Self::Address => "address",
            Self::OpenId => "open_id",
            Self::UnionId => "union_id",
            Self::SessionKey => "session_key",
            Self::Beneficiary => "beneficiary",
            Self::Contact => "contact",
            Self::Answer => "answer",
            Self::Sheet => "sheet",
            Self::BallotKey => "ballot_key",
            Self::Certificate => "certificate",
            Self::WebhookSecret => "webhook_secret",
            Self::Note => "note",
            Self::WechatEvent => "wechat_event",
            Self::WechatToken => "wechat_token",
        }
    }

    /// The one spelling under which equal things are equal.
    pub(super) fn normalise(self, text: &str) -> String {
        let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        match self {
            Self::Phone => {
                let digits: String = bare.chars().filter(char::is_ascii_digit).collect();
                digits.strip_prefix("86").filter(|rest| rest.len() == 11).map_or(digits.clone(), str::to_owned)
            }
            Self::IdNumber => bare.to_ascii_uppercase(),
            Self::Name | Self::Door | Self::Address | Self::Beneficiary | Self::Contact => bare,
            Self::OpenId
            | Self::UnionId
            | Self::SessionKey
            | Self::Answer
            | Self::Sheet
            | Self::BallotKey
            | Self::Certificate
            | Self::WebhookSecret
            | Self::Note
            | Self::WechatEvent
            | Self::WechatToken => text.to_owned(),
        }
    }
}
