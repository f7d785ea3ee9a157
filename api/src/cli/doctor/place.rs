//! What lies on this machine: the data folder and its disk, the keys, the pictures.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, ensure};
use uuid::Uuid;

use super::finding::Finding;
use crate::config::Config;
use crate::kernel::Vault;
use crate::keys::Keys;
use crate::media::PictureStore;
use crate::print::Fonts;

/// With less space left, one busy day may fill the disk.
const LEAST_BYTES: u64 = 1 << 30;

/// A store that takes longer than this is as good as away.
const PATIENCE: Duration = Duration::from_secs(10);

/// What a first start makes.
const LATER: &str = "首次启动时建立 / made at the first start";

/// The data folder can be written to, or the folder that it will be made in.
pub fn data_folder(config: &Config) -> Finding {
    const NAME: (&str, &str) = ("dataFolder", "数据目录 data folder");
    let folder = &config.data_dir;
    match try_write(existing(folder)) {
        Ok(()) if folder.exists() => Finding::good(NAME.0, NAME.1, folder.display().to_string()),
        Ok(()) => Finding::good(NAME.0, NAME.1, format!("{}，{LATER}", folder.display())),
        Err(error) => {
            let todo = "把 data_dir 设为本进程可写的目录，例如 chown siwei 该目录\n\
                        set data_dir to a folder that this process may write to";
            Finding::bad(NAME.0, NAME.1, format!("{}: {error}", folder.display()), todo)
        }
    }
}

/// The folder itself, or the nearest one above it that there is.
fn existing(folder: &Path) -> &Path {
    let there = folder.ancestors().filter(|one| !one.as_os_str().is_empty()).find(|one| one.exists());
    there.unwrap_or_else(|| Path::new("."))
}

fn try_write(folder: &Path) -> std::io::Result<()> {
    let probe = folder.join(format!(".doctor-{}", Uuid::now_v7()));
    std::fs::write(&probe, b"siwei")?;
    std::fs::remove_file(probe)
}

/// The disk under the data folder has room.
pub fn disk(config: &Config) -> Finding {
    const NAME: (&str, &str) = ("diskSpace", "磁盘空间 disk space");
    let Ok(disk) = rustix::fs::statvfs(existing(&config.data_dir)) else {
        return Finding::skipped(NAME.0, NAME.1, "无法得知 / cannot be told");
    };
    let free = disk.f_bavail.saturating_mul(disk.f_frsize);
    let percent = (disk.f_bavail * 100).checked_div(disk.f_blocks).unwrap_or_default();
    let said = format!("{:.1} GiB 可用 / free ({percent} %)", gibibytes(free));
    if free >= LEAST_BYTES {
        return Finding::good(NAME.0, NAME.1, said);
    }
    let todo = "清理或扩大磁盘：写满后任何提交都会失败\nmake room: on a full disk nothing can be saved";
    Finding::bad(NAME.0, NAME.1, said, todo)
}

#[expect(clippy::cast_precision_loss, reason = "shown with one decimal")]
fn gibibytes(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 30)
}

/// The keys are there and make sense; with them the vault, when it can be made.
pub fn keys(config: &Config) -> (Finding, Option<Vault>) {
    const NAME: (&str, &str) = ("keys", "密钥 keys");
    if !Keys::are_there(config) {
        return (Finding::skipped(NAME.0, NAME.1, LATER), None);
    }
    match Keys::open(config).and_then(|keys| Ok((Vault::new(&keys.vault)?, keys.vault.keys.len()))) {
        Ok((vault, count)) => {
            let said = format!("{count} 把数据密钥，在用 / {count} of personal data, in use: {}", vault.active_key());
            (Finding::good(NAME.0, NAME.1, said), Some(vault))
        }
        Err(error) => {
            let todo = "用 siwei admin make-secrets 生成一套，填入 [secrets]（已有数据时须用原来的密钥）\n\
                        make a set with `siwei admin make-secrets` (where there is data, put its own keys back)";
            (Finding::bad(NAME.0, NAME.1, format!("{error:#}"), todo), None)
        }
    }
}

/// A small object can be put where pictures lie, read back and removed.
pub async fn pictures(config: &Config) -> Finding {
    const NAME: (&str, &str) = ("storage", "图片存储 pictures");
    let place = match &config.storage.s3 {
        Some(s3) => format!("{} / {}", s3.endpoint, s3.bucket),
        None => config.data_dir.join("media").display().to_string(),
    };
    if config.storage.s3.is_none() && !config.data_dir.join("media").exists() {
        return Finding::skipped(NAME.0, NAME.1, format!("{place}，{LATER}"));
    }
    let tried = tokio::time::timeout(PATIENCE, try_pictures(config)).await;
    match tried.unwrap_or_else(|_| Err(anyhow::anyhow!("超时 / no answer within {} s", PATIENCE.as_secs()))) {
        Ok(()) => Finding::good(NAME.0, NAME.1, place),
        Err(error) => {
            let todo = "检查 storage.s3 的地址、桶名与密钥，或数据目录的写权限\n\
                        check address, bucket and keys of storage.s3, or the rights on the data folder";
            Finding::bad(NAME.0, NAME.1, format!("{place}: {error:#}"), todo)
        }
    }
}

/// The font that an installation adds for rare characters can be read.
pub fn font(config: &Config) -> Finding {
    const NAME: (&str, &str) = ("printFont", "打印字体 print font");
    let Some(path) = &config.print.font else {
        return Finding::skipped(NAME.0, NAME.1, "只用内置字体 / the fonts of the binary only");
    };
    match Fonts::open(Some(path)) {
        Ok(_) => Finding::good(NAME.0, NAME.1, path.display().to_string()),
        Err(error) => {
            let todo = "把 print.font 设为本进程可读的 TrueType 或 OpenType 字体文件，或去掉这一项\n\
                        set print.font to a TrueType or OpenType file that this process may read, or leave it out";
            Finding::bad(NAME.0, NAME.1, format!("{error:#}"), todo)
        }
    }
}

async fn try_pictures(config: &Config) -> anyhow::Result<()> {
    let store = PictureStore::open(config)?;
    let key = format!("doctor/{}", Uuid::now_v7());
    store.put(&key, b"siwei".to_vec()).await.context("put")?;
    let read = store.get(&key).await.context("get")?;
    store.remove(&key).await.context("remove")?;
    ensure!(read.as_ref() == b"siwei", "what is read back is not what was put");
    Ok(())
}
