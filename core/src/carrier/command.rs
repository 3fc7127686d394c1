//! Command line of the address `exec:`: a program and its arguments.
//!
//! Owns the splitting of a text into words (quotes and backslashes as in a shell, and no other
//! shell syntax; on Windows as its own programs split theirs, so that `C:\\tools\\adapter` is a
//! path), and the secrecy of arguments, which are never shown. Starts nothing: `exec` does.

use std::fmt;

use super::address::AddressFault;

/// A program and its arguments. Shown, it is the program alone.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct CommandLine {
    program: String,
    arguments: Vec<String>,
}

impl CommandLine {
    /// Of a program and its arguments, as they are.
    #[must_use]
    pub fn new(
        program: impl Into<String>,
        arguments: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let arguments = arguments.into_iter().map(Into::into).collect();
        Self { program: program.into(), arguments }
    }

    /// The words of a text.
    pub(super) fn split(text: &str) -> Result<Self, AddressFault> {
        let mut words = words(text).ok_or(AddressFault::Quotes)?.into_iter();
        match words.next() {
            Some(program) if !program.is_empty() => Ok(Self::new(program, words)),
            _ => Err(AddressFault::NoCommand),
        }
    }

    /// The program: a path, or a name that is looked for in `PATH`.
    #[must_use]
    pub fn program(&self) -> &str {
        &self.program
    }

    /// Its arguments.
    #[must_use]
    pub fn arguments(&self) -> &[String] {
        &self.arguments
    }
}

/// The words of a text; `None` if a quote is not closed.
#[cfg(not(windows))]
fn words(text: &str) -> Option<Vec<String>> {
    shlex::split(text)
}

#[cfg(windows)]
fn words(text: &str) -> Option<Vec<String>> {
    // Windows closes them itself, which hides what was forgotten.
    let quotes = text.replace("\\\\", "").replace("\\\"", "").matches('"').count();
    let mut words = if quotes % 2 == 0 { winsplit::split(text) } else { return None };
    // It leaves an empty first word out.
    if text.trim_start().starts_with("\"\" ") {
        words.insert(0, String::new());
    }
    Some(words)
}

impl fmt::Display for CommandLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.program)
    }
}

impl fmt::Debug for CommandLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("CommandLine").field(&self.program).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(windows)]
    #[test]
    fn words_are_those_of_windows() {
        let text =
            r#"  "C:\Program Files\a b.exe" C:\tools\run --dn="a b" "a \"quoted\" word" '  "#;
        let line = CommandLine::split(text).expect("a command");
        assert_eq!(line.program(), r"C:\Program Files\a b.exe");
        assert_eq!(line.arguments(), [r"C:\tools\run", "--dn=a b", "a \"quoted\" word", "'"]);
    }

    #[cfg(not(windows))]
    #[test]
    fn words_are_those_of_a_shell_without_its_expansions() {
        let line = CommandLine::split("  'my adapter'/run --dn=\"a b\" c\\ d '' $HOME *.jar a,b  ");
        let line = line.expect("a command");
        assert_eq!(line.program(), "my adapter/run");
        assert_eq!(line.arguments(), ["--dn=a b", "c d", "", "$HOME", "*.jar", "a,b"]);
    }

    #[test]
    fn what_is_no_command_is_told() {
        for (text, fault) in [
            ("", AddressFault::NoCommand),
            ("  ", AddressFault::NoCommand),
            ("\"\" a", AddressFault::NoCommand),
            #[cfg(not(windows))]
            ("java 'a", AddressFault::Quotes),
            ("java \"a", AddressFault::Quotes),
        ] {
            assert_eq!(CommandLine::split(text), Err(fault), "{text:?}");
        }
    }

    #[test]
    fn arguments_are_not_shown() {
        let line = CommandLine::new("java", ["--password=S3cr3t"]);
        assert_eq!(line.to_string(), "java");
        assert!(!format!("{line:?}").contains("S3cr3t"));
    }
}
