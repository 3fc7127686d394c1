//! The words of the description in each language: comments, links, defaults, names.
//!
//! Owns how a documentation comment of Rust becomes one of another language. Must not know what is printed around it.

use std::time::Duration;

use commdn::description::{ERRORS, Kind, OptionRow, Standard};

/// A language that text is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// The header's comments.
    C,
    /// Those of the C++ headers.
    Cpp,
    /// Docstrings.
    Python,
    /// The guides.
    Markdown,
}

/// The paragraphs of a documentation comment, in the language's words.
pub fn doc(lines: &[&str], language: Language) -> Vec<String> {
    let mut paragraphs = vec![String::new()];
    for line in lines.iter().map(|line| line.trim()) {
        match (line, paragraphs.last_mut()) {
            ("", _) | (_, None) => paragraphs.push(String::new()),
            (line, Some(last)) if last.is_empty() => last.push_str(line),
            (line, Some(last)) => *last = format!("{last} {line}"),
        }
    }
    paragraphs.iter().map(|text| linked(text, language)).collect()
}

/// A text whose links are the language's own names.
fn linked(text: &str, language: Language) -> String {
    let mut parts = text.split("[`");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let Some((item, rest)) = part.split_once("`]") else {
            out = out + "[`" + part;
            continue;
        };
        // What stands in parentheses is for rustdoc.
        let rest = match rest.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
            Some((_, rest)) => rest,
            None => rest,
        };
        out = out + &named(item, language) + rest;
    }
    match language {
        Language::C | Language::Cpp => out.replace('`', "\""),
        Language::Python | Language::Markdown => out,
    }
}

/// `Type::item` by its name in the language.
fn named(item: &str, language: Language) -> String {
    let (class, name) = item.rsplit_once("::").unwrap_or(("", item));
    let class = class.rsplit("::").next().unwrap_or_default();
    let error = ERRORS.iter().find(|row| class == "ErrorKind" && row.variant == name);
    match (language, error) {
        (Language::C, Some(row)) => format!("COMMDN_ERR_{}", row.label),
        (Language::Cpp, Some(row)) => row.cpp.name.to_owned(),
        (Language::Python, Some(row)) => format!("`{}`", row.python.name),
        (Language::C, None) => c_name(class, name),
        (Language::Cpp, None) if name.starts_with(char::is_uppercase) => match class {
            "Notice" => format!("NoticeKind::{name}"),
            _ => format!("{class}::{name}"),
        },
        (Language::Cpp, None) if (class, name) == ("Error", "code") => "server_code()".to_owned(),
        (Language::Cpp, None) if class == "Error" => format!("{name}()"),
        (Language::Cpp, None) => format!("{class}::{name}()"),
        (Language::Python, None) if name.starts_with(char::is_uppercase) => match class {
            "Notice" => format!("`NoticeKind.{}`", upper(name)),
            _ => format!("`{class}.{}`", upper(name)),
        },
        (Language::Python, None) if class == "Error" => format!("`{name}`"),
        (Language::Python, None) => format!("`{class}.{name}`"),
        (Language::Markdown, _) => format!("`{item}`"),
    }
}

fn c_name(class: &str, name: &str) -> String {
    match (class, name) {
        ("Error", "code") => "commdn_error_server_code()".to_owned(),
        _ if name.starts_with(char::is_uppercase) => {
            format!("COMMDN_{}_{}", upper(class), upper(name))
        }
        _ => format!("commdn_{}_{name}()", snake(class)),
    }
}

/// Paragraphs as a comment whose lines begin with `prefix` and are at most `width` characters long.
pub fn comment(paragraphs: &[String], prefix: &str, width: usize) -> String {
    let wrapped: Vec<String> = paragraphs.iter().map(|text| wrap(text, prefix, width)).collect();
    wrapped.join(&format!("\n{}\n", prefix.trim_end()))
}

/// One paragraph in lines.
fn wrap(text: &str, prefix: &str, width: usize) -> String {
    let mut lines = vec![prefix.trim_end().to_owned()];
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(format!("{prefix}{word}")),
        }
    }
    let text = lines.join("\n");
    if prefix.is_empty() { text.trim_start_matches([' ', '\n']).to_owned() } else { text }
}

/// The documentation of an option with its default, in paragraphs: the default ends the first.
pub fn option(row: &OptionRow, language: Language) -> Vec<String> {
    let mut paragraphs = doc(row.doc, language);
    if let Some(summary) = paragraphs.first_mut() {
        *summary = format!("{summary} {}", standard(row, language));
    }
    paragraphs
}

/// The default of an option as a sentence.
pub fn standard(row: &OptionRow, language: Language) -> String {
    match (standard_value(row, language), row.says) {
        (Some(value), Some(words)) => format!("Default {value}: {words}."),
        (Some(value), None) => format!("Default {value}."),
        (None, Some(words)) => format!("Default: {words}."),
        (None, None) => "No default.".to_owned(),
    }
}

/// The default of an option for people to read, if it is one value.
pub fn standard_value(row: &OptionRow, language: Language) -> Option<String> {
    match row.standard {
        Standard::Flag(value) if language == Language::Python => {
            Some(if value { "True" } else { "False" }.to_owned())
        }
        Standard::Flag(value) => Some(value.to_string()),
        Standard::Number(number) if matches!(row.kind, Kind::Bytes | Kind::Bytes64) => {
            Some(bytes(number))
        }
        Standard::Number(number) => Some(grouped(number)),
        Standard::Time(time) => Some(duration(time)),
        Standard::Text(text) => match language {
            Language::Markdown | Language::Python => Some(format!("`{text}`")),
            _ => Some(format!("\"{text}\"")),
        },
        _ => None,
    }
}

/// A number with commas between its thousands.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn bytes(number: u64) -> String {
    match number {
        _ if number >= 1 << 30 && number.is_multiple_of(1 << 30) => format!("{} GiB", number >> 30),
        _ if number >= 1 << 20 && number.is_multiple_of(1 << 20) => format!("{} MiB", number >> 20),
        _ => grouped(number),
    }
}

fn duration(time: Duration) -> String {
    match (time.as_secs(), time.as_millis()) {
        (_, 0) => "0".to_owned(),
        (seconds, _) if seconds.is_multiple_of(86_400) && seconds > 0 => {
            format!("{} days", seconds / 86_400)
        }
        (seconds, millis) if u128::from(seconds) * 1000 == millis => {
            format!("{} s", grouped(seconds))
        }
        (_, millis) => format!("{millis} ms"),
    }
}

/// `DialMode` as `dial_mode`.
pub fn snake(name: &str) -> String {
    let mut out = String::new();
    for (place, letter) in name.char_indices() {
        if letter.is_uppercase() && place > 0 {
            out.push('_');
        }
        out.extend(letter.to_lowercase());
    }
    out
}

/// `DialMode` as `DIAL_MODE`.
pub fn upper(name: &str) -> String {
    snake(name).to_uppercase()
}

/// `dial_mode` as `DialMode`.
pub fn camel(name: &str) -> String {
    let mut out = String::new();
    for word in name.split('_') {
        let mut letters = word.chars();
        out.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        out.push_str(letters.as_str());
    }
    out
}
