//! Keys that an object of JSON has twice, of which a reader of JSON keeps only the last.
//!
//! Only for texts that a reader of JSON has taken: it looks for nothing but keys.

use std::collections::HashSet;

/// The first key that is there twice in one object, and its second line, from 1 on.
pub(super) fn key(text: &str) -> Option<(String, usize)> {
    // The keys of each object that is open, none for a list.
    let mut open: Vec<Option<HashSet<String>>> = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['"', '{', '[', '}', ']']) {
        let found = rest.get(at..)?;
        rest = found.get(1..)?;
        match found.as_bytes().first()? {
            b'{' => open.push(Some(HashSet::new())),
            b'[' => open.push(None),
            b'"' => {
                let string = found.get(..end_of_string(found)?)?;
                rest = found.get(string.len()..)?;
                let is_key = rest.trim_start().starts_with(':');
                if let Some(Some(keys)) = open.last_mut().filter(|_| is_key) {
                    let key: String = serde_json::from_str(string).ok()?;
                    if keys.contains(&key) {
                        let before = text.len() - found.len();
                        return Some((key, crate::text::file::line_of(text.as_bytes(), before)));
                    }
                    keys.insert(key);
                }
            }
            _ => drop(open.pop()),
        }
    }
    None
}

/// The length of the string at the start of a text, with its quotes.
fn end_of_string(text: &str) -> Option<usize> {
    let mut bytes = text.bytes().enumerate().skip(1);
    loop {
        match bytes.next()? {
            (at, b'"') => return Some(at + 1),
            (_, b'\\') => drop(bytes.next()),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_found_that_its_object_has_twice() {
        let twice = |text: &str| key(text).map(|(key, line)| format!("{key} {line}"));
        assert_eq!(twice(r#"{"a": 1, "a": 2}"#).unwrap(), "a 1");
        assert_eq!(twice("[{\"a\": {\"b\": 1},\n\"c\": [],\n \"\\u0061\" : 2}]").unwrap(), "a 3");
        assert_eq!(twice("{\"a\": {\"b\": 1,\n\"b\": 1}}").unwrap(), "b 2");
    }

    #[test]
    fn values_and_keys_of_other_objects_are_no_second_key() {
        for text in [
            r#"{"a": "a", "b": {"a": 1}, "c": ["a", "a", {"a": 1}, {"a": 1}]}"#,
            r#"{"a": "\"a\": {", "b": "\\", "c": "}]"}"#,
            "7",
            r#""a""#,
            "",
        ] {
            assert_eq!(key(text), None, "{text}");
        }
    }
}
