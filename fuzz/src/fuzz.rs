//! libFuzzer's program: runs the target that `COMMDN_FUZZ_TARGET` names.

#![no_main]

use std::sync::LazyLock;

use commdn_fuzz::Target;

static TARGET: LazyLock<Target> = LazyLock::new(|| {
    let name = std::env::var("COMMDN_FUZZ_TARGET").unwrap_or_default();
    commdn_fuzz::target(&name).unwrap_or_else(|| {
        eprintln!("COMMDN_FUZZ_TARGET is {name:?}, no target");
        std::process::exit(2)
    })
});

libfuzzer_sys::fuzz_target!(|data: &[u8]| TARGET(data));
