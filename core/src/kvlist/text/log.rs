//! Log lines outside of lists: entries with a time, messages, their attributes.
//!
//! Owns their syntax in logs of T-Server, URS, OCS and the SDK, with or without a prefix on each
//! line. Must not read lists.

use super::chars::BLANKS;

/// The word before a message's name in T-Server's and URS' logs.
const MESSAGE: &str = "message ";

/// Whether a line, perhaps within what seems a value, is the log's own.
pub(super) fn is_of_the_log(text: &str) -> bool {
    let text = text.trim_start();
    let first = text.as_bytes().first().copied().unwrap_or_default();
    match first {
        b'A' => attribute(text).is_some_and(|found| found.at == 0),
        b'@' | b'0'..=b'9' | b'm' | b'\'' => {
            starts_message(text) || Time::find(text).is_some_and(|time| time.at <= 1)
        }
        _ => false,
    }
}

/// Whether a message begins on this line.
pub(super) fn starts_message(text: &str) -> bool {
    Message::find(text).is_some()
}

/// The head of a message: `message EventUserEvent`, or `'EventUserEvent' ('96')`.
pub(super) struct Message<'t> {
    pub name: &'t str,
    pub number: Option<u32>,
    /// The text before it on the line.
    pub before: &'t str,
}

impl<'t> Message<'t> {
    pub(super) fn find(text: &'t str) -> Option<Self> {
        Self::tserver(text).or_else(|| Self::sdk(text))
    }

    fn tserver(text: &'t str) -> Option<Self> {
        text.match_indices(MESSAGE).find_map(|(at, _)| {
            let before = text.get(..at)?;
            let name = name(text.get(at + MESSAGE.len()..)?)?;
            // `Interaction message "EventACK"` tells what became of one.
            let apart = !before.ends_with(|c: char| c.is_ascii_alphanumeric());
            apart.then_some(Self { name, number: None, before })
        })
    }

    fn sdk(text: &'t str) -> Option<Self> {
        text.match_indices('\'').find_map(|(at, _)| {
            let name = name(text.get(at + 1..)?)?;
            let after = text.get(at + 1 + name.len()..)?.strip_prefix("' (")?;
            let number = after.trim_start_matches('\'').split(['\'', ')']).next()?;
            Some(Self { name, number: number.parse().ok(), before: text.get(..at)? })
        })
    }
}

/// The name of a message that a text starts with: `EventUserEvent`, `RequestDistributeUserEvent`.
pub(super) fn name(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(text.len());
    let word = text.get(..end)?;
    let rest = word.strip_prefix("Event").or_else(|| word.strip_prefix("Request"))?;
    rest.starts_with(|c: char| c.is_ascii_uppercase()).then_some(word)
}

/// An attribute of a message: `AttributeThisDN<tab>'8899'`, or `AttributeThisDN [str] = "8899"`.
pub(super) struct Attribute<'t> {
    pub name: &'t str,
    /// Its type in the SDK's form.
    pub tag: Option<&'t str>,
    pub value: &'t str,
    /// Its position on the line.
    pub at: usize,
}

/// The attribute on a line, after any prefix.
pub(super) fn attribute(text: &str) -> Option<Attribute<'_>> {
    const WORD: &str = "Attribute";
    let at = text.find(WORD)?;
    if text.get(..at)?.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_') {
        return None;
    }
    let rest = text.get(at + WORD.len()..)?;
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric())?;
    let (name, rest) = rest.split_at_checked(end)?;
    if !name.starts_with(|c: char| c.is_ascii_uppercase()) || !rest.starts_with(BLANKS) {
        return None;
    }
    let body = rest.trim_matches(BLANKS);
    let (tag, body) = match body.strip_prefix('[').and_then(|body| body.split_once(']')) {
        Some((tag, body)) => (Some(tag), body.trim_start_matches(BLANKS)),
        None => (None, body),
    };
    let body = if tag.is_some() { body.strip_prefix('=').unwrap_or(body) } else { body };
    let body = body.trim_matches(BLANKS);
    let inner = |quote: char| body.strip_prefix(quote)?.strip_suffix(quote);
    let value = inner('\'').or_else(|| inner('"')).unwrap_or(body);
    Some(Attribute { name, tag, value, at })
}

/// A time in the notation of the log.
pub(super) struct Time<'t> {
    /// With its date and zone, if the log has them.
    pub text: &'t str,
    pub at: usize,
}

impl<'t> Time<'t> {
    /// Furthest column of a line's time, after a file name and the like.
    const MAX_AT: usize = 120;

    /// The first time of a line.
    pub(super) fn find(text: &'t str) -> Option<Self> {
        let bytes = text.as_bytes();
        // A line's number may stand before it, with a colon between them.
        let apart = |at: usize| {
            let before = at.checked_sub(1).and_then(|at| bytes.get(at));
            let on = is_shape(bytes, at + 8, b":00") && !is_shape(bytes, at + 8, b":000");
            !before.is_some_and(u8::is_ascii_digit) && !on
        };
        let clock = |at: &usize| is_shape(bytes, *at, b"00:00:00") && apart(*at);
        let at = (0..bytes.len().min(Self::MAX_AT)).find(clock)?;
        let (start, end) = (date_before(bytes, at), zone_after(bytes, at + 8));
        Some(Self { text: text.get(start..end)?, at: start })
    }
}

