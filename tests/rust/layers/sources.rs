//! Which file of a crate uses which, by its `use` lines and paths.
//!
//! Owns the reading: tests are cut off, `crate::`, `super::` and `self::` are followed, and a name that a `mod.rs`
//! passes on is the file's that it comes from. A `mod.rs` itself is no file here: it has no code but its own.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The files of a crate.
pub struct Sources {
    /// The shipped code of each, by its path below the crate's root.
    pub texts: BTreeMap<String, String>,
    arrows: BTreeSet<(String, String)>,
}

impl Sources {
    pub fn read(folder: &str) -> Self {
        let mut texts = BTreeMap::new();
        collect(&root().join(folder), "", &mut texts);
        assert!(!texts.is_empty(), "{folder} has no sources");
        let mut arrows = BTreeSet::new();
        for (file, text) in &texts {
            for path in paths(text) {
                if let Some(used) = resolve(file, &path, &texts)
                    && used != *file
                {
                    arrows.insert((file.clone(), used));
                }
            }
        }
        Self { texts, arrows }
    }

    /// Which file uses which.
    pub fn uses(&self) -> impl Iterator<Item = (&str, &str)> {
        let code = |file: &str| !file.ends_with("mod.rs") && file != "lib.rs" && file != "main.rs";
        let arrows = self.arrows.iter().map(|(file, used)| (file.as_str(), used.as_str()));
        arrows.filter(move |(file, used)| code(file) && code(used))
    }
}

fn collect(folder: &Path, below: &str, texts: &mut BTreeMap<String, String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        if path.is_dir() && name != "tests" {
            collect(&path, &format!("{below}{name}/"), texts);
        } else if name.ends_with(".rs") && name != "tests.rs" {
            let text = std::fs::read_to_string(&path).unwrap();
            texts.insert(format!("{below}{name}"), shipped(&text));
        }
    }
}

/// Without comments, and without the tests at the end.
fn shipped(text: &str) -> String {
    let end = text.find("#[cfg(test)]\nmod tests {").unwrap_or(text.len());
    let code = text[..end].lines().map(|line| line.split("//").next().unwrap_or(line));
    code.collect::<Vec<_>>().join("\n")
}

/// The paths in a text that begin in its crate, with groups taken apart.
fn paths(text: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("::") {
        let before = &text[..at];
        let start = before.rfind(|c: char| !c.is_alphanumeric() && c != '_').map_or(0, |i| i + 1);
        // Only where a path begins: what follows is read from there.
        let first = &before[start..];
        if matches!(first, "crate" | "super" | "self") && !before[..start].ends_with("::") {
            expand(&text[start..], Vec::new(), &mut found);
        }
    }
    found
}

/// Read a path, and each of its group; tells how many bytes it took.
fn expand(text: &str, mut so_far: Vec<String>, found: &mut Vec<Vec<String>>) -> usize {
    let mut at = 0;
    loop {
        let rest = &text[at..];
        if let Some(group) = rest.strip_prefix('{') {
            at += 1;
            let mut inside = group;
            loop {
                let blank = inside.len() - inside.trim_start_matches([' ', '\n', ',']).len();
                (at, inside) = (at + blank, &inside[blank..]);
                if inside.starts_with('}') || inside.is_empty() {
                    return at + 1;
                }
                let took = expand(inside, so_far.clone(), found).max(1);
                (at, inside) = (at + took, &inside[took..]);
            }
        }
        let len = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        if len > 0 {
            so_far.push(rest[..len].to_owned());
        }
        at += len;
        if !text[at..].starts_with("::") || len == 0 {
            found.push(so_far);
            return at;
        }
        at += 2;
    }
}

/// The file that a path of `file` leads to.
fn resolve(file: &str, path: &[String], texts: &BTreeMap<String, String>) -> Option<String> {
    let mut place: Vec<&str> = file.trim_end_matches(".rs").split('/').collect();
    if matches!(place.last(), Some(&"mod" | &"lib" | &"main")) {
        place.pop();
    }
    let mut names = path.iter().map(String::as_str).peekable();
    if names.next_if(|name| *name == "crate").is_some() {
        place.clear();
    }
    while let Some(name) = names.next_if(|name| matches!(*name, "super" | "self")) {
        if name == "super" {
            place.pop()?;
        }
    }
    for name in names {
        let own = file_of(&place, texts);
        let mut below = place.clone();
        below.push(name);
        if file_of(&below, texts).is_some() {
            place = below;
            continue;
        }
        // A name: its file's, or that of the file that passes it on.
        return own.map(|own| passed_on(&own, name, texts).unwrap_or(own));
    }
    file_of(&place, texts)
}

fn file_of(place: &[&str], texts: &BTreeMap<String, String>) -> Option<String> {
    let joined = place.join("/");
    let files = [format!("{joined}.rs"), format!("{joined}/mod.rs"), "lib.rs".to_owned()];
    let [file, folder, root] = files;
    let found = if place.is_empty() { [root.clone(), root] } else { [file, folder] };
    found.into_iter().find(|file| texts.contains_key(file))
}

/// Where a `mod.rs` or `lib.rs` has a name from.
fn passed_on(file: &str, name: &str, texts: &BTreeMap<String, String>) -> Option<String> {
    if !file.ends_with("mod.rs") && file != "lib.rs" {
        return None;
    }
    let text = texts.get(file)?;
    for line in text.split(';').filter(|line| line.contains("use ")) {
        let path = line.split("use ").nth(1)?;
        let mut found = Vec::new();
        expand(path.trim(), vec!["self".to_owned()], &mut found);
        let named = |path: &&Vec<String>| path.last().is_some_and(|last| last == name);
        if let Some(path) = found.iter().find(named) {
            let used = resolve(file, path, texts)?;
            return (used != file).then_some(used);
        }
    }
    None
}

/// The sets of files that use each other, directly or not; of one file each where none does.
pub fn circles<'a>(arrows: &BTreeMap<&'a str, BTreeSet<&'a str>>) -> Vec<BTreeSet<&'a str>> {
    let reach = |from: &'a str| {
        let (mut seen, mut next) = (BTreeSet::new(), vec![from]);
        while let Some(file) = next.pop() {
            for used in arrows.get(file).into_iter().flatten() {
                if seen.insert(*used) {
                    next.push(used);
                }
            }
        }
        seen
    };
    let reached: BTreeMap<&str, BTreeSet<&str>> =
        arrows.keys().map(|file| (*file, reach(file))).collect();
    let mut found: Vec<BTreeSet<&str>> = Vec::new();
    for (file, own) in &reached {
        let both = |other: &&str| reached.get(other).is_some_and(|back| back.contains(file));
        let mut circle: BTreeSet<&str> = own.iter().copied().filter(|other| both(other)).collect();
        circle.insert(file);
        if !found.contains(&circle) {
            found.push(circle);
        }
    }
    found
}
