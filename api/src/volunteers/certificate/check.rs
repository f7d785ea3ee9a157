//! The check of a certificate's file: no database, no trust in the one who hands it over.

use serde::Serialize;
use serde_json::Value;

use super::{CertificateFile, FORMAT, Record, hash};
use crate::kernel::canonical;
use crate::kernel::signing::is_signed;

/// What is wrong first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// It is no file of a certificate.
    NoCertificate,
    /// What it says is not what the hash is of.
    WrongHash,
    /// The signature is not under what it says.
    WrongSignature,
    /// Another key signed than the one that was named.
    WrongKey,
}

impl Fault {
    /// In Chinese and English.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::NoCertificate => ("不是服务证明文件", "this is no file of a certificate"),
            Self::WrongHash => ("内容与散列值不符，已被改动", "the content was changed: its hash is another one"),
            Self::WrongSignature => ("签名无效", "the signature does not hold"),
            Self::WrongKey => ("签名的公钥不是指定的公钥", "another key signed than the one that was named"),
        }
    }
}

/// A certificate that holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// Its number: whether it was revoked is asked with it.
    pub number: String,
    /// Who issued it.
    pub issuer: String,
    /// Minutes that were measured.
    pub minutes: i64,
    /// Minutes that were added by hand.
    pub added_minutes: i64,
    /// The key that signed.
    pub public_key: String,
}

/// Checks a file; with `key`, also that this key signed it.
///
/// # Errors
/// What is wrong first.
pub fn check(file: &Value, key: Option<&str>) -> Result<Report, Fault> {
    let file: CertificateFile = serde_json::from_value(file.clone()).map_err(|_| Fault::NoCertificate)?;
    let record: Record = serde_json::from_value(file.record.clone()).map_err(|_| Fault::NoCertificate)?;
    if record.format != FORMAT {
        return Err(Fault::NoCertificate);
    }
    let words = canonical::json(&file.record).map_err(|_| Fault::NoCertificate)?;
    if hash(&words) != file.content_hash {
        return Err(Fault::WrongHash);
    }
    if !is_signed(&file.public_key, &words, &file.signature) {
        return Err(Fault::WrongSignature);
    }
    if key.is_some_and(|key| !key.eq_ignore_ascii_case(&file.public_key)) {
        return Err(Fault::WrongKey);
    }
    Ok(Report {
        number: record.number,
        issuer: record.issuer.name,
        minutes: record.service.minutes,
        added_minutes: record.service.added_minutes,
        public_key: file.public_key,
    })
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use serde_json::json;

    use super::super::{Basics, Evaluations, Issuer, Served, spell};
    use super::*;
    use crate::kernel::signing::Signer;

    fn file() -> anyhow::Result<(Value, String)> {
        let signer = Signer::new(&[1; 32])?;
        let text = |text: &str| text.to_owned();
        let record = Record {
            format: text(FORMAT),
            number: text("220104000001-2026-00001"),
            issued_at: DateTime::UNIX_EPOCH,
            issuer: Issuer {
                name: text("吉通社区"),
                responsible: text("李主任"),
                handler: text("王干事"),
                contact: text("0431-12345678"),
            },
            volunteer: Basics { name: text("𠮷田"), number: text("V000001"), registered_at: DateTime::UNIX_EPOCH },
            service: Served { minutes: 60, added_minutes: 30, items: Vec::new() },
            trainings: Vec::new(),
            honours: Vec::new(),
            evaluations: Evaluations::default(),
            salt: text("00"),
        };
        let words = spell(&record)?;
        let file = json!({
            "record": record, "contentHash": hash(&words), "signature": signer.sign(&words),
            "publicKey": signer.public_key(),
        });
        Ok((file, signer.public_key()))
    }

    #[test]
    fn a_file_holds_until_a_word_of_it_is_changed() -> anyhow::Result<()> {
        let (file, key) = file()?;
        let report = check(&file, Some(&key));
        assert_eq!(report.map(|report| (report.minutes, report.added_minutes)), Ok((60, 30)));
        let changed = |pointer: &str, value: Value| {
            let mut file = file.clone();
            if let Some(place) = file.pointer_mut(pointer) {
                *place = value;
            }
            check(&file, Some(&key)).err()
        };
        assert_eq!(changed("/record/service/minutes", json!(600)), Some(Fault::WrongHash));
        assert_eq!(changed("/signature", json!("00")), Some(Fault::WrongSignature));
        assert_eq!(changed("/record/format", json!("x")), Some(Fault::NoCertificate));
        assert_eq!(check(&file, Some("00")).err(), Some(Fault::WrongKey));
        assert_eq!(check(&json!({}), None).err(), Some(Fault::NoCertificate));
        Ok(())
    }

    #[test]
    fn who_signs_anew_what_they_changed_is_found_by_the_key() -> anyhow::Result<()> {
        let (mut file, key) = file()?;
        file["record"]["service"]["minutes"] = json!(6_000);
        let forger = Signer::new(&[2; 32])?;
        let words = canonical::json(&file["record"])?;
        file["contentHash"] = json!(hash(&words));
        file["signature"] = json!(forger.sign(&words));
        file["publicKey"] = json!(forger.public_key());
        assert_eq!(check(&file, None).map(|report| report.minutes), Ok(6_000), "without a key it agrees with itself");
        assert_eq!(check(&file, Some(&key)).err(), Some(Fault::WrongKey));
        Ok(())
    }
}
