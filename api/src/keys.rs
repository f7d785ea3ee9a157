//! The installation's keys: from the configuration, or, in development, made once
//! and kept in the data folder, readable by their owner only.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use aws_lc_rs::rand;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use secrecy::{ExposeSecret, SecretString};

use crate::config::{Config, Environment, Secrets};

/// Bytes of every key.
const KEY_BYTES: usize = 32;

/// The keys that there is one of.
const SINGLE: [&str; 5] = ["blind_index", "access_token", "refresh_token", "media_link", "ballot_signing"];

/// The keys, decoded.
#[derive(Clone)]
pub struct Keys {
    /// Of personal data.
    pub vault: VaultKeys,
    /// That access tokens are signed with.
    pub access_token: Vec<u8>,
    /// That refresh tokens are derived with.
    pub refresh_token: Vec<u8>,
    /// That picture links are signed with.
    pub media_link: Vec<u8>,
    /// The seed that receipts and published results are signed with.
    pub ballot_signing: Vec<u8>,
}

/// The keys of personal data.
#[derive(Clone)]
pub struct VaultKeys {
    /// By key id; old ones stay until everything is sealed anew.
    pub keys: BTreeMap<String, Vec<u8>>,
    /// The id of the one that new data is sealed with.
    pub active: String,
    /// The key of the blind indexes.
    pub blind_index: Vec<u8>,
}

impl Keys {
    /// Whether all keys are there already; in development the missing ones are made by
    /// [`Self::open`], in production they are missing for good.
    pub fn are_there(config: &Config) -> bool {
        let made_later = config.environment == Environment::Development && !secrets_file(config).exists();
        !made_later || is_whole(&mut config.secrets.clone())
    }

    /// Takes the keys of the configuration; in development fills gaps from the data folder.
    pub fn open(config: &Config) -> anyhow::Result<Self> {
        let mut secrets = config.secrets.clone();
        if config.environment == Environment::Development {
            complete(&mut secrets, &secrets_file(config))?;
        }
        let vault = VaultKeys {
            keys: secrets
                .vault_keys
                .iter()
                .map(|(id, key)| Ok((id.clone(), decode(Some(key), id)?)))
                .collect::<anyhow::Result<_>>()?,
            active: secrets.vault_active.clone(),
            blind_index: decode(secrets.blind_index.as_ref(), "blind_index")?,
        };
        ensure!(vault.keys.contains_key(&vault.active), "secrets.vault_active names no key of secrets.vault_keys");
        Ok(Self {
            vault,
            access_token: decode(secrets.access_token.as_ref(), "access_token")?,
            refresh_token: decode(secrets.refresh_token.as_ref(), "refresh_token")?,
            media_link: decode(secrets.media_link.as_ref(), "media_link")?,
            ballot_signing: decode(secrets.ballot_signing.as_ref(), "ballot_signing")?,
        })
    }
}

/// A new key, base64.
pub fn make() -> anyhow::Result<String> {
    let mut bytes = [0_u8; KEY_BYTES];
    rand::fill(&mut bytes).ok().context("no randomness to be had")?;
    Ok(STANDARD.encode(bytes))
}

/// A complete set of new keys, as the `[secrets]` section of the configuration.
pub fn make_all() -> anyhow::Result<String> {
    let single = SINGLE.map(|name| Ok(format!("{name} = \"{}\"\n", make()?)));
    let single: String = single.into_iter().collect::<anyhow::Result<_>>()?;
    Ok(format!("[secrets]\nvault_active = \"k1\"\n{single}\n[secrets.vault_keys]\nk1 = \"{}\"\n", make()?))
}

fn decode(key: Option<&SecretString>, name: &str) -> anyhow::Result<Vec<u8>> {
    let key = key.with_context(|| format!("secrets.{name} is missing"))?;
    let bytes = STANDARD.decode(key.expose_secret()).ok().with_context(|| format!("secrets.{name} is not base64"))?;
    ensure!(bytes.len() == KEY_BYTES, "secrets.{name} must be {KEY_BYTES} bytes in base64");
    ensure!(
        bytes.iter().any(|byte| *byte != bytes[0]),
        "secrets.{name} is a placeholder: make real keys with `siwei admin make-secrets`"
    );
    Ok(bytes)
}

