//! `commdn-bridge init`: a commented configuration file to start from.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::PathBuf;

use super::Done;

const TEMPLATE: &str = include_str!("template.toml");

pub(super) fn run(file: Option<PathBuf>, force: bool) -> Done {
    let Some(file) = file else {
        print!("{TEMPLATE}");
        return Ok(());
    };
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true).create_new(!force);
    // It may get hashes of passwords.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o640);
    let mut out = options.open(&file).map_err(|error| {
        let hint = if file.exists() { " (--force replaces it)" } else { "" };
        format!("{} cannot be written: {error}{hint}", file.display())
    })?;
    out.write_all(TEMPLATE.as_bytes())?;
    println!("{} written; check it with commdn-bridge check {0}", file.display());
    Ok(())
}

#[cfg(test)]
mod tests {
    use commdn_bridge::Config;
    use commdn_bridge::config::{Bridge, Upstream};

    #[test]
    fn the_template_is_right_and_has_the_defaults() {
        let config = Config::from_toml(super::TEMPLATE).unwrap();
        assert_eq!(config.bridge, Bridge::default());
        let servers = config.upstream.servers.clone();
        assert_eq!(config.upstream, Upstream::new(servers));
        assert!(!config.clients.unknown && config.clients.own_echo);
    }

    #[test]
    fn every_key_is_in_the_template() {
        let mut all = Config::from_toml(super::TEMPLATE).unwrap();
        all.tls = Some(commdn_bridge::config::Tls::new("a", "b"));
        let text = serde_json::to_value(&all).unwrap();
        let mut keys = Vec::new();
        collect(&text, &mut keys);
        for key in keys {
            assert!(super::TEMPLATE.contains(&key), "{key} is missing");
        }
    }

    fn collect(value: &serde_json::Value, keys: &mut Vec<String>) {
        match value {
            serde_json::Value::Object(table) => {
                for (key, value) in table {
                    keys.push(key.clone());
                    collect(value, keys);
                }
            }
            serde_json::Value::Array(values) => {
                values.iter().for_each(|value| collect(value, keys))
            }
            _ => {}
        }
    }
}
