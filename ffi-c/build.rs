//! Gives the shared library its SONAME, with the number of the ABI in it; on Windows, where names
//! have none, a version that the system shows.

use std::path::Path;

fn main() {
    println!("cargo:rerun-if-changed=src/objects/version.rs");
    println!("cargo:rerun-if-changed=build.rs");
    // One place has the number: the constant that the header shows.
    let source = std::fs::read_to_string(Path::new("src/objects/version.rs")).unwrap_or_default();
    let number = source.lines().find_map(|line| {
        line.strip_prefix("pub const COMMDN_ABI: u32 = ")?.strip_suffix(';')?.parse::<u32>().ok()
    });
    let Some(abi) = number else {
        println!(
            "cargo:warning=src/objects/version.rs has no line with COMMDN_ABI: the library gets no SONAME"
        );
        return;
    };
    match std::env::var("CARGO_CFG_TARGET_OS").as_deref() {
        Ok("linux") => println!("cargo:rustc-cdylib-link-arg=-Wl,-soname,libcommdn.so.{abi}"),
        Ok("macos") => {
            println!("cargo:rustc-cdylib-link-arg=-Wl,-install_name,@rpath/libcommdn.{abi}.dylib");
        }
        Ok("windows") => version_resource(),
        _ => {}
    }
}

/// What the system shows as the file's details.
fn version_resource() {
    println!("cargo:rerun-if-changed=commdn.rc");
    let of = |name: &str| std::env::var(name).unwrap_or_default();
    let numbers = ["CARGO_PKG_VERSION_MAJOR", "CARGO_PKG_VERSION_MINOR", "CARGO_PKG_VERSION_PATCH"];
    let macros = [
        format!("COMMDN_NUMBERS={},0", numbers.map(of).join(",")),
        format!("COMMDN_VERSION={}", of("CARGO_PKG_VERSION")),
    ];
    let compiled = embed_resource::compile_for_cdylib("commdn.rc", macros).manifest_required();
    if let Err(error) = compiled {
        println!("cargo:warning=the library has no version: {error}");
    }
}
