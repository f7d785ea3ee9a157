//! Mini-program codes, which come as a picture or as an error in JSON, and links.

use std::io::Cursor;

use fast_qr::{ECL, QRBuilder};
use image::{GrayImage, ImageFormat, Luma};
use serde_json::{Value, json};

use crate::call::Call;
use crate::refusal::Refusal;
use crate::world::{World, unique};

/// Squares that stay white around it.
const RIM: u32 = 4;

/// Pixels of each square.
const SQUARE: u32 = 8;

impl World {
    /// A QR code that says page and scene; WeChat's own are round and say neither to other scanners.
    pub(crate) fn getwxacodeunlimit(&self, call: &Call) -> Result<Vec<u8>, Refusal> {
        self.tokens().appid_of(call.parameter("access_token"), self.clock.now())?;
        let (scene, page) = (call.field("scene"), call.field("page"));
        let plain = |c: char| c.is_ascii_alphanumeric() || "!#$&'()*+,/:;=?@-._~".contains(c);
        if !(1..=32).contains(&scene.len()) || !scene.chars().all(plain) {
            return Err(40_169.into());
        }
        let env = call.body["env_version"].as_str().unwrap_or("release");
        if !["release", "trial", "develop"].contains(&env) {
            return Err(40_097.into());
        }
        if page.starts_with('/') || page.contains('?') {
            return Err(41_030.into());
        }
        let width = call.body["width"].as_u64().unwrap_or(430);
        if !(280..=1_280).contains(&width) {
            return Err(40_097.into());
        }
        picture(&format!("{page}?scene={scene}")).ok_or_else(|| (-1).into())
    }

    pub(crate) fn generate_urllink(&self, call: &Call) -> Result<Value, Refusal> {
        self.tokens().appid_of(call.parameter("access_token"), self.clock.now())?;
        if call.field("path").starts_with('/') || call.field("query").len() > 1_024 {
            return Err(40_165.into());
        }
        if call.body["expire_type"] == 1 && !matches!(call.body["expire_interval"].as_i64(), Some(1..=30)) {
            return Err(85_402.into());
        }
        let link = format!("https://wxaurl.cn/{}", &unique("")[..12]);
        Ok(json!({ "errcode": 0, "errmsg": "ok", "url_link": link }))
    }
}

fn picture(text: &str) -> Option<Vec<u8>> {
    let code = QRBuilder::new(text).ecl(ECL::M).build().ok()?;
    let size = u32::try_from(code.size).ok()?;
    let side = (size + 2 * RIM) * SQUARE;
    let picture = GrayImage::from_fn(side, side, |x, y| {
        let (column, row) = ((x / SQUARE).checked_sub(RIM), (y / SQUARE).checked_sub(RIM));
        let dark = match (column, row) {
            (Some(column), Some(row)) if column < size && row < size => code[row as usize][column as usize].value(),
            _ => false,
        };
        Luma([if dark { 0 } else { 255 }])
    });
    let mut png = Cursor::new(Vec::new());
    picture.write_to(&mut png, ImageFormat::Png).ok()?;
    Some(png.into_inner())
}
