//! `commdn-sim init`: a commented configuration file, which is the demo contact centre.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::PathBuf;

use super::Done;

/// The file; a test holds it against [`commdn_sim::Config::demo`].
const TEMPLATE: &str = include_str!("template.toml");

pub(super) fn run(file: Option<PathBuf>, force: bool) -> Done {
    let Some(path) = file else {
        std::io::stdout().write_all(TEMPLATE.as_bytes())?;
        return Ok(());
    };
    let mut options = OpenOptions::new();
    options.write(true).truncate(true);
    // Passwords of applications may be written into it.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let options = if force { options.create(true) } else { options.create_new(true) };
    let mut out = options.open(&path).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => {
            format!("{} is there already; --force replaces it", path.display())
        }
        _ => format!("{} cannot be written: {error}", path.display()),
    })?;
    out.write_all(TEMPLATE.as_bytes())?;
    println!("{0} is written; `commdn-sim run --config {0}` runs it", path.display());
    Ok(())
}

#[cfg(test)]
mod tests {
    use commdn_sim::Config;

    #[test]
    fn the_template_is_the_demo_contact_centre() {
        let mut read = Config::from_toml(super::TEMPLATE).unwrap();
        // The file names where the control interface listens; embedded, nobody asked for one.
        assert_eq!(read.tserver.control_listen.take().as_deref(), Some("127.0.0.1:3001"));
        assert_eq!(read, Config::demo());
    }
}
