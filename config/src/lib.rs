//! Configuration files of commdn's servers: TOML, read into a type and checked, where every mistake is
//! told with its file, line and key.
//!
//! Owns [`ConfigError`] and the way from a key to its line. Knows no keys.
//! Private to this project: no promise is made to anybody else.

mod error;
mod place;

use std::path::Path;

use serde::de::DeserializeOwned;

pub use error::ConfigError;

/// Read a configuration from TOML; `check` sees what the file's shape cannot tell.
///
/// # Errors
/// [`ConfigError`] names the line and the key.
pub fn read<T: DeserializeOwned>(
    text: &str,
    check: impl FnOnce(&T) -> Result<(), ConfigError>,
) -> Result<T, ConfigError> {
    let config = toml::from_str(text).map_err(|error| ConfigError::of_toml(text, &error))?;
    check(&config).map_err(|error| error.at_line_of(text))?;
    Ok(config)
}

/// Read a configuration file.
///
/// # Errors
/// [`ConfigError`] names the file, the line and the key.
pub fn load<T: DeserializeOwned>(
    path: &Path,
    check: impl FnOnce(&T) -> Result<(), ConfigError>,
) -> Result<T, ConfigError> {
    let text = std::fs::read_to_string(path).map_err(|error| ConfigError::unreadable(path, &error));
    read(&text?, check).map_err(|error| error.in_file(path))
}
