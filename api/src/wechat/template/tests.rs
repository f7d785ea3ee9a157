//! The table of WeChat's rules, row by row, and for every text.

use proptest::prelude::*;

use super::*;

const KINDS: [(&str, Kind); 12] = [
    ("thing1", Kind::Thing),
    ("name2", Kind::Name),
    ("number3", Kind::Number),
    ("phrase4", Kind::Phrase),
    ("letter5", Kind::Letter),
    ("symbol6", Kind::Symbol),
    ("character_string7", Kind::CharacterString),
    ("amount8", Kind::Amount),
    ("phone_number9", Kind::PhoneNumber),
    ("car_number10", Kind::CarNumber),
    ("time11", Kind::Time),
    ("date12", Kind::Date),
];

#[test]
fn a_key_names_its_kind() {
    for (key, kind) in KINDS {
        assert_eq!(Kind::of(key), Some(kind), "{key}");
    }
    for key in ["", "thing", "1", "Thing1", "thing1x", "enum1", "thing_1"] {
        assert_eq!(Kind::of(key), None, "{key}");
    }
}

#[test]
fn each_kind_takes_what_the_table_says_up_to_its_limit() {
    let taken = [
        (Kind::Thing, "心".repeat(20)),
        (Kind::Name, "王".repeat(10)),
        (Kind::Name, "a".repeat(20)),
        (Kind::Number, format!("{}.5", "1".repeat(31))),
        (Kind::Phrase, "已经办完了".to_owned()),
        (Kind::Letter, "a".repeat(32)),
        (Kind::Symbol, "*****".to_owned()),
        (Kind::CharacterString, "A-1".repeat(10)),
        (Kind::Amount, "¥12345678.90元".to_owned()),
        (Kind::PhoneNumber, "+86-0766-66888866".to_owned()),
        (Kind::CarNumber, "粤A8Z888挂".to_owned()),
        (Kind::Time, "15:01~16:00".to_owned()),
        (Kind::Time, "2019年10月1日 15:01".to_owned()),
        (Kind::Date, "2019年10月1日".to_owned()),
        (Kind::Date, "2019年10月1日 15:01~2019年10月2日 9:00".to_owned()),
    ];
    for (kind, value) in taken {
        assert!(kind.takes(&value), "{kind:?} {value}");
        assert_eq!(kind.fit(&value), Some(value));
    }
}

#[test]
fn each_kind_refuses_what_is_beyond() {
    let refused = [
        (Kind::Thing, "心".repeat(21)),
        (Kind::Thing, "两\n行".to_owned()),
        (Kind::Thing, String::new()),
        (Kind::Name, "王".repeat(11)),
        (Kind::Name, "a".repeat(21)),
        (Kind::Name, format!("王{}", "a".repeat(10))),
        (Kind::Number, "1".repeat(33)),
        (Kind::Number, "1.2.3".to_owned()),
        (Kind::Phrase, "已通过了一次".to_owned()),
        (Kind::Phrase, "OK".to_owned()),
        (Kind::Letter, "a1".to_owned()),
        (Kind::Symbol, "******".to_owned()),
        (Kind::CharacterString, "编号1".to_owned()),
        (Kind::Amount, "100".to_owned()),
        (Kind::Amount, "¥12345678901".to_owned()),
        (Kind::PhoneNumber, "1".repeat(18)),
        (Kind::CarNumber, "粤A8Z888888".to_owned()),
        (Kind::Time, "24:00".to_owned()),
        (Kind::Time, "2019年10月1日".to_owned()),
        (Kind::Date, "2019年2月30日".to_owned()),
        (Kind::Date, "2019年10月1日~15:00".to_owned()),
        (Kind::Date, "2019年10月1日x".to_owned()),
    ];
    for (kind, value) in refused {
        assert!(!kind.takes(&value), "{kind:?} {value}");
    }
}

#[test]
fn a_text_is_shortened_and_a_figure_is_not() {
    let long = "请帮忙把三号楼门口的旧沙发搬到小区东门外面去";
    assert_eq!(Kind::Thing.fit(long).as_deref(), Some("请帮忙把三号楼门口的旧沙发搬到小区东门…"));
    assert_eq!(Kind::Thing.fit(" 两\r\n行\t").as_deref(), Some("两 行"));
    assert_eq!(Kind::Name.fit("阿卜杜拉·买买提·艾力江").as_deref(), Some("阿卜杜拉·买买提·…"));
    assert_eq!(Kind::Amount.fit("12.50").as_deref(), Some("¥12.50"));
    for (kind, text) in [(Kind::Number, "1".repeat(33)), (Kind::PhoneNumber, "1".repeat(18))] {
        assert_eq!(kind.fit(&text), None);
    }
    assert_eq!(Kind::Thing.fit(" \n "), None);
}

proptest! {
    #[test]
    fn what_fits_is_taken_and_fits_again(text in any::<String>()) {
        for (_, kind) in KINDS {
            if let Some(value) = kind.fit(&text) {
                prop_assert!(kind.takes(&value), "{kind:?} {value:?}");
                prop_assert_eq!(kind.fit(&value), Some(value));
            }
        }
    }

    #[test]
    fn any_text_with_a_visible_character_makes_a_thing(text in "\\PC{0,60}[一-龥]\\PC{0,60}") {
        let value = Kind::Thing.fit(&text);
        prop_assert!(value.is_some_and(|value| (1..=20).contains(&value.chars().count())));
    }

    #[test]
    fn a_short_line_is_left_alone(text in "[a-z一-龥]{1,20}") {
        prop_assert_eq!(Kind::Thing.fit(&text), Some(text));
    }
}
