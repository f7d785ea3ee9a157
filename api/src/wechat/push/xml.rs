//! The little XML that pushes may be written in: elements, text, CDATA. Nothing else of XML is read:
//! no document type, no attributes, no entities but the five of the standard and characters by number,
//! so that there is nothing to expand and nothing to fetch.

use serde_json::{Map, Value};

/// Elements within elements; WeChat has four.
const DEPTH: usize = 8;

/// What stands within the root element: text, or an object in which what comes several times is an array.
pub fn read(text: &str) -> Option<Value> {
    let text = text.trim();
    let text = match text.strip_prefix("<?xml") {
        Some(rest) => rest.split_once("?>")?.1.trim_start(),
        None => text,
    };
    let mut parser = Parser { rest: text };
    let name = parser.opening()?;
    let value = parser.content(name, DEPTH)?;
    parser.rest.trim().is_empty().then_some(value)
}

struct Parser<'t> {
    rest: &'t str,
}

impl<'t> Parser<'t> {
    /// `<name>`.
    fn opening(&mut self) -> Option<&'t str> {
        let (name, rest) = self.rest.strip_prefix('<')?.split_once('>')?;
        self.rest = rest;
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
        (!name.is_empty() && name.chars().all(plain)).then_some(name)
    }

    /// All up to `</name>`, and that.
    fn content(&mut self, name: &str, depth: usize) -> Option<Value> {
        let depth = depth.checked_sub(1)?;
        let (mut text, mut fields) = (String::new(), Map::new());
        loop {
            let (before, rest) = self.rest.split_at(self.rest.find('<')?);
            text.push_str(&unescaped(before)?);
            self.rest = rest;
            if let Some(rest) = rest.strip_prefix("<![CDATA[") {
                let (inside, rest) = rest.split_once("]]>")?;
                text.push_str(inside);
                self.rest = rest;
            } else if let Some(rest) = rest.strip_prefix("</") {
                let (closing, rest) = rest.split_once('>')?;
                self.rest = rest;
                if closing != name {
                    return None;
                }
                return Some(if fields.is_empty() { Value::String(text) } else { Value::Object(fields) });
            } else {
                let child = self.opening()?;
                let value = self.content(child, depth)?;
                add(&mut fields, child, value);
            }
        }
    }
}

/// The second one of a name makes an array of both.
fn add(fields: &mut Map<String, Value>, name: &str, value: Value) {
    match fields.get_mut(name) {
        None => {
            fields.insert(name.to_owned(), value);
        }
        Some(Value::Array(all)) => all.push(value),
        Some(one) => *one = Value::Array(vec![one.take(), value]),
    }
}

fn unescaped(text: &str) -> Option<String> {
    let mut parts = text.split('&');
    let mut whole = parts.next()?.to_owned();
    for part in parts {
        let (name, rest) = part.split_once(';')?;
        whole.push(match name {
            "lt" => '<',
            "gt" => '>',
            "amp" => '&',
            "quot" => '"',
            "apos" => '\'',
            _ => numbered(name)?,
        });
        whole.push_str(rest);
    }
    Some(whole)
}

fn numbered(name: &str) -> Option<char> {
    let number = name.strip_prefix('#')?;
    let code = match number.strip_prefix('x') {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    char::from_u32(code)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn elements_become_an_object_and_several_of_a_name_an_array() {
        let text = "<?xml version=\"1.0\"?>\n<xml>\n <A><![CDATA[a<b]]></A><N>17</N>\
                    <L><T>1</T></L> <L><T>2</T></L><E></E><Q>&lt;&#65;&#x4e00;&amp;</Q></xml>\n";
        let expected = json!({ "A": "a<b", "N": "17", "L": [{ "T": "1" }, { "T": "2" }], "E": "", "Q": "<A一&" });
        assert_eq!(read(text), Some(expected));
    }

    #[test]
    fn what_could_be_expanded_or_fetched_is_refused() {
        for text in [
            "<!DOCTYPE xml [<!ENTITY a \"b\">]><xml><A>&a;</A></xml>",
            "<xml><A>&a;</A></xml>",
            "<xml a=\"b\"></xml>",
            "<xml><!-- a --></xml>",
            "<xml><A></xml></A>",
            "<xml>",
            "<xml></xml><xml></xml>",
            "<xml><![CDATA[a</xml>",
            "",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read(&format!("{}{}", "<a>".repeat(9), "</a>".repeat(9))), None, "too deep");
        assert!(read(&format!("{}{}", "<a>".repeat(8), "</a>".repeat(8))).is_some());
    }

    proptest! {
        #[test]
        fn nothing_panics(text in "(<|</|>|a|&|;|#x|<!\\[CDATA\\[|\\]\\]>|[\\PC]){0,40}") {
            let _ = read(&text);
        }

        #[test]
        fn text_comes_back(text in "\\PC{0,40}") {
            let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
            prop_assert_eq!(read(&format!("<xml><A>{escaped}</A></xml>")), Some(json!({ "A": text })));
        }
    }
}
