//! Where a password is: in the settings, in a file, behind a command, in the keyring.
//!
//! Owns how it is read, and that it is never shown. The keyring is read by the command `keyring get SERVICE USER`, which the
//! Python package `keyring` installs on every system; it knows the keyrings of desktops.

use std::fmt;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Command, Stdio};

const MOST_BYTES: u64 = 4096;

/// A password, or where it is. `Debug` shows where, never what.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Secret {
    /// The password itself.
    Plain(String),
    /// The first line of a file.
    File(PathBuf),
    /// The first line that a command prints: the program, and its arguments.
    Command(Vec<String>),
    /// An entry of the keyring.
    Keyring {
        /// The name of the service.
        service: String,
        /// The user's name in it.
        user: String,
    },
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({self})")
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain(_) => f.write_str("****"),
            Self::File(path) => write!(f, "the first line of {}", path.display()),
            // Arguments may be as secret as what they get.
            Self::Command(words) => {
                write!(f, "what {} prints", words.first().map_or("nothing", String::as_str))
            }
            Self::Keyring { service, user } => write!(f, "{user} of {service} in the keyring"),
        }
    }
}

impl Secret {
    /// The password.
    pub(super) fn read(&self) -> Result<String, String> {
        match self {
            Self::Plain(text) => Ok(text.clone()),
            Self::File(path) => {
                let file = File::open(path).map_err(|error| told(&path.display(), &error))?;
                first_line(file).map_err(|why| format!("{}: {why}", path.display()))
            }
            Self::Command(words) => run(words),
            Self::Keyring { service, user } => {
                run(&["keyring", "get", service, user].map(str::to_owned)).map_err(|why| {
                    format!(
                        "{why}; the keyring is read by the command keyring: pip install keyring"
                    )
                })
            }
        }
    }
}

fn told(what: &dyn fmt::Display, error: &std::io::Error) -> String {
    let text = error.to_string();
    let plain = text.split(" (os error").next().unwrap_or_default();
    format!("{what}: {plain}")
}

/// The first line of what can be read, without its end.
fn first_line(from: impl Read) -> Result<String, String> {
    let mut line = Vec::new();
    let mut reader = BufReader::new(from.take(MOST_BYTES + 1));
    reader.read_until(b'\n', &mut line).map_err(|error| error.to_string())?;
    if line.len() as u64 > MOST_BYTES {
        return Err(format!("the first line is over {MOST_BYTES} bytes, which is no password"));
    }
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line);
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    if line.is_empty() {
        return Err("the first line is empty".to_owned());
    }
    String::from_utf8(line.to_vec()).map_err(|_| "the first line is not UTF-8".to_owned())
}

/// The first line that a command prints; it may ask on the terminal.
fn run(words: &[String]) -> Result<String, String> {
    let (program, arguments) = words.split_first().ok_or("the command is empty")?;
    let output = Command::new(program)
        .args(arguments)
        .stderr(Stdio::inherit())
        .stdin(Stdio::inherit())
        .output()
        .map_err(|error| told(program, &error))?;
    if !output.status.success() {
        return Err(format!("{program} ended with {}", output.status));
    }
    first_line(&output.stdout[..]).map_err(|why| format!("{program}: {why}"))
}
