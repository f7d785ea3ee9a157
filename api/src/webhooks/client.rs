//! One call to a webhook: to a public address, without redirects, within its time.

use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use entity::webhooks::WebhookFailure;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;
use reqwest::{Client, Response};

use super::address::{may_call, parse};
use crate::config::WebhookConfig;

/// So much of an answer is kept.
const KEPT_BYTES: usize = 1_024;

/// Calls webhooks. Cheap to clone.
#[derive(Clone)]
pub struct Caller {
    /// Made for the first call: it reads the certificates of all authorities, and many processes never call.
    http: Arc<OnceLock<Client>>,
    config: Arc<WebhookConfig>,
}

/// What is sent.
#[derive(Clone, Debug)]
pub struct Message {
    /// The same with every try.
    pub id: String,
    /// Unix seconds of this try.
    pub timestamp: i64,
    /// The signatures.
    pub signature: String,
    /// JSON.
    pub body: String,
}

/// What came of a call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Why it failed; nothing when it arrived.
    pub failure: Option<WebhookFailure>,
    /// The HTTP status.
    pub status: Option<u16>,
    /// How the answer begins.
    pub start: Option<String>,
}

impl Outcome {
    /// A call that got no answer.
    pub fn failed(failure: WebhookFailure) -> Self {
        Self { failure: Some(failure), ..Self::default() }
    }
}

impl Caller {
    /// A caller within the limits of the configuration.
    pub fn new(config: &WebhookConfig) -> Self {
        Self { http: Arc::default(), config: Arc::new(config.clone()) }
    }

    fn http(&self) -> reqwest::Result<&Client> {
        if let Some(known) = self.http.get() {
            return Ok(known);
        }
        let new = Client::builder()
            .timeout(Duration::from_millis(self.config.timeout_ms))
            .redirect(Policy::none())
            .user_agent(concat!("siwei/", env!("CARGO_PKG_VERSION")))
            // A proxy would look the name up itself, and connect to whatever it finds.
            .no_proxy()
            // Each call asks for the name, checks what it finds, and connects to that very address.
            .pool_max_idle_per_host(0)
            .dns_resolver(Arc::new(Checked { config: Arc::clone(&self.config) }))
            .build()?;
        Ok(self.http.get_or_init(|| new))
    }

    /// Makes one call.
    pub async fn call(&self, url: &str, message: Message) -> Outcome {
        // The rules may have become stricter since it was entered.
        let Ok(url) = parse(&self.config, url) else { return Outcome::failed(WebhookFailure::AddressRefused) };
        let http = match self.http() {
            Ok(http) => http,
            Err(error) => return Outcome::failed(why(&error)),
        };
        let request = http
            .post(url)
            .header("content-type", "application/json")
            .header("webhook-id", message.id)
            .header("webhook-timestamp", message.timestamp)
            .header("webhook-signature", message.signature)
            .body(message.body);
        match request.send().await {
            Ok(response) => read(response).await,
            Err(error) => Outcome::failed(why(&error)),
        }
    }
}

/// Judges an answer and reads how it begins. That the rest does not come is no failure: the status has.
async fn read(mut response: Response) -> Outcome {
    let status = response.status();
    let failure = match status.as_u16() {
        200..=299 => None,
        300..=399 => Some(WebhookFailure::Redirect),
        410 => Some(WebhookFailure::Gone),
        _ => Some(WebhookFailure::BadStatus),
    };
    let mut bytes = Vec::new();
    while bytes.len() < KEPT_BYTES {
        let Ok(Some(chunk)) = response.chunk().await else { break };
        bytes.extend_from_slice(&chunk);
    }
    bytes.truncate(KEPT_BYTES);
    Outcome { failure, status: Some(status.as_u16()), start: text(&bytes) }
}

/// The readable part of an answer; PostgreSQL takes no NUL in a text.
fn text(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(bytes);
    let text: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).take(500).collect();
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn why(error: &reqwest::Error) -> WebhookFailure {
    let mut cause: Option<&(dyn StdError + 'static)> = Some(error);
    while let Some(inner) = cause {
        if inner.is::<Refused>() {
            return WebhookFailure::AddressRefused;
        }
        cause = inner.source();
    }
    if error.is_timeout() { WebhookFailure::Timeout } else { WebhookFailure::Unreachable }
}

/// Every address of a name is one that must not be called.
#[derive(Debug)]
struct Refused;

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name leads to no public address")
    }
}

impl StdError for Refused {}

/// Looks names up and lets through only what may be called; the connection is made to what it returns.
struct Checked {
    config: Arc<WebhookConfig>,
}

impl Resolve for Checked {
    fn resolve(&self, name: Name) -> Resolving {
        let config = Arc::clone(&self.config);
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            only_public(&config, found)
        })
    }
}

fn only_public(
    config: &WebhookConfig,
    found: impl Iterator<Item = SocketAddr>,
) -> Result<Addrs, Box<dyn StdError + Send + Sync>> {
    let (mut any, mut good) = (false, Vec::new());
    for address in found {
        any = true;
        if may_call(config, address.ip()) {
            good.push(address);
        }
    }
    match (any, good.is_empty()) {
        (false, _) => Err(Box::new(io::Error::from(io::ErrorKind::NotFound))),
        (true, true) => Err(Box::new(Refused)),
        (true, false) => Ok(Box::new(good.into_iter())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(addresses: &[&str]) -> Result<Vec<String>, String> {
        let found = addresses.iter().filter_map(|address| address.parse().ok()).map(|ip| SocketAddr::new(ip, 0));
        let kept = only_public(&WebhookConfig::default(), found).map_err(|error| error.to_string())?;
        Ok(kept.map(|address| address.ip().to_string()).collect())
    }

    #[test]
    fn of_what_a_name_leads_to_only_public_addresses_are_connected_to() {
        assert_eq!(kept(&["10.0.0.1", "1.1.1.1", "::1"]), Ok(vec!["1.1.1.1".to_owned()]));
        assert_eq!(kept(&["127.0.0.1", "fd00::1"]), Err(Refused.to_string()));
        assert!(kept(&[]).is_err_and(|why| why != Refused.to_string()));
    }

    #[tokio::test]
    async fn a_name_of_this_machine_is_refused_when_it_is_connected_to() -> reqwest::Result<()> {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").map_err(|_| ()).ok();
        let port =
            listener.as_ref().and_then(|listener| listener.local_addr().ok()).map_or(1, |address| address.port());
        // A name is not looked up when it is entered; this one leads to 127.0.0.1 and ::1.
        let config = WebhookConfig { allow_http: true, ports: Vec::new(), ..WebhookConfig::default() };
        let message = Message { id: "1".into(), timestamp: 0, signature: String::new(), body: "{}".into() };
        let outcome = Caller::new(&config).call(&format!("http://localhost:{port}/"), message).await;
        assert_eq!(outcome, Outcome::failed(WebhookFailure::AddressRefused));
        Ok(())
    }

    #[test]
    fn what_is_kept_of_an_answer_is_readable() {
        assert_eq!(text(b"a\0b\x07c\nd"), Some("abc\nd".to_owned()));
        assert_eq!(text(b"\0 \n"), None);
        assert_eq!(text(&[b'x'; 1_024]).map(|text| text.len()), Some(500));
    }
}
