//! Gives the shared library its SONAME, with the number of the ABI in it.

use std::path::Path;

fn main() {
    println!("cargo:rerun-if-changed=src/version.rs");
    println!("cargo:rerun-if-changed=build.rs");
    // One place has the number: the constant that the header shows.
    let source = std::fs::read_to_string(Path::new("src/version.rs")).unwrap_or_default();
    let number = source.lines().find_map(|line| {
        line.strip_prefix("pub const COMMDN_ABI: u32 = ")?.strip_suffix(';')?.parse::<u32>().ok()
    });
    let Some(abi) = number else {
        println!(
            "cargo:warning=src/version.rs has no line with COMMDN_ABI: the library gets no SONAME"
        );
        return;
    };
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        println!("cargo:rustc-cdylib-link-arg=-Wl,-soname,libcommdn.so.{abi}");
    }
}
