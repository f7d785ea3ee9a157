//! The vectors of WeChat's own pages, and what must not pass.

use proptest::prelude::*;

use super::*;

const APPID: &str = "wxba5fad812f8e6fb9";
const AT: i64 = 1_714_112_445;
const STAMP: Stamp<'static> = Stamp { timestamp: "1714112445", nonce: "415670741" };
const MSG_SIGNATURE: &str = "046e02f8204d34f8ba5fa3b1db94908f3df2e9b3";
const ENCRYPTED: &str = "+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04=";
const MESSAGE: &str = r#"{"ToUserName":"gh_97417a04a28d","FromUserName":"o9AgO5Kd5ggOC-bXrbNODIiE3bGY","CreateTime":1714112445,"MsgType":"event","Event":"debug_demo","debug_str":"hello world"}"#;

fn push_with(appid: &str, key: &str) -> Push {
    let Ok(push) = Push::new(appid, "AAAAA".to_owned().into(), &key.to_owned().into()) else {
        panic!("{key} is no key")
    };
    push
}

fn sealed(push: &Push, random: [u8; 16], message: &[u8]) -> (String, String) {
    let Ok(sealed) = push.seal(STAMP, random, message) else { panic!("the message cannot be sealed") };
    sealed
}

fn push() -> Push {
    push_with(APPID, &"A".repeat(43))
}

#[test]
fn vector_1_the_consoles_trial_call() {
    let stamp = Stamp { timestamp: "1714036504", nonce: "1514711492" };
    let signature = "f464b24fc39322e44b38aa78f5edd27bd1441696";
    assert_eq!(push().verify_address(stamp, signature, 1_714_036_504), Ok(()));
    let other = signature.replace('f', "e");
    assert_eq!(push().verify_address(stamp, &other, 1_714_036_504), Err(NotFromWechat));
    assert_eq!(push().verify_address(stamp, "", 1_714_036_504), Err(NotFromWechat));
}

#[test]
fn vector_2_the_signature_of_the_query() {
    let signed = push().sign(&["1714037059", "486452656"]);
    assert_eq!(signed, "899cf89e464efb63f54ddac96b0a0a235f53aa78");
}

#[test]
fn vector_3_a_push_with_more_padding_than_a_block_of_aes() {
    let opened = push().open(STAMP, MSG_SIGNATURE, ENCRYPTED, AT).map(String::from_utf8);
    assert_eq!(opened, Ok(Ok(MESSAGE.to_owned())));
    let (encrypted, signature) = sealed(&push(), *b"a8eedb185eb2fecf", MESSAGE.as_bytes());
    assert_eq!((encrypted.as_str(), signature.as_str()), (ENCRYPTED, MSG_SIGNATURE));
}

#[test]
fn vector_4_an_encrypted_reply() {
    let stamp = Stamp { timestamp: "1713424427", nonce: "415670741" };
    let sealed = push().seal(stamp, *b"707722b803182950", br#"{"demo_resp":"good luck"}"#);
    let encrypted = "ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ==";
    let signature = "1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1";
    assert_eq!(sealed, Ok((encrypted.to_owned(), signature.to_owned())));
}

#[test]
fn the_signature_that_does_not_cover_the_body_opens_nothing() {
    let query = "6c5c811b55cc85e0e1b54100749188c20beb3f5d";
    assert_eq!(push().sign(&[STAMP.timestamp, STAMP.nonce]), query);
    assert_eq!(push().open(STAMP, query, ENCRYPTED, AT), Err(NotFromWechat));
}

#[test]
fn a_push_for_another_mini_program_is_refused_though_its_signature_is_right() {
    let other = push_with("wx0000000000000000", &"A".repeat(43));
    assert_eq!(other.open(STAMP, MSG_SIGNATURE, ENCRYPTED, AT), Err(NotFromWechat));
}

#[test]
fn an_old_push_or_one_from_the_future_is_refused() {
    for away in [-WINDOW, WINDOW] {
        assert!(push().open(STAMP, MSG_SIGNATURE, ENCRYPTED, AT + away).is_ok());
        let further = AT + away + away.signum();
        assert_eq!(push().open(STAMP, MSG_SIGNATURE, ENCRYPTED, further), Err(NotFromWechat));
    }
}

#[test]
fn a_key_with_bits_behind_its_last_byte_is_a_key() {
    let key = format!("{}B", "A".repeat(42));
    let push = push_with(APPID, &key);
    let (encrypted, signature) = sealed(&push, [7; 16], b"{}");
    assert_eq!(push.open(STAMP, &signature, &encrypted, AT), Ok(b"{}".to_vec()));
    for bad in ["", "A", &"A".repeat(42), &"A".repeat(44), &"*".repeat(43)] {
        assert!(Cipher::new(bad).is_err(), "{bad}");
    }
}

proptest! {
    #[test]
    fn what_is_sealed_opens_whatever_its_length(message in proptest::collection::vec(any::<u8>(), 0..200)) {
        let (encrypted, signature) = sealed(&push(), [1; 16], &message);
        prop_assert_eq!(push().open(STAMP, &signature, &encrypted, AT), Ok(message));
    }

    #[test]
    fn signed_rubbish_is_refused_and_panics_nowhere(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        use base64::Engine as _;
        let rubbish = base64::engine::general_purpose::STANDARD.encode(bytes);
        let signature = push().sign(&[STAMP.timestamp, STAMP.nonce, &rubbish]);
        prop_assert_eq!(push().open(STAMP, &signature, &rubbish, AT), Err(NotFromWechat));
    }
}
