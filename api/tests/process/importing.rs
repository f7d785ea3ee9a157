//! A roster is imported from the command line.

use std::path::Path;
use std::process::Output;

use api::app::App;
use api::config::Config;
use entity::community::{GridKind, community, grid, owner, resident, subdistrict};
use entity::ids::{CommunityId, GridId, SubdistrictId};
use sea_orm::ActiveValue::Set;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::Value;
use tempfile::TempDir;

use crate::{Outcome, siwei};

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
        self.import_of("roster", file, arguments)
    }

    fn import_of(&self, kind: &str, file: &Path, arguments: &[&str]) -> std::io::Result<Output> {
        let mut import = siwei();
        import.args(["import", kind]).arg(file).args(["--community", "220104056005"]).args(arguments);
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
fn owners_are_tried_out_and_imported() -> Outcome {
    let folder = Folder::make()?;
    folder.import(&folder.file("花名册.csv", "网格,楼栋,门牌,姓名\n第一网格,3栋,301,张三\n")?, &[])?;
    let file = folder.file("业主.csv", "楼栋,门牌,业主姓名\n3栋,301,张三\n3栋,301,李四\n")?;
    let owners = || folder.inside(async |app| owner::Entity::find().count(&app.kernel.db).await);

    let tried = folder.import_of("owners", &file, &["--dry-run"])?;
    let words = String::from_utf8_lossy(&tried.stdout).into_owned();
    assert!(
        tried.status.success() && words.contains("产权 ownerships"),
        "{words}{}",
        String::from_utf8_lossy(&tried.stderr)
    );
    assert_eq!(owners()?, 0);
    assert!(folder.import_of("owners", &file, &[])?.status.success());
    assert_eq!(owners()?, 2);

    let wrong = folder.file("错.csv", "楼栋,门牌,业主姓名\n3栋,999,张三\n")?;
    let refused = folder.import_of("owners", &wrong, &[])?;
    let words = String::from_utf8_lossy(&refused.stdout).into_owned();
    assert!(refused.status.code() == Some(2) && words.contains("unknown_door"), "{words}");
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
