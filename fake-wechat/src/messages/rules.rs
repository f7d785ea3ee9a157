//! What a value may look like, by the kind that its key begins with. Written from WeChat's table for itself,
//! so that a slip in siwei's own rules is seen here.

/// Whether WeChat takes `value` under `key`, such as `thing7`.
pub fn keeps(key: &str, value: &str) -> bool {
    let kind = key.trim_end_matches(|c: char| c.is_ascii_digit());
    let count = value.chars().count();
    let all = |allowed: fn(char) -> bool| value.chars().all(allowed);
    let most = |most: usize| (1..=most).contains(&count);
    kind != key
        && match kind {
            "thing" => most(20),
            "name" => most(if value.is_ascii() { 20 } else { 10 }),
            "number" => most(33) && all(|c| c.is_ascii_digit() || c == '.'),
            "phrase" => most(5) && all(is_chinese),
            "letter" => most(32) && all(|c| c.is_ascii_alphabetic()),
            "symbol" => most(5) && all(|c| !c.is_alphanumeric()),
            "character_string" => most(32) && value.is_ascii(),
            "amount" => most(14) && value.chars().any(|c| c.is_ascii_digit()),
            "phone_number" => most(17) && all(|c| !c.is_alphabetic()),
            "car_number" => most(8),
            "time" | "date" => most(40) && all(|c| c.is_ascii_digit() || "年月日: ~-".contains(c)),
            "enum" => most(20),
            _ => false,
        }
}

fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3007}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{20000}'..='\u{323AF}')
}

#[cfg(test)]
mod tests {
    use super::keeps;

    #[test]
    fn a_value_keeps_to_the_kind_of_its_key() {
        for (key, value) in [
            ("thing1", "修理三单元的楼道灯"),
            ("phrase2", "已通过"),
            ("time3", "2019年10月1日 15:01"),
            ("date4", "2019年10月1日~2019年10月3日"),
            ("number5", "12.50"),
            ("character_string6", "WX-0001"),
        ] {
            assert!(keeps(key, value), "{key}: {value}");
        }
        for (key, value) in [
            ("thing1", "一二三四五六七八九十一二三四五六七八九十一"),
            ("thing1", ""),
            ("thing", "没有编号"),
            ("phrase2", "六个汉字太长"),
            ("phrase2", "OK"),
            ("time3", "明天下午"),
            ("number5", "十二"),
            ("colour1", "红"),
        ] {
            assert!(!keeps(key, value), "{key}: {value}");
        }
    }
}