/// Whether the bytes at `at` have a digit for each `0` of `shape`, a letter for each `a`.
fn is_shape(bytes: &[u8], at: usize, shape: &[u8]) -> bool {
    let fits = |(byte, shape): (&u8, &u8)| match shape {
        b'0' => byte.is_ascii_digit(),
        b'a' => byte.is_ascii_alphabetic(),
        b' ' => matches!(byte, b' ' | b'T'),
        other => byte == other,
    };
    bytes.get(at..at + shape.len()).is_some_and(|found| found.iter().zip(shape).all(fits))
}

/// Start of a date directly before a time; `at` if there is none.
fn date_before(bytes: &[u8], at: usize) -> usize {
    const SHAPES: [&[u8]; 7] = [
        b"0000-00-00 ",
        b"0000/00/00 ",
        b"0000.00.00 ",
        b"00.00.0000 ",
        b"00/00/0000 ",
        b"aaa 00 ",
        b"aaa  0 ",
    ];
    let start = |shape: &&[u8]| {
        let start = at.checked_sub(shape.len())?;
        is_shape(bytes, start, shape).then_some(start)
    };
    SHAPES.iter().find_map(start).unwrap_or(at)
}

/// End of the fraction and the zone after a time.
fn zone_after(bytes: &[u8], at: usize) -> usize {
    let digits = |from: usize| {
        let rest = bytes.get(from..).unwrap_or_default();
        rest.iter().take_while(|byte| byte.is_ascii_digit()).count()
    };
    let end = match bytes.get(at) {
        Some(b'.' | b',') if digits(at + 1) > 0 => at + 1 + digits(at + 1),
        _ => at,
    };
    if bytes.get(end) == Some(&b'Z') {
        return end + 1;
    }
    let signed = matches!(bytes.get(end), Some(b'+' | b'-'));
    match () {
        () if signed && is_shape(bytes, end + 1, b"00:00") => end + 6,
        () if signed && digits(end + 1) == 4 => end + 5,
        () => end,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_found_with_their_date_and_zone() {
        let times = [
            ("12:00:01.118 Trc 04541 x", "12:00:01.118"),
            ("@12:00:01.1200 [0] 8.1", "12:00:01.1200"),
            ("09:15:30.412_M_I_ [14:32]", "09:15:30.412"),
            ("2025-01-07 13:14:26,572 DEBUG", "2025-01-07 13:14:26,572"),
            ("2026-11-30T14:20:05.611Z stdout F x", "2026-11-30T14:20:05.611Z"),
            ("2026-11-30T14:20:05.611+01:00 host x", "2026-11-30T14:20:05.611+01:00"),
            ("Nov 30 14:20:05 host ocs[123]: x", "Nov 30 14:20:05"),
            ("a.log:118:14:20:05.611 Trc", "14:20:05.611"),
            ("18:14:20:05.611 Trc", "14:20:05.611"),
            ("30.11.2026 14:20:05 x", "30.11.2026 14:20:05"),
        ];
        for (line, time) in times {
            assert_eq!(Time::find(line).map(|time| time.text), Some(time), "{line}");
        }
        assert!(Time::find("no time 1:2:3").is_none());
    }

    #[test]
    fn messages_are_found_with_name_and_number() {
        let messages = [
            ("message EventACK", "EventACK", None),
            (
                "@12:00:01.1200 [0] 8.1 distribute_user_event: message EventUserEvent",
                "EventUserEvent",
                None,
            ),
            ("received from 65200(T)(fd=) message EventUserEvent", "EventUserEvent", None),
            ("'RequestDistributeUserEvent' ('48')", "RequestDistributeUserEvent", Some(48)),
            ("DEBUG - Proxy got message 'EventUserEvent' ('96')", "EventUserEvent", Some(96)),
            ("118:message EventACK", "EventACK", None),
        ];
        for (line, name, number) in messages {
            let found = Message::find(line).unwrap();
            assert_eq!((found.name, found.number), (name, number), "{line}");
        }
        for line in
            ["Int 04543 Interaction message \"EventACK\" sent to [36]", "message x", "Eventual"]
        {
            assert!(Message::find(line).is_none(), "{line}");
        }
    }

    #[test]
    fn attributes_are_found_in_both_forms() {
        let attributes = [
            ("\tAttributeThisDN\t'8899'", "ThisDN", None, "8899"),
            ("AttributeThisDN [str] = \"8899\"", "ThisDN", Some("str"), "8899"),
            ("> \tAttributeReferenceID\t17", "ReferenceID", None, "17"),
            (
                "\tAttributeTimeinSecs\t1700000401 (12:00:01)",
                "TimeinSecs",
                None,
                "1700000401 (12:00:01)",
            ),
        ];
        for (line, name, tag, value) in attributes {
            let found = attribute(line).unwrap();
            assert_eq!((found.name, found.tag, found.value), (name, tag, value), "{line}");
        }
        for line in ["Attributes", "Attribute x", "GSW_CM_AttributeX 1", "message attributes:"] {
            assert!(attribute(line).is_none(), "{line}");
        }
    }
}
