//! Pictures: taken in, shown by signed addresses, swept out.

mod bucket;
mod showing;
mod sweeping;
mod uploading;

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use reqwest::Method;
use support::{Answer, Person};

/// A small picture in that format.
pub fn picture(format: ImageFormat) -> Vec<u8> {
    sized(640, 480, format)
}

/// A photo of which nothing matters but that it is one.
pub fn photo() -> Vec<u8> {
    sized(48, 36, ImageFormat::Jpeg)
}

/// The same, as small as a test with many of them wants it.
fn sized(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let picture = RgbImage::from_fn(width, height, |x, y| Rgb([(x % 256) as u8, (y % 256) as u8, 90]));
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(picture).write_to(&mut bytes, format).expect("the picture cannot be written");
    bytes.into_inner()
}

/// Uploads bytes as that person.
pub async fn upload(person: &Person, bytes: &[u8]) -> Answer {
    person.request(Method::POST, "/media").file("photo.jpg", "image/jpeg", bytes, &[]).send().await
}

/// The part of an address behind the server's.
fn path_of(answer: &Answer, field: &str) -> String {
    let url = answer.string(field);
    url[url.find("/api/").expect("no path of ours")..].to_owned()
}
