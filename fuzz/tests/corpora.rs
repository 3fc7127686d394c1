//! Every committed input of every target, as an ordinary test.

use std::path::{Path, PathBuf};

use commdn_fuzz::TARGETS;

fn corpus(target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target);
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|file| file.expect("a folder can be read").path())
        .collect();
    files.sort();
    let read = |path: PathBuf| {
        let bytes = std::fs::read(&path).expect("a committed file can be read");
        (path, bytes)
    };
    files.into_iter().map(read).collect()
}

#[test]
fn every_input_of_the_corpora_passes() {
    for (name, run) in TARGETS {
        let files = corpus(name);
        assert!(files.len() >= 5, "only {} inputs of {name}", files.len());
        for (path, bytes) in files {
            let result = std::panic::catch_unwind(|| run(&bytes));
            assert!(result.is_ok(), "{} fails", path.display());
        }
    }
}

#[test]
fn the_corpora_are_small() {
    let all = TARGETS.iter().flat_map(|(name, _)| corpus(name));
    let bytes: usize = all.map(|(_, bytes)| bytes.len()).sum();
    assert!(bytes < 1 << 20, "{bytes} bytes");
}
