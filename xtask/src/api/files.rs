//! Generated text on its way into the tree: whole files, and parts of files that are otherwise written by hand.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// One file, or one part of a file.
pub struct Generated {
    /// Where it stands, from the root of the tree.
    pub path: String,
    /// The name of the part, if it is not the whole file.
    part: Option<String>,
    /// What stands there.
    pub text: String,
}

impl Generated {
    /// A whole file.
    pub fn file(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { path: path.into(), part: None, text: text.into() }
    }

    /// What stands between a line with `generated: NAME` and one with `end of NAME`, in whatever comments the file has.
    pub fn part(path: impl Into<String>, name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { path: path.into(), part: Some(name.into()), text: text.into() }
    }

    /// The file as it is to be, if it was `before`.
    fn applied(&self, before: &str) -> Result<String, String> {
        let Some(name) = &self.part else { return formatted(&self.path, &self.text) };
        let lines: Vec<&str> = before.split_inclusive('\n').collect();
        let find = |mark: String| {
            let has = |line: &&str| line.split(' ').collect::<Vec<_>>().join(" ").contains(&mark);
            let ends = |line: &&str| {
                line.rsplit(&mark)
                    .next()
                    .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
            };
            let found = lines.iter().position(|line| has(line) && ends(line));
            found.ok_or_else(|| format!("{} has no line with \"{mark}\"", self.path))
        };
        let (start, end) = (find(format!("generated: {name}"))?, find(format!("end of {name}"))?);
        let (head, rest) = (lines.get(..=start), lines.get(end..));
        Ok(head.unwrap_or_default().concat() + &self.text + &rest.unwrap_or_default().concat())
    }
}

/// Rust as rustfmt has it; other files as they are.
fn formatted(path: &str, text: &str) -> Result<String, String> {
    if !path.ends_with(".rs") {
        return Ok(text.to_owned());
    }
    let fault = |error: std::io::Error| format!("rustfmt cannot be run for {path}: {error}");
    let mut rustfmt = Command::new("rustfmt")
        .args(["--edition", "2024", "--emit", "stdout", "--config-path"])
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("../rustfmt.toml"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(fault)?;
    if let Some(mut input) = rustfmt.stdin.take() {
        input.write_all(text.as_bytes()).map_err(fault)?;
    }
    let output = rustfmt.wait_with_output().map_err(fault)?;
    if !output.status.success() {
        return Err(format!("rustfmt refuses what is printed for {path}"));
    }
    String::from_utf8(output.stdout).map_err(|_| format!("rustfmt makes no text of {path}"))
}

/// Each file as it is, and as it is to be.
fn compare(
    root: &Path,
    generated: &[Generated],
) -> Result<BTreeMap<String, (String, String)>, String> {
    let mut files: BTreeMap<String, (String, String)> = BTreeMap::new();
    for one in generated {
        let (_, after) = files.entry(one.path.clone()).or_insert_with(|| {
            let before = fs::read_to_string(root.join(&one.path)).unwrap_or_default();
            (before.clone(), before)
        });
        *after = one.applied(after)?;
    }
    Ok(files)
}

/// Write what differs.
pub fn write(root: &Path, generated: &[Generated]) -> Result<(), String> {
    for (path, (before, after)) in compare(root, generated)? {
        if before == after {
            continue;
        }
        let target = root.join(&path);
        let folder = target.parent().unwrap_or(root);
        fs::create_dir_all(folder)
            .and_then(|()| fs::write(&target, after))
            .map_err(|error| format!("{path} cannot be written: {error}"))?;
        println!("{path}");
    }
    Ok(())
}

/// Name what differs.
pub fn check(root: &Path, generated: &[Generated]) -> Result<(), String> {
    let stale: Vec<String> = compare(root, generated)?
        .into_iter()
        .filter(|(_, (before, after))| before != after)
        .map(|(path, (before, after))| {
            let differs = before.lines().zip(after.lines()).position(|(old, new)| old != new);
            let line = differs.unwrap_or_else(|| before.lines().count().min(after.lines().count()));
            format!("{path} is not what the description says, from line {} on", line + 1)
        })
        .collect();
    match stale.is_empty() {
        true => Ok(()),
        false => Err(format!("{}\nrun: cargo xtask api", stale.join("\n"))),
    }
}
