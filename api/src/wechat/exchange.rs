//! One request to WeChat and its answer, within bounds.

use reqwest::{RequestBuilder, Response};
use serde::de::DeserializeOwned;

use super::answer::read;
use super::fault::{Call, Fault};

/// A longer answer is none of WeChat's.
const MOST_BYTES: usize = 64 * 1024;

/// A larger picture is no code.
const MOST_PICTURE_BYTES: usize = 2 * 1024 * 1024;

/// Sends one request and reads its answer; logs what goes wrong.
pub async fn answer<T: DeserializeOwned>(call: Call, request: RequestBuilder) -> Result<T, Fault> {
    let answer = match body(request, MOST_BYTES).await {
        Ok(bytes) => read(&bytes),
        Err(fault) => Err(fault),
    };
    answer.inspect_err(|fault| fault.log(call))
}

/// Sends one request whose answer is a picture. An error comes as JSON, and with HTTP 200 as well.
pub async fn picture(call: Call, request: RequestBuilder) -> Result<Vec<u8>, Fault> {
    let answer = match body(request, MOST_PICTURE_BYTES).await {
        Ok(bytes) if bytes.trim_ascii_start().starts_with(b"{") => match read::<serde_json::Value>(&bytes) {
            Ok(_) => Err(Fault::silent("the answer is no picture")),
            Err(fault) => Err(fault),
        },
        outcome => outcome,
    };
    answer.inspect_err(|fault| fault.log(call))
}

async fn body(request: RequestBuilder, most: usize) -> Result<Vec<u8>, Fault> {
    let mut response: Response = request.send().await.map_err(Fault::transport)?;
    if !response.status().is_success() {
        return Err(Fault::Silent(anyhow::anyhow!("HTTP {}", response.status().as_u16())));
    }
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(Fault::transport)? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > most {
            return Err(Fault::silent("the answer is too long"));
        }
    }
    Ok(bytes)
}
