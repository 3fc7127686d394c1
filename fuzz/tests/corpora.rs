//! Every committed input of every target, as an ordinary test.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use commdn_fuzz::TARGETS;
use flate2::read::GzDecoder;
use tar::Archive;

/// The inputs of a target by name, as `corpus.py` has packed them.
fn corpus(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let path = folder.join(format!("{target}.tar.gz"));
    let file = File::open(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut archive = Archive::new(GzDecoder::new(file));
    let mut inputs = Vec::new();
    for entry in archive.entries().expect("an archive") {
        let mut entry = entry.expect("a whole archive");
        let name = entry.path().expect("a name").display().to_string();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).expect("a whole archive");
        inputs.push((name, bytes));
    }
    inputs
}

#[test]
fn every_input_of_the_corpora_passes() {
    for (name, run) in TARGETS {
        let files = corpus(name);
        assert!(files.len() >= 5, "only {} inputs of {name}", files.len());
        for (input, bytes) in files {
            let result = std::panic::catch_unwind(|| run(&bytes));
            assert!(result.is_ok(), "{name}/{input} fails");
        }
    }
}

#[test]
fn the_corpora_are_small() {
    let all = TARGETS.iter().flat_map(|(name, _)| corpus(name));
    let bytes: usize = all.map(|(_, bytes)| bytes.len()).sum();
    assert!(bytes < 1 << 20, "{bytes} bytes");
}
