//! Unwrapping of log lines that another program has packed: JSON documents of containers and
//! journals, and control characters escaped by syslog.
//!
//! Owns the recovery of the original line. Must not interpret it; a line that is not certainly
//! packed is left unchanged.

use std::borrow::Cow;

/// Members that hold the line: of Docker, of journald, and of those that collect logs.
const TEXTS: [&str; 5] = ["log", "MESSAGE", "message", "msg", "line"];

/// The line that a JSON document on one line holds, without its end.
///
/// Text before the document, such as a time and a tag, is dropped with it.
pub(super) fn of_json(line: &str) -> Option<String> {
    let line = line.trim_end();
    let start = line.find('{').filter(|_| line.ends_with('}'))?;
    // Names and values of a list stand in quotes; a tag does not.
    let (tag, document) = line.split_at_checked(start)?;
    if tag.contains(['\'', '"']) {
        return None;
    }
    let mut json = Json { rest: document };
    let members = json.object()?;
    if !json.rest.trim().is_empty() {
        return None;
    }
    let text = |name: &str| members.iter().find(|(key, _)| key == name);
    // A document of the simulator or the bridge is itself the line.
    if text("event").is_some() {
        return None;
    }
    let (_, text) = TEXTS.into_iter().find_map(text)?;
    let text = text.strip_suffix('\n').unwrap_or(text);
    Some(text.strip_suffix('\r').unwrap_or(text).to_owned())
}

/// A line with the tabs and line ends that syslog wrote as `#011` and `#012`.
///
/// Those in quotes stay: they may be of a value.
pub(super) fn without_escapes(line: &str) -> Cow<'_, str> {
    if !line.contains("#011") {
        return Cow::Borrowed(line);
    }
    let mut plain = String::with_capacity(line.len());
    let (mut rest, mut quote) = (line, None);
    while let Some(first) = rest.chars().next() {
        let control = [("#011", '\t'), ("#012", '\n')]
            .into_iter()
            .find_map(|(escape, control)| Some((rest.strip_prefix(escape)?, control)));
        if let (Some((after, control)), None) = (control, quote) {
            plain.push(control);
            rest = after;
            continue;
        }
        match quote {
            None if matches!(first, '\'' | '"') => quote = Some(first),
            Some(open) if open == first => quote = None,
            _ => {}
        }
        plain.push(first);
        rest = rest.get(first.len_utf8()..).unwrap_or_default();
    }
    Cow::Owned(plain)
}

/// Rest of a JSON document.
struct Json<'t> {
    rest: &'t str,
}

impl Json<'_> {
    /// Deepest nesting of a document that a collector writes.
    const DEEPEST: usize = 32;

    /// The members of an object that are strings; the others are skipped.
    fn object(&mut self) -> Option<Vec<(String, String)>> {
        self.mark('{')?;
        let mut members = Vec::new();
        if self.mark('}').is_some() {
            return Some(members);
        }
        loop {
            let key = self.string()?;
            self.mark(':')?;
            if self.rest.trim_start().starts_with('"') {
                members.push((key, self.string()?));
            } else {
                self.skip(0)?;
            }
            if self.mark(',').is_none() {
                return self.mark('}').map(|()| members);
            }
        }
    }

    fn mark(&mut self, mark: char) -> Option<()> {
        self.rest = self.rest.trim_start().strip_prefix(mark)?;
        Some(())
    }

    /// Pass over a value.
    fn skip(&mut self, depth: usize) -> Option<()> {
        self.rest = self.rest.trim_start();
        let (open, close) = match self.rest.chars().next()? {
            '"' => return self.string().map(drop),
            '{' => ('{', '}'),
            '[' => ('[', ']'),
            _ => {
                let end = self.rest.find([',', '}', ']'])?;
                self.rest = self.rest.get(end..)?;
                return Some(());
            }
        };
        self.mark(open).filter(|()| depth < Self::DEEPEST)?;
        while self.mark(close).is_none() {
            if open == '{' {
                self.string()?;
                self.mark(':')?;
            }
            self.skip(depth + 1)?;
            if self.mark(',').is_none() && !self.rest.trim_start().starts_with(close) {
                return None;
            }
        }
        Some(())
    }

    fn string(&mut self) -> Option<String> {
        self.mark('"')?;
        let mut text = String::new();
        loop {
            let end = self.rest.find(['"', '\\'])?;
            text.push_str(self.rest.get(..end)?);
            let is_end = self.rest.get(end..)?.starts_with('"');
            self.rest = self.rest.get(end + 1..)?;
            if is_end {
                return Some(text);
            }
            text.push(self.escaped()?);
        }
    }

    /// The character of an escape, behind its backslash.
    fn escaped(&mut self) -> Option<char> {
        let escape = self.rest.chars().next()?;
        self.rest = self.rest.get(escape.len_utf8()..)?;
        Some(match escape {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'b' => '\u{8}',
            'f' => '\u{c}',
            '"' | '\\' | '/' => escape,
            'u' => {
                let high = self.unit()?;
                let low = if matches!(high, 0xd800..=0xdbff) {
                    self.rest = self.rest.strip_prefix("\\u")?;
                    Some(self.unit()?)
                } else {
                    None
                };
                let mut units = char::decode_utf16([high].into_iter().chain(low));
                units.next()?.unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            _ => return None,
        })
    }

    /// Four digits of hex.
    fn unit(&mut self) -> Option<u16> {
        let (digits, rest) = self.rest.split_at_checked(4)?;
        self.rest = rest;
        u16::from_str_radix(digits, 16).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_of_a_json_document() {
        let lines = [
            (r#"{"log":"\t'a'\t1\n","stream":"stdout","time":"2026"}"#, "\t'a'\t1"),
            (
                r#"{"_PID":"1","n":[1,{"log":"x"}],"MESSAGE":"a \"b\" \u00e4\ud83d\ude00\/"}"#,
                "a \"b\" ä😀/",
            ),
            (r#"2026-11-30 10:11:12 +0000 docker.x: {"log": "a\r\n"} "#, "a"),
            (r#"{"level":"info","time":1.5,"message":""}"#, ""),
        ];
        for (line, text) in lines {
            assert_eq!(of_json(line).as_deref(), Some(text), "{line}");
        }
    }

    #[test]
    fn other_lines_are_none() {
        let deep = format!("{{\"x\":{}1{},\"log\":\"a\"}}", "[".repeat(99), "]".repeat(99));
        for line in [
            "",
            "{",
            "}",
            "{}",
            "\t'a'\t'{\"log\":\"x\"}'",
            "'{\"log\":\"x\"}",
            r#"{"log":1}"#,
            &deep,
            r#"{"log":"x"} {"log":"y"}"#,
            r#"{"log":"x\q"}"#,
            r#"{"log":"\ud83d"}"#,
            r#"{"log"}"#,
        ] {
            assert_eq!(of_json(line), None, "{line}");
        }
    }

    #[test]
    fn escapes_of_syslog_outside_quotes() {
        let lines = [
            ("h ts: #011#011'a'#0111", "h ts: \t\t'a'\t1"),
            (
                "h: x#012#011AttributeX#011[1]#012#011#011'a#011b'#0111",
                "h: x\n\tAttributeX\t[1]\n\t\t'a#011b'\t1",
            ),
            ("dial #012", "dial #012"),
        ];
        for (line, plain) in lines {
            assert_eq!(without_escapes(line), plain);
        }
    }
}