#[derive(serde::Deserialize)]
struct SecretsFile {
    secrets: Secrets,
}

fn secrets_file(config: &Config) -> PathBuf {
    config.data_dir.join("secrets.toml")
}

/// The places of the keys that there is one of, in the order of [`SINGLE`].
fn single(secrets: &mut Secrets) -> [&mut Option<SecretString>; SINGLE.len()] {
    let Secrets { blind_index, access_token, refresh_token, media_link, ballot_signing, .. } = secrets;
    [blind_index, access_token, refresh_token, media_link, ballot_signing]
}

fn is_whole(secrets: &mut Secrets) -> bool {
    !secrets.vault_keys.is_empty() && single(secrets).iter().all(|key| key.is_some())
}

/// Fills what the configuration leaves open from `file`, which is made when it is not there.
fn complete(secrets: &mut Secrets, file: &Path) -> anyhow::Result<()> {
    if is_whole(secrets) {
        return Ok(());
    }
    if !file.exists() {
        let mut options = fs::OpenOptions::new();
        let mut created = options.write(true).create_new(true).mode(0o600).open(file)?;
        created.write_all(make_all()?.as_bytes())?;
    }
    let mut kept = read(file)?;
    add_missing(&mut kept, file)?;
    if secrets.vault_keys.is_empty() {
        secrets.vault_keys = kept.vault_keys.clone();
        secrets.vault_active.clone_from(&kept.vault_active);
    }
    for (key, kept) in single(secrets).into_iter().zip(single(&mut kept)) {
        *key = key.take().or(kept.take());
    }
    Ok(())
}

fn read(file: &Path) -> anyhow::Result<Secrets> {
    let source = config::File::from(file).format(config::FileFormat::Toml);
    let kept: anyhow::Result<SecretsFile> = config::Config::builder()
        .add_source(source)
        .build()
        .and_then(|read| read.try_deserialize())
        .map_err(Into::into);
    Ok(kept.with_context(|| format!("{} cannot be read", file.display()))?.secrets)
}

/// A file of an earlier release lacks the keys that came later: they are made and written down.
fn add_missing(kept: &mut Secrets, file: &Path) -> anyhow::Result<()> {
    let mut lines = String::new();
    for (name, key) in SINGLE.iter().zip(single(kept)).filter(|(_, key)| key.is_none()) {
        let made = make()?;
        lines += &format!("{name} = \"{made}\"\n");
        *key = Some(made.into());
    }
    if lines.is_empty() {
        return Ok(());
    }
    let text = fs::read_to_string(file)?;
    ensure!(text.contains("[secrets]\n"), "{} has no section [secrets]", file.display());
    Ok(fs::write(file, text.replacen("[secrets]\n", &format!("[secrets]\n{lines}"), 1))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_an_earlier_release_gets_the_keys_that_came_later_and_keeps_the_others() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("secrets.toml");
        let old: String =
            make_all()?.lines().filter(|line| !line.starts_with("ballot_signing")).collect::<Vec<_>>().join("\n");
        fs::write(&file, old + "\n")?;
        let before = read(&file)?;
        let (mut first, mut second) = (Secrets::default(), Secrets::default());
        complete(&mut first, &file)?;
        complete(&mut second, &file)?;
        let shown = |key: &Option<SecretString>| key.as_ref().map(|key| key.expose_secret().to_owned());
        assert!(before.ballot_signing.is_none() && first.ballot_signing.is_some());
        assert_eq!(shown(&first.ballot_signing), shown(&second.ballot_signing));
        assert_eq!(shown(&first.access_token), shown(&before.access_token));
        Ok(())
    }
}
