//! HTTP/1.1 as far as it is needed here: requests rendered beforehand, one after the other
//! on a connection that stays open, answers with a `Content-Length`.

use std::io;
use std::net::SocketAddr;

use anyhow::{Context, ensure};
use bytes::Bytes;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A GET, ready to be sent. `headers` are whole lines, each ending in CRLF.
pub fn get(path: &str, headers: &str) -> Bytes {
    format!("GET {path} HTTP/1.1\r\nhost: siwei\r\n{headers}\r\n").into()
}

/// A POST of JSON, ready to be sent.
pub fn post(path: &str, headers: &str, body: &str) -> Bytes {
    let length = body.len();
    format!(
        "POST {path} HTTP/1.1\r\nhost: siwei\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n{headers}\r\n{body}"
    )
    .into()
}

/// The header that says who asks.
pub fn bearer(token: &str) -> String {
    format!("authorization: Bearer {token}\r\n")
}

/// An open connection.
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// What came back.
pub struct Answer<'a> {
    /// The status.
    pub status: u16,
    /// The lines before the body.
    pub head: &'a [u8],
    /// The body.
    pub body: &'a [u8],
}

impl Connection {
    /// Connects.
    pub async fn open(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: vec![0; 16 * 1024] })
    }

    /// Sends a request and waits for its answer.
    pub async fn ask(&mut self, request: &[u8]) -> io::Result<Answer<'_>> {
        self.stream.write_all(request).await?;
        let mut filled = 0;
        let head = loop {
            filled += self.more(filled).await?;
            if let Some(end) = self.buffer[..filled].windows(4).position(|four| four == b"\r\n\r\n") {
                break end + 4;
            }
        };
        let status = status(&self.buffer[..head]).ok_or_else(|| odd("no status"))?;
        let length = if status == 304 || status == 204 { 0 } else { length(&self.buffer[..head])? };
        while filled < head + length {
            filled += self.more(filled).await?;
        }
        Ok(Answer { status, head: &self.buffer[..head], body: &self.buffer[head..head + length] })
    }

    async fn more(&mut self, filled: usize) -> io::Result<usize> {
        if filled == self.buffer.len() {
            self.buffer.resize(filled * 2, 0);
        }
        match self.stream.read(&mut self.buffer[filled..]).await? {
            0 => Err(odd("the server closed the connection")),
            read => Ok(read),
        }
    }
}

impl Answer<'_> {
    /// A header's value.
    pub fn header(&self, name: &str) -> Option<String> {
        let head = std::str::from_utf8(self.head).ok()?;
        let mut lines = head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.to_owned())
    }
}

/// Asks once and reads the JSON that comes back.
pub async fn json(address: SocketAddr, request: &[u8]) -> anyhow::Result<Value> {
    let mut connection = Connection::open(address).await?;
    let answer = connection.ask(request).await?;
    let text = String::from_utf8_lossy(answer.body);
    let asked = String::from_utf8_lossy(request);
    let line = asked.lines().next().unwrap_or_default();
    ensure!((200..300).contains(&answer.status), "{line} answers {}: {text}", answer.status);
    serde_json::from_str(&text).with_context(|| format!("{line} does not answer JSON"))
}

fn status(head: &[u8]) -> Option<u16> {
    std::str::from_utf8(head.get(9..12)?).ok()?.parse().ok()
}

fn length(head: &[u8]) -> io::Result<usize> {
    let name = b"content-length: ";
    let line = head
        .split(|byte| *byte == b'\n')
        .find(|line| line.len() > name.len() && line[..name.len()].eq_ignore_ascii_case(name));
    let value = line.and_then(|line| std::str::from_utf8(&line[name.len()..]).ok());
    value.and_then(|value| value.trim().parse().ok()).ok_or_else(|| odd("no Content-Length"))
}

fn odd(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;

    #[tokio::test]
    async fn an_answer_in_pieces_is_one_answer() -> anyhow::Result<()> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let serving = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await?;
            let mut asked = [0; 64];
            let _ = stream.read(&mut asked).await?;
            for piece in ["HTTP/1.1 201 Created\r\nETag: \"7\"\r\ncon", "tent-length: 4\r\n\r\n{", "}\r\n"] {
                stream.write_all(piece.as_bytes()).await?;
                tokio::task::yield_now().await;
            }
            io::Result::Ok(())
        });
        let mut connection = Connection::open(address).await?;
        let answer = connection.ask(&get("/", "")).await?;
        assert_eq!((answer.status, answer.body), (201, &b"{}\r\n"[..]));
        assert_eq!(answer.header("etag").as_deref(), Some("\"7\""));
        Ok(serving.await??)
    }
}
