//! The database: reachable, of this version, on time, readable with these keys, with
//! nothing that has been given up.

use std::collections::BTreeSet;
use std::time::Duration;

use chrono::Utc;
use entity::kernel::{job_lease, outbox};
use migration::{Migrator, MigratorTrait};
use sea_orm::prelude::*;
use sea_orm::sea_query::Query;
use sea_orm::{DbBackend, ExprTrait, QueryOrder, QuerySelect};

use super::finding::Finding;
use crate::cli::rotate::SEALED;
use crate::config::Config;
use crate::kernel::reseal::SealedColumn;
use crate::kernel::{Clock, Vault, db};
use crate::notifications::wechat::figures;

/// A database that takes longer than this is as good as away.
const PATIENCE: Duration = Duration::from_secs(8);

/// Tokens are issued by this machine's clock and deadlines kept by the database's.
const MOST_SKEW_SECONDS: i64 = 2;

/// A message that has waited longer finds no worker.
const LONGEST_WAIT: chrono::Duration = chrono::Duration::minutes(10);

/// Looks at everything in the database.
pub async fn look(config: &Config, vault: Option<&Vault>) -> Vec<Finding> {
    const NAME: (&str, &str) = ("database", "数据库 database");
    let url = config.database_url();
    if file_of(&url).is_some_and(|file| !std::path::Path::new(file).exists()) {
        let todo = "运行 siwei migrate 建立，或直接 siwei serve\nmake it with `siwei migrate`, or simply `siwei serve`";
        return vec![Finding::bad(NAME.0, NAME.1, format!("还没有 / none yet: {}", without_password(&url)), todo)];
    }
    let reached = tokio::time::timeout(PATIENCE, async {
        let db = db::connect(&url, 2).await?;
        db.ping().await?;
        Ok::<_, crate::error::Error>(db)
    });
    let db = match reached.await {
        Ok(Ok(db)) => db,
        outcome => {
            let why = outcome.map_or_else(|_| "超时 / no answer".to_owned(), |failed| cause(failed.err()));
            let todo = "检查 database.url，以及数据库是否已启动、本机可否连接\n\
                        check database.url, that the database runs and that this machine may connect";
            return vec![Finding::bad(NAME.0, NAME.1, format!("{}: {why}", without_password(&url)), todo)];
        }
    };
    let mut findings = vec![Finding::good(NAME.0, NAME.1, without_password(&url)), schema(&db).await];
    findings.push(clock(&db).await);
    if !findings.iter().any(Finding::is_bad) {
        findings.push(sealed(&db, vault).await);
        findings.push(messages(&db).await);
        findings.push(wechat(&db).await);
    }
    let _ = db.close().await;
    findings
}

fn cause(error: Option<crate::error::Error>) -> String {
    error.map(|error| format!("{:#}", anyhow::Error::new(error))).unwrap_or_default()
}

/// The file of an SQLite address.
fn file_of(url: &str) -> Option<&str> {
    let file = url.strip_prefix("sqlite:")?.trim_start_matches("//").split('?').next()?;
    (!file.is_empty() && file != ":memory:").then_some(file)
}

/// `postgres://siwei:secret@host/siwei` may be shown without its secret.
fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    match rest.rsplit_once('@') {
        Some((user, host)) => {
            format!("{scheme}://{}@{host}", user.split(':').next().unwrap_or_default())
        }
        None => url.to_owned(),
    }
}

async fn schema(db: &DatabaseConnection) -> Finding {
    const NAME: (&str, &str) = ("schema", "表结构 schema");
    let ours: BTreeSet<String> = Migrator::migrations().iter().map(|one| one.name().to_owned()).collect();
    // A database that has seen no migration does not even have their table.
    let theirs = applied(db).await.unwrap_or_default();
    if let Some(unknown) = theirs.difference(&ours).next() {
        let todo = "数据库比本程序新：请换用更新的 siwei\nthe database is newer than this program: use a newer siwei";
        return Finding::bad(NAME.0, NAME.1, format!("不认识的版本 / unknown: {unknown}"), todo);
    }
    match ours.difference(&theirs).count() {
        0 => Finding::good(NAME.0, NAME.1, "最新 / up to date"),
        pending => {
            let todo = "运行 siwei migrate，或重启服务（启动时自动升级）\n\
                        run `siwei migrate`, or restart the service: it does so at its start";
            Finding::bad(NAME.0, NAME.1, format!("{pending} 项待升级 / migrations to run"), todo)
        }
    }
}

