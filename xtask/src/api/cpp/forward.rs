//! The names of all classes and enumerations, read from the headers that define them.

use std::collections::BTreeSet;
use std::path::Path;

use super::{Description, Generated};

/// The head of a template that is declared; others are used by their own headers only.
const ONE_TYPE: &str = "template <class T>";

/// The part of `commdn_fwd.hpp`; `printed` are the headers that are printed, the others are in the tree.
pub fn names(api: &Description, printed: &[Generated]) -> Generated {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../include/commdn");
    let mut texts: Vec<String> = printed.iter().map(|file| file.text.clone()).collect();
    let files =
        std::fs::read_dir(&folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let headers = files.filter(|path| path.extension().is_some_and(|end| end == "hpp"));
    texts.extend(headers.filter_map(|path| std::fs::read_to_string(path).ok()));
    let mut lines: BTreeSet<(usize, String)> = BTreeSet::new();
    for text in &texts {
        lines.extend(declarations(text));
    }
    // Those who catch errors include the whole.
    let caught: Vec<String> =
        api.errors.iter().map(|row| format!("class {};", row.cpp.name)).collect();
    let lines =
        lines.into_iter().filter(|(_, line)| line == "class Error;" || !caught.contains(line));
    let lines: String = lines
        .filter(|(_, line)| line != "class ServerError;")
        .map(|(_, line)| format!("{line}\n"))
        .collect();
    Generated::part("include/commdn_fwd.hpp", "names", lines)
}

/// The declarations of what a header defines for its users, each with its place in the order: enumerations, templates,
/// classes, structs.
fn declarations(text: &str) -> Vec<(usize, String)> {
    let (mut found, mut inside, mut template) = (Vec::new(), false, "");
    for line in text.lines() {
        if line.starts_with("namespace detail") {
            inside = true;
        } else if line.starts_with("}  // namespace detail") {
            inside = false;
        }
        let words: Vec<&str> =
            line.split_whitespace().filter(|word| *word != "[[nodiscard]]").collect();
        if !inside && !line.starts_with(' ') && !line.ends_with(';') {
            let name = |word: &str| word.trim_end_matches('{').to_owned();
            match words.as_slice() {
                ["enum", "class", enumeration, ..] => {
                    found.push((0, format!("enum class {} : std::int32_t;", name(enumeration))));
                }
                ["class", class, ..] if template == ONE_TYPE && !class.contains('<') => {
                    found.push((1, format!("template <class T>\nclass {};", name(class))));
                }
                ["class", class, ..] if template.is_empty() && !class.contains('<') => {
                    found.push((2, format!("class {};", name(class))));
                }
                ["struct", class, ..] if template.is_empty() => {
                    found.push((3, format!("struct {};", name(class))));
                }
                _ => {}
            }
        }
        template = if line.starts_with("template <") { line } else { "" };
    }
    found
}
