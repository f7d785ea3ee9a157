//! What goes in and what comes out.

use image::{Rgba, RgbaImage};
use rstest::rstest;

use super::*;

/// A picture, red on the left and blue on the right, in the format.
fn sample(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let colour = |x| if x < width / 2 { Rgb([255, 0, 0]) } else { Rgb([0, 0, 255]) };
    let picture = DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |x, _| colour(x)));
    let mut bytes = Cursor::new(Vec::new());
    assert!(picture.write_to(&mut bytes, format).is_ok());
    bytes.into_inner()
}

/// Puts an EXIF segment behind the start of a JPEG: orientation and something secret.
fn with_exif(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend_from_slice(&[orientation, 0, 0, 0, 0, 0, 0]);
    exif.extend_from_slice(b"GPS 43.88N 125.32E");
    let length = u16::try_from(exif.len() + 2).unwrap_or_default();
    let mut bytes = jpeg[..2].to_vec();
    bytes.extend_from_slice(&[0xFF, 0xE1]);
    bytes.extend_from_slice(&length.to_be_bytes());
    bytes.extend_from_slice(&exif);
    bytes.extend_from_slice(&jpeg[2..]);
    bytes
}

fn refusal(bytes: &[u8]) -> Option<Code> {
    process(bytes).err().map(|error| error.code())
}

#[rstest]
#[case::jpeg(ImageFormat::Jpeg)]
#[case::png(ImageFormat::Png)]
#[case::webp(ImageFormat::WebP)]
fn each_format_becomes_jpeg_with_a_thumbnail(#[case] format: ImageFormat) -> Result<()> {
    let made = process(&sample(1_000, 500, format))?;
    assert_eq!((made.width, made.height), (1_000, 500));
    assert_eq!(image::guess_format(&made.full).ok(), Some(ImageFormat::Jpeg));
    let thumbnail = decode(&made.thumbnail, ImageFormat::Jpeg)?;
    assert_eq!((thumbnail.width(), thumbnail.height()), (400, 200));
    Ok(())
}

#[test]
fn a_large_picture_becomes_smaller_and_keeps_its_shape() -> Result<()> {
    let made = process(&sample(4_096, 1_024, ImageFormat::Jpeg))?;
    assert_eq!((made.width, made.height), (2_048, 512));
    Ok(())
}

#[test]
fn a_picture_is_turned_upright_and_its_metadata_is_gone() -> Result<()> {
    let made = process(&with_exif(&sample(64, 32, ImageFormat::Jpeg), 6))?;
    assert_eq!((made.width, made.height), (32, 64));
    let upright = decode(&made.full, ImageFormat::Jpeg)?.into_rgb8();
    let (top, bottom) = (upright.get_pixel(16, 8), upright.get_pixel(16, 56));
    assert!(top[0] > 200 && bottom[2] > 200, "red was on the left and is on top: {top:?} {bottom:?}");
    for hidden in [&b"Exif"[..], b"GPS"] {
        assert!(!made.full.windows(hidden.len()).any(|window| window == hidden));
    }
    Ok(())
}

#[test]
fn what_is_transparent_becomes_white() -> Result<()> {
    let clear = DynamicImage::ImageRgba8(RgbaImage::from_pixel(8, 8, Rgba([0, 0, 0, 0])));
    let mut png = Cursor::new(Vec::new());
    assert!(clear.write_to(&mut png, ImageFormat::Png).is_ok());
    let made = decode(&process(png.get_ref())?.full, ImageFormat::Jpeg)?.into_rgb8();
    assert!(made.get_pixel(4, 4).0.iter().all(|colour| *colour > 250));
    Ok(())
}

#[test]
fn what_is_no_picture_is_refused_by_its_content() {
    assert_eq!(refusal(b"%PDF-1.7"), Some(Code::UnsupportedMediaType));
    assert_eq!(refusal(b"GIF89a\x01\0\x01\0"), Some(Code::UnsupportedMediaType));
    assert_eq!(refusal(b""), Some(Code::UnsupportedMediaType));
    let whole = sample(64, 64, ImageFormat::Png);
    assert_eq!(refusal(&whole[..whole.len() / 2]), Some(Code::BadPicture));
}

#[test]
fn a_bomb_is_refused_before_it_is_decoded() {
    let mut png = sample(1, 1, ImageFormat::Png);
    // Width and height of the header, and its checksum.
    png[16..24].copy_from_slice(&[0, 1, 0, 0, 0, 1, 0, 0]);
    let checksum = crc(&png[12..29]);
    png[29..33].copy_from_slice(&checksum.to_be_bytes());
    assert_eq!(refusal(&png), Some(Code::TooManyPixels));
}

/// The checksum of a PNG chunk.
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 })
    })
}