/// The migrations that the database has seen. Reads only: asking the migrator would make its table.
async fn applied(db: &DatabaseConnection) -> Result<BTreeSet<String>, DbErr> {
    let query = Query::select().column("version").from("seaql_migrations").to_owned();
    db.query_all(&query).await?.iter().map(|row| row.try_get("", "version")).collect()
}

async fn clock(db: &DatabaseConnection) -> Finding {
    const NAME: (&str, &str) = ("clock", "时钟 clock");
    if db.get_database_backend() != DbBackend::Postgres {
        return Finding::skipped(NAME.0, NAME.1, "与数据库同一时钟 / the database has the same clock");
    }
    let before = Utc::now();
    let theirs = Clock::default().now(db).await;
    let ours = before + (Utc::now() - before) / 2;
    let Ok(theirs) = theirs else { return Finding::skipped(NAME.0, NAME.1, "无法得知 / cannot be told") };
    let skew = (theirs - ours).num_milliseconds();
    let said = format!("与数据库相差 / apart from the database: {skew} ms");
    if skew.abs() <= MOST_SKEW_SECONDS * 1_000 {
        return Finding::good(NAME.0, NAME.1, said);
    }
    let todo = "在本机和数据库主机上开启 NTP 对时（如 systemd-timesyncd）\n\
                keep both machines on time with NTP (such as systemd-timesyncd)";
    Finding::bad(NAME.0, NAME.1, said, todo)
}

/// Of every column a value under the active key and one under another is opened; phones are
/// looked up by their blind index as well.
async fn sealed(db: &DatabaseConnection, vault: Option<&Vault>) -> Finding {
    const NAME: (&str, &str) = ("vault", "个人信息 personal data");
    let Some(vault) = vault else { return Finding::skipped(NAME.0, NAME.1, "没有密钥 / without keys") };
    let mut opened = 0;
    for column in SEALED {
        for value in samples(db, vault, *column).await.unwrap_or_default() {
            if vault.open(column.field, &value).is_err() {
                let key = value.split('.').nth(1).unwrap_or_default();
                let said = format!("{}.{} 打不开 / does not open (key {key})", column.table, column.column);
                let todo = format!(
                    "把当时的密钥 {key} 放回 secrets.vault_keys；没有它这些数据无法恢复\n\
                     put the key {key} back into secrets.vault_keys: nothing else opens this data"
                );
                return Finding::bad(NAME.0, NAME.1, said, todo);
            }
            opened += 1;
        }
    }
    if !blind_index_fits(db, vault).await.unwrap_or(true) {
        let todo = "放回原来的 secrets.blind_index：换了它，按手机号就查不到人，也无法登录\n\
                    put the former secrets.blind_index back: with another one nobody is found by phone";
        return Finding::bad(NAME.0, NAME.1, "盲索引密钥不符 / the blind index has another key", todo);
    }
    Finding::good(NAME.0, NAME.1, format!("抽查 {opened} 项均可打开 / {opened} samples open"))
}

async fn samples(db: &DatabaseConnection, vault: &Vault, of: SealedColumn) -> Result<Vec<String>, DbErr> {
    let active = format!("{}%", vault.active_prefix());
    let column = || Expr::col(of.column);
    let mut values = Vec::new();
    for under in [column().like(active.clone()), column().not_like(active)] {
        let query = Query::select().column(of.column).from(of.table).and_where(under).limit(1).to_owned();
        if let Some(row) = db.query_one(&query).await? {
            values.push(row.try_get("", of.column)?);
        }
    }
    Ok(values)
}

