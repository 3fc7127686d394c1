//! From a key to its line in the file, and back.
//!
//! Uses the spans that the TOML reader keeps; knows nothing of what the keys mean.

use toml_edit::{Document, Item, TableLike};

/// The line of a byte, counted from 1.
pub(crate) fn line_at(text: &str, byte: usize) -> usize {
    text.bytes().take(byte).filter(|byte| *byte == b'\n').count() + 1
}

/// The line of the value at `path`, or of the nearest table around it.
pub(crate) fn line_of(text: &str, path: &[String]) -> Option<usize> {
    let document = Document::parse(text).ok()?;
    let mut item = document.as_item();
    let mut byte = None;
    for step in path {
        if let Some(key) = item.as_table_like().and_then(|table| table.key(step)) {
            byte = key.span().map(|span| span.start).or(byte);
        }
        let next = match step.parse::<usize>() {
            Ok(index) => nth(item, index),
            Err(_) => item.get(step.as_str()),
        };
        let Some(next) = next else { break };
        if !next.is_value() || byte.is_none() {
            byte = next.span().map(|span| span.start).or(byte);
        }
        item = next;
    }
    byte.map(|byte| line_at(text, byte))
}

/// The element of an array of tables, or of an array of inline tables or values.
fn nth(item: &Item, index: usize) -> Option<&Item> {
    // An inline array's elements are values, whose line is the array's own.
    item.get(index)
}

/// The keys that lead to the value at `byte`, as far as the file can be read.
pub(crate) fn key_at(text: &str, byte: usize) -> Vec<String> {
    let Ok(document) = Document::parse(text) else { return Vec::new() };
    let mut path = Vec::new();
    descend(document.as_table(), byte, &mut path);
    path
}

fn descend(table: &dyn TableLike, byte: usize, path: &mut Vec<String>) {
    for (name, item) in table.iter() {
        let is_array = item.is_array_of_tables();
        let on_key =
            table.key(name).and_then(toml_edit::Key::span).is_some_and(|s| s.contains(&byte));
        if on_key || (!is_array && item.span().is_some_and(|span| span.contains(&byte))) {
            path.push(name.to_owned());
            if let Some(inner) = item.as_table_like() {
                descend(inner, byte, path);
            }
            return;
        }
        let Some(tables) = item.as_array_of_tables() else {
            // A table's span is its header only; its keys lie behind it.
            if let Some(inner) = item.as_table_like() {
                let before = path.len();
                path.push(name.to_owned());
                descend(inner, byte, path);
                if path.len() > before + 1 {
                    return;
                }
                path.truncate(before);
            }
            continue;
        };
        for (index, inner) in tables.iter().enumerate() {
            let before = path.len();
            path.push(name.to_owned());
            path.push(index.to_string());
            descend(inner, byte, path);
            if path.len() > before + 2 || inner.span().is_some_and(|span| span.contains(&byte)) {
                return;
            }
            path.truncate(before);
        }
    }
}
