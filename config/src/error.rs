//! What is wrong with a configuration, where, and what would be right.

use std::fmt;
use std::path::{Path, PathBuf};

/// A mistake in a configuration: file, line, key, and what is wrong there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    file: Option<PathBuf>,
    line: Option<usize>,
    /// Steps to the value at fault, for example `ocs`, `0`, `connections`.
    path: Vec<String>,
    fault: String,
}

impl ConfigError {
    /// A fault of the value at `path`, its steps divided by dots; numbers are places in arrays.
    #[must_use]
    pub fn at(path: impl Into<String>, fault: impl Into<String>) -> Self {
        let path = path.into().split('.').map(str::to_owned).collect();
        Self { file: None, line: None, path, fault: fault.into() }
    }

    pub(crate) fn unreadable(path: &Path, error: &std::io::Error) -> Self {
        let fault = format!("cannot be read: {error}");
        Self { file: Some(path.to_owned()), line: None, path: Vec::new(), fault }
    }

    pub(crate) fn of_toml(text: &str, error: &toml::de::Error) -> Self {
        let line = error.span().map(|span| crate::place::line_at(text, span.start));
        // The first line tells what is wrong; the rest of it shows where, which the line number does here.
        let fault = error.message().trim_end().replace('\n', ", ");
        let path =
            error.span().map(|span| crate::place::key_at(text, span.start)).unwrap_or_default();
        Self { file: None, line, path, fault }
    }

    /// The same with the line of its key in `text`.
    pub(crate) fn at_line_of(mut self, text: &str) -> Self {
        self.line = crate::place::line_of(text, &self.path);
        self
    }

    /// The same, in that file.
    #[must_use]
    pub fn in_file(mut self, path: &Path) -> Self {
        self.file = Some(path.to_owned());
        self
    }

    /// The line, counted from 1, where one is known.
    #[must_use]
    pub const fn line(&self) -> Option<usize> {
        self.line
    }

    /// The key at fault, for example `ocs[1].connections`; empty if the whole file is.
    #[must_use]
    pub fn key(&self) -> String {
        let mut key = String::new();
        for step in &self.path {
            match step.parse::<usize>() {
                Ok(index) => key.push_str(&format!("[{}]", index + 1)),
                Err(_) if key.is_empty() => key.push_str(step),
                Err(_) => {
                    key.push('.');
                    key.push_str(step);
                }
            }
        }
        key
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.file {
            Some(file) => write!(f, "{}", file.display())?,
            None => f.write_str("configuration")?,
        }
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        let key = self.key();
        if !key.is_empty() {
            write!(f, ", {key}")?;
        }
        write!(f, ": {}", self.fault)
    }
}

impl std::error::Error for ConfigError {}