async fn blind_index_fits(db: &DatabaseConnection, vault: &Vault) -> crate::error::Result<bool> {
    use entity::auth::account::{Column, Entity};
    let row = Entity::find().filter(Column::PhoneSealed.is_not_null()).limit(1).one(db).await?;
    let Some((sealed, blind)) = row.and_then(|row| row.phone_sealed.zip(row.phone_blind)) else { return Ok(true) };
    let field = crate::kernel::crypto::Field::Phone;
    Ok(vault.blind(field, &vault.open(field, &sealed)?) == blind)
}

/// Nothing was given up, and what waits does not wait long.
async fn messages(db: &DatabaseConnection) -> Finding {
    const NAME: (&str, &str) = ("messages", "待发消息 messages");
    let parked = outbox::Entity::find()
        .filter(outbox::Column::ParkedAt.is_not_null())
        .order_by_desc(outbox::Column::ParkedAt)
        .all(db)
        .await
        .unwrap_or_default();
    if let Some(last) = parked.first() {
        let why = last.last_error.as_deref().unwrap_or_default();
        let said = format!("{} 条多次失败后搁置 / given up, the last ({}): {why}", parked.len(), last.topic);
        let todo = "排除原因后运行 siwei admin outbox retry --all 重发\nwhen the reason is gone, `siwei admin outbox retry --all` sends them again";
        return Finding::bad(NAME.0, NAME.1, said, todo);
    }
    let oldest = outbox::Entity::find().order_by_asc(outbox::Column::AvailableAt).one(db).await.ok().flatten();
    let Some(oldest) = oldest else { return Finding::good(NAME.0, NAME.1, "没有积压 / none waits") };
    let waits = Utc::now() - oldest.available_at;
    let said = format!("最早的一条已等 / the oldest waits for {} s", Ord::max(waits.num_seconds(), 0));
    match job_lease::Entity::find().order_by_desc(job_lease::Column::Until).one(db).await {
        _ if waits <= LONGEST_WAIT => Finding::good(NAME.0, NAME.1, said),
        Ok(None) => Finding::skipped(NAME.0, NAME.1, "服务尚未运行过 / no service has run yet"),
        _ => {
            let todo = "没有后台进程在工作：启动 siwei serve，且 worker.enabled 不为 false\n\
                        nobody works in the background: start `siwei serve` with worker.enabled";
            Finding::bad(NAME.0, NAME.1, said, todo)
        }
    }
}

/// Nothing that went out through WeChat was refused for a reason that the operator must mend, and no event waits.
async fn wechat(db: &DatabaseConnection) -> Finding {
    const NAME: (&str, &str) = ("wechat_messages", "微信消息 WeChat messages");
    let Ok(figures) = figures(db, Utc::now()).await else {
        return Finding::skipped(NAME.0, NAME.1, "尚无数据表 / no table yet");
    };
    let said: Vec<String> = figures.failed.iter().map(|(errcode, many)| format!("{errcode} × {many}")).collect();
    if !said.is_empty() {
        let said = format!("24 小时内未能发送 / given up within a day: {}", said.join(", "));
        let todo = "40037/43107：核对模板编号是否有效；41030：页面须在已发布的版本中；47003：核对字段对应关系；0：微信长时间不可用或发送中断\n\
                    40037/43107: check the template's id; 41030: release the page; 47003: check data; 0: WeChat was away or a send was cut off";
        return Finding::bad(NAME.0, NAME.1, said, todo);
    }
    if figures.parked > 0 {
        let todo = "查看 wechat_event 表中 outcome = 'parked' 的记录及原因\nsee wechat_event, outcome = 'parked', for the reason";
        return Finding::bad(NAME.0, NAME.1, format!("{} 个事件搁置 / events parked", figures.parked), todo);
    }
    Finding::good(NAME.0, NAME.1, format!("{} 条待发 / wait", figures.waiting))
}
