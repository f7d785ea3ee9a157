//! The service: started, asked for its health, told to stop.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStderr, Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::{Outcome, siwei};

/// A started `siwei serve` on a free port with an empty data folder.
struct Served {
    process: Child,
    log: BufReader<ChildStderr>,
    address: String,
    _folder: TempDir,
}

impl Served {
    fn start() -> Result<Self, Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let mut process = siwei()
            .args(["serve", "--listen", "127.0.0.1:0"])
            .env("SIWEI__DATA_DIR", folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()?;
        let mut log = BufReader::new(process.stderr.take().ok_or("no standard error")?);
        let serving = next_line(&mut log, "serving")?;
        let address = serving["address"].as_str().ok_or("no address in the log")?.to_owned();
        Ok(Self { process, log, address, _folder: folder })
    }

    fn signal(&self, name: &str) -> Outcome {
        let sent = Command::new("kill").args([&format!("-{name}"), &self.process.id().to_string()]).status()?;
        sent.success().then_some(()).ok_or_else(|| "the signal was not sent".into())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Reads the log, JSON line by JSON line, up to the one with this message.
fn next_line(log: &mut impl BufRead, message: &str) -> Result<Value, Box<dyn std::error::Error>> {
    let mut line = String::new();
    while log.read_line(&mut line)? > 0 {
        let entry: Value = serde_json::from_str(&line).map_err(|error| format!("{error} in {line}"))?;
        if entry["message"] == message {
            return Ok(entry);
        }
        line.clear();
    }
    Err(format!("the log ends without \"{message}\"").into())
}

#[test]
fn it_tells_its_health_and_ends_in_order_on_sigterm() -> Outcome {
    let mut served = Served::start()?;
    let healthy = siwei().args(["healthcheck", "--address", &served.address]).output()?;
    assert!(healthy.status.success(), "{}", String::from_utf8_lossy(&healthy.stderr));

    served.signal("TERM")?;
    next_line(&mut served.log, "stopping")?;
    next_line(&mut served.log, "stopped")?;
    assert!(served.process.wait()?.success());

    let gone = siwei().args(["healthcheck", "--address", &served.address, "--timeout", "1"]).output()?;
    assert_eq!(gone.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&gone.stderr).contains("does not answer"));
    Ok(())
}

#[test]
fn its_log_has_the_request_id_and_no_query() -> Outcome {
    let mut served = Served::start()?;
    let request = "GET /api/v1/nothing-here?name=zhangsan HTTP/1.1\r\nhost: siwei\r\nx-request-id: phone-7\r\n\
                   connection: close\r\n\r\n";
    let mut connection = std::net::TcpStream::connect(&served.address)?;
    std::io::Write::write_all(&mut connection, request.as_bytes())?;
    let answer = std::io::read_to_string(connection)?;
    assert!(answer.starts_with("HTTP/1.1 404"), "{answer}");

    let line = next_line(&mut served.log, "answered")?;
    assert_eq!((line["status"].as_u64(), &line["span"]["request_id"]), (Some(404), &Value::from("phone-7")));
    assert!(!line.to_string().contains("zhangsan"), "{line}");
    Ok(())
}

#[test]
fn wechat_is_played_as_a_program_and_its_page_has_no_outside() -> Outcome {
    let mut process = siwei().args(["fake-wechat", "--listen", "127.0.0.1:0"]).stdout(Stdio::piped()).spawn()?;
    let mut told = BufReader::new(process.stdout.take().ok_or("no output")?);
    let mut line = String::new();
    let page = told.read_line(&mut line).map_err(Into::into).and_then(|_| {
        let (_, address) = line.trim().split_once("http://").ok_or("no address")?;
        let (address, path) = address.split_once('/').ok_or("no path")?;
        let mut connection = std::net::TcpStream::connect(address)?;
        let request = format!("GET /{path} HTTP/1.1\r\nhost: siwei\r\nconnection: close\r\n\r\n");
        std::io::Write::write_all(&mut connection, request.as_bytes())?;
        Ok::<_, Box<dyn std::error::Error>>(std::io::read_to_string(connection)?)
    });
    process.kill()?;
    process.wait()?;
    let page = page?;
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("模拟微信"), "{page}");
    assert!(page.contains("default-src 'none'") && !page.contains("https://"), "{page}");
    Ok(())
}

#[test]
fn a_port_that_is_taken_is_said_so() -> Outcome {
    let taken = std::net::TcpListener::bind("127.0.0.1:0")?;
    let address = taken.local_addr()?.to_string();
    let refused = siwei().args(["serve", "--listen", &address]).output()?;
    assert_eq!(refused.status.code(), Some(1));
    let words = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(words.contains(&address) && words.contains("another siwei") && words.contains("换一个端口"), "{words}");
    Ok(())
}
