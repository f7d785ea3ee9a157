//! From what somebody sends to a picture of ours: recognised by its content, decoded
//! within limits, turned upright, made smaller and written anew, so that nothing of the
//! original's metadata (place, camera, time) is left.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, Rgb, RgbImage};

use crate::error::{Code, Error, Result};

/// Pixels of the longer side that are kept.
const LONGEST: u32 = 2_048;

/// Pixels of a thumbnail's longer side.
const THUMBNAIL: u32 = 400;

/// Million pixels that are decoded at most; today's phones make 50.
const MAX_MEGAPIXELS: u64 = 64;

/// Pixels of one side that are decoded at most.
const MAX_SIDE: u32 = 16_384;

/// Memory for decoding one picture: 64 megapixels of four bytes, and some to work in.
const MAX_MEMORY: u64 = 320 * 1024 * 1024;

/// Stored type of every picture.
pub const MIME: &str = "image/jpeg";

/// A picture as it is kept.
pub struct Processed {
    /// JPEG.
    pub full: Vec<u8>,
    /// JPEG, small.
    pub thumbnail: Vec<u8>,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
}

/// Makes a picture of ours. Takes long: run it where blocking is allowed.
///
/// # Errors
/// `unsupported_media_type` for anything but JPEG, PNG and WebP, whatever its name says;
/// `too_many_pixels` and `bad_picture` for what cannot or must not be decoded.
pub fn process(bytes: &[u8]) -> Result<Processed> {
    let picture = decode(bytes, recognise(bytes)?)?;
    let picture = match picture.width().max(picture.height()) > LONGEST {
        true => picture.resize(LONGEST, LONGEST, FilterType::Triangle),
        false => picture,
    };
    let full = on_white(picture);
    let thumbnail = DynamicImage::ImageRgb8(full.clone()).thumbnail(THUMBNAIL, THUMBNAIL).into_rgb8();
    Ok(Processed {
        width: full.width(),
        height: full.height(),
        full: encode(&full, 85)?,
        thumbnail: encode(&thumbnail, 75)?,
    })
}

fn recognise(bytes: &[u8]) -> Result<ImageFormat> {
    match image::guess_format(bytes) {
        Ok(format @ (ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP)) => Ok(format),
        _ => Err(Code::UnsupportedMediaType.error().with("expected", "JPEG, PNG, WebP")),
    }
}

fn decode(bytes: &[u8], format: ImageFormat) -> Result<DynamicImage> {
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(unreadable)?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if width.max(height) > MAX_SIDE || pixels > MAX_MEGAPIXELS * 1_000_000 {
        return Err(Code::TooManyPixels.error().with("limit", MAX_MEGAPIXELS * 100));
    }
    let orientation = decoder.orientation().map_err(unreadable)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(unreadable)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

/// JPEG knows no transparency; what is transparent becomes white, not black.
fn on_white(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let picture = picture.into_rgba8();
    RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
        let [red, green, blue, alpha] = picture.get_pixel(x, y).0;
        Rgb([red, green, blue].map(|colour| blend(colour, alpha)))
    })
}

fn blend(colour: u8, alpha: u8) -> u8 {
    let (colour, alpha) = (u16::from(colour), u16::from(alpha));
    u8::try_from((colour * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX)
}

fn encode(picture: &RgbImage, quality: u8) -> Result<Vec<u8>> {
    let mut jpeg = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut jpeg, quality);
    picture.write_with_encoder(encoder).map_err(|error| Code::Internal.error().cause(error))?;
    Ok(jpeg)
}

fn unreadable(error: image::ImageError) -> Error {
    Code::BadPicture.error().cause(error)
}

#[cfg(test)]
mod tests;
