//! The binary as an operator meets it: started, asked for its health, told to stop; and
//! given a roster to import.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Output, Stdio};

use api::app::App;
use api::config::Config;
use entity::community::{GridKind, community, grid, resident, subdistrict};
use entity::ids::{CommunityId, GridId, SubdistrictId};
use sea_orm::ActiveValue::Set;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::Value;
use tempfile::TempDir;

type Outcome = Result<(), Box<dyn std::error::Error>>;

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

fn siwei() -> Command {
    let mut siwei = Command::new(env!("CARGO_BIN_EXE_siwei"));
    siwei.env_remove("RUST_LOG").env_remove("SIWEI_CONFIG");
    siwei
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
fn a_port_that_is_taken_is_said_so() -> Outcome {
    let taken = std::net::TcpListener::bind("127.0.0.1:0")?;
    let address = taken.local_addr()?.to_string();
    let refused = siwei().args(["serve", "--listen", &address]).output()?;
    assert_eq!(refused.status.code(), Some(1));
    let words = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(words.contains(&address) && words.contains("another siwei"), "{words}");
    Ok(())
}

/// A data folder with a community of one grid.
struct Folder(TempDir);

impl Folder {
    fn make() -> Result<Self, Box<dyn std::error::Error>> {
        let folder = Self(tempfile::tempdir()?);
        folder.inside(async |app| {
            let (db, now) = (&app.kernel.db, app.kernel.clock.approximate());
            let (above, id) = (SubdistrictId::new(), CommunityId::new());
            let row = subdistrict::ActiveModel { id: Set(above), name: Set("街道".into()), created_at: Set(now) };
            subdistrict::Entity::insert(row).exec_without_returning(db).await?;
            let row = community::ActiveModel {
                id: Set(id),
                subdistrict_id: Set(above),
                name: Set("吉通社区".into()),
                division_code: Set("220104056005".into()),
                time_zone: Set("Asia/Shanghai".into()),
                claim_limit: Set(3),
                version: Set(1),
                created_at: Set(now),
                updated_at: Set(now),
                ..Default::default()
            };
            community::Entity::insert(row).exec_without_returning(db).await?;
            let row = grid::ActiveModel {
                id: Set(GridId::new()),
                community_id: Set(id),
                code: Set("220104056005001".into()),
                name: Set("第一网格".into()),
                kind: Set(GridKind::Residential),
                sort: Set(1),
                version: Set(1),
                created_at: Set(now),
                updated_at: Set(now),
                ..Default::default()
            };
            grid::Entity::insert(row).exec_without_returning(db).await
        })?;
        Ok(folder)
    }

    /// Runs `work` on the folder's database.
    fn inside<T>(
        &self,
        work: impl AsyncFnOnce(&App) -> Result<T, sea_orm::DbErr>,
    ) -> Result<T, Box<dyn std::error::Error>> {
        let config = Config { data_dir: self.0.path().to_owned(), ..Config::default() };
        actix_web::rt::System::new().block_on(async {
            let app = App::build(config).await?;
            Ok(work(&app).await?)
        })
    }

    fn residents(&self) -> Result<u64, Box<dyn std::error::Error>> {
        self.inside(async |app| resident::Entity::find().count(&app.kernel.db).await)
    }

    fn file(&self, name: &str, text: &str) -> std::io::Result<std::path::PathBuf> {
        let path = self.0.path().join(name);
        std::fs::write(&path, text)?;
        Ok(path)
    }

    fn import(&self, file: &Path, arguments: &[&str]) -> std::io::Result<Output> {
        let mut import = siwei();
        import.args(["import", "roster"]).arg(file).args(["--community", "220104056005"]).args(arguments);
        import.env("SIWEI__DATA_DIR", self.0.path()).env("LC_ALL", "C.UTF-8").output()
    }
}

#[test]
fn a_roster_is_tried_out_and_imported() -> Outcome {
    let folder = Folder::make()?;
    let file = folder.file("花名册.csv", "网格,楼栋,门牌,姓名\n第一网格,3栋,301,张三\n第一网格,3栋,302,李四\n")?;

    let tried = folder.import(&file, &["--dry-run"])?;
    let words = String::from_utf8_lossy(&tried.stdout).into_owned();
    assert!(tried.status.success() && words.contains("没有错误"), "{words}{}", String::from_utf8_lossy(&tried.stderr));
    assert!(tried.stderr.is_empty(), "no bar without a terminal: {}", String::from_utf8_lossy(&tried.stderr));
    assert_eq!(folder.residents()?, 0);

    let done: Value = serde_json::from_slice(&folder.import(&file, &["--json"])?.stdout)?;
    assert_eq!((&done["status"], &done["figures"]["residents"]["created"]), (&Value::from("done"), &Value::from(2)));
    let again: Value = serde_json::from_slice(&folder.import(&file, &["--json"])?.stdout)?;
    assert_eq!(again["figures"]["residents"]["unchanged"], 2);
    assert_eq!(folder.residents()?, 2);
    Ok(())
}

#[test]
fn a_faulty_roster_comes_back_with_reasons() -> Outcome {
    let folder = Folder::make()?;
    let file = folder.file("花名册.csv", "网格,楼栋,门牌,姓名,手机\n第九网格,3栋,301,张三,123\n")?;
    let sheet = folder.0.path().join("faults.csv");

    let faulty = folder.import(&file, &["--sheet", &sheet.to_string_lossy()])?;
    let words = String::from_utf8_lossy(&faulty.stdout).into_owned();
    assert_eq!(faulty.status.code(), Some(2), "{words}");
    assert!(words.contains("unknown_grid") && words.contains("bad_phone") && words.contains("2 处错误"), "{words}");
    assert!(std::fs::read_to_string(&sheet)?.contains("手机：请填写"));
    assert_eq!(folder.residents()?, 0);

    let tried: Value = serde_json::from_slice(&folder.import(&file, &["--dry-run", "--json"])?.stdout)?;
    assert_eq!((&tried["status"], &tried["faults"][0]["cell"]), (&Value::from("faulty"), &Value::from("A2")));
    Ok(())
}

#[test]
fn what_cannot_be_imported_says_what_to_do() -> Outcome {
    let folder = Folder::make()?;
    let refused = |output: &Output| (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned());
    let (code, words) = refused(&folder.import(Path::new("/nowhere.csv"), &[])?);
    assert!(code == Some(1) && words.contains("cannot be opened"), "{words}");
    let file = folder.file("a.csv", "买菜清单\n")?;
    let (code, words) = refused(&folder.import(&file, &[])?);
    assert!(code == Some(1) && words.contains("unknown_sheet"), "{words}");

    let mut template = siwei();
    template.args(["import", "template"]).arg(folder.0.path().join("t.xlsx")).env("SIWEI__DATA_DIR", folder.0.path());
    let (code, words) = refused(&template.args(["--community", "1"]).output()?);
    assert!(code == Some(1) && words.contains("220104056005 吉通社区"), "{words}");
    let help = siwei().args(["import", "roster", "--help"]).output()?;
    let help = String::from_utf8_lossy(&help.stdout).into_owned();
    assert!(help.contains("例子 / Examples") && help.contains("--dry-run"), "{help}");
    Ok(())
}
