//! The layers as docs/architecture.md draws them, read from the sources.
//!
//! Owns which module of the core may use which, what the other crates may use, and how many files may use each
//! other in a circle. Reads `use` lines and paths of the code that is shipped, not of tests. And the reader's walk
//! of docs/architecture.md: each hop is a file and a function that are there.

#[path = "layers/sources.rs"]
mod sources;

use std::collections::{BTreeMap, BTreeSet};

use sources::{Sources, circles, root};

/// The modules of the core from the ground up, those of one line side by side: a module may use those of the lines
/// above it only.
const CORE: &[&[&str]] = &[
    &["description", "text", "time", "test_hooks"],
    &["finding", "kvlist", "phone"],
    &["message"],
    &["exchange", "link"],
    &["carrier"],
    &["error"],
    &["companions", "delays"],
    &["directory"],
    &["doctor"],
    &["session"],
    &["outbox", "site"],
];

/// The crates from the ground up, likewise. The bindings embed the simulator (`sim:`), which knows none of them.
const CRATES: &[&[&str]] =
    &[&["commdn_rt"], &["commdn"], &["commdn_sim"], &["commdn-ffi", "commdn-python"]];

/// How many files may use each other in a circle: a type in two or three files is one.
const MOST_IN_A_CIRCLE: &[(&str, usize)] = &[("core/src", 3), ("ffi-c/src", 1), ("rt/src", 1)];

fn line_of(layers: &[&[&str]], name: &str) -> usize {
    let line = layers.iter().position(|line| line.contains(&name));
    line.unwrap_or_else(|| panic!("{name} stands in no layer: say where it belongs"))
}

#[test]
fn a_module_of_the_core_uses_only_what_lies_below_it() {
    let sources = Sources::read("core/src");
    let mut against = BTreeSet::new();
    for (file, used) in sources.uses() {
        let (from, to) = (module(file), module(used));
        if from == to || from == "lib" {
            continue;
        }
        if line_of(CORE, to) >= line_of(CORE, from) {
            against.insert(format!("{file} uses {used}"));
        }
    }
    assert!(against.is_empty(), "against the layers:\n{against:#?}");
}

/// That the reading sees what is there: through a group, a `mod.rs` that passes a name on, and `super`.
#[test]
fn uses_are_read_as_the_compiler_reads_them() {
    let sources = Sources::read("core/src");
    let uses: BTreeSet<_> = sources.uses().collect();
    for arrow in [
        ("session/handle.rs", "session/shared.rs"),
        ("session/handle.rs", "exchange/options.rs"),
        ("session/engine.rs", "link/client.rs"),
        ("link/client.rs", "time.rs"),
        ("carrier/host.rs", "link/server_message.rs"),
        ("carrier/tls/connector.rs", "carrier/error.rs"),
        ("outbox/drain.rs", "outbox/sender.rs"),
    ] {
        assert!(uses.contains(&arrow), "{arrow:?} is not seen");
    }
    let arrows = BTreeMap::from([
        ("a", BTreeSet::from(["b"])),
        ("b", BTreeSet::from(["c"])),
        ("c", BTreeSet::from(["b", "d"])),
        ("d", BTreeSet::new()),
    ]);
    let large: Vec<_> = circles(&arrows).into_iter().filter(|circle| circle.len() > 1).collect();
    assert_eq!(large, [BTreeSet::from(["b", "c"])]);
}

/// The first folder or file below the crate's root.
fn module(file: &str) -> &str {
    file.split(['/', '.']).next().unwrap_or(file)
}

#[test]
fn exchange_and_link_know_nothing_of_each_other() {
    let sources = Sources::read("core/src");
    let sides = ["exchange", "link"];
    let both = |(file, used): &(&str, &str)| {
        sides.contains(&module(file))
            && sides.contains(&module(used))
            && module(file) != module(used)
    };
    let found: Vec<_> = sources.uses().filter(both).collect();
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn a_crate_uses_only_crates_below_it() {
    for (folder, name) in [
        ("rt/src", "commdn_rt"),
        ("core/src", "commdn"),
        ("sim/src", "commdn_sim"),
        ("ffi-c/src", "commdn-ffi"),
        ("python/src", "commdn-python"),
    ] {
        for (file, text) in &Sources::read(folder).texts {
            for used in ["commdn_rt", "commdn", "commdn_sim"] {
                let uses = text.contains(&format!("{used}::"));
                assert!(
                    !uses || used == name || line_of(CRATES, used) < line_of(CRATES, name),
                    "{folder}/{file} uses {used}"
                );
            }
        }
    }
}

/// The command line of the simulator alone has a session: it answers as a client would.
#[test]
fn the_simulator_plays_a_server_and_has_no_session() {
    for (file, text) in &Sources::read("sim/src").texts {
        let uses = text.contains("commdn::session") || text.contains("commdn::outbox");
        assert!(!uses || file.starts_with("cli/"), "sim/src/{file} uses a session");
    }
}

#[test]
fn files_do_not_use_each_other_in_large_circles() {
    for (folder, most) in MOST_IN_A_CIRCLE {
        let sources = Sources::read(folder);
        let mut arrows: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (file, used) in sources.uses() {
            arrows.entry(file).or_default().insert(used);
        }
        let large: Vec<_> =
            circles(&arrows).into_iter().filter(|circle| circle.len() > *most).collect();
        assert!(large.is_empty(), "{folder}: more than {most} files in a circle: {large:#?}");
    }
}

/// A step of the walk: `` `file` `function` `` in a row of the table.
#[test]
fn each_hop_of_the_readers_walk_is_a_function_that_is_there() {
    let page = std::fs::read_to_string(root().join("docs/architecture.md")).unwrap();
    let walk = page.split("## A reader's walk").nth(1).expect("the page has the walk");
    let walk = walk.split("\n## ").next().unwrap_or(walk);
    let mut hops = 0;
    for row in walk.lines().filter(|line| line.starts_with("| ") && line.contains('`')) {
        let quoted: Vec<&str> = row.split('`').skip(1).step_by(2).collect();
        let [file, function, ..] = quoted[..] else { panic!("no file and function in {row}") };
        let text = std::fs::read_to_string(root().join(file))
            .unwrap_or_else(|error| panic!("{file} of the walk: {error}"));
        let name = function.rsplit("::").next().unwrap_or(function);
        let defined = ["fn ", "def "].iter().any(|kind| {
            text.match_indices(&format!("{kind}{name}")).any(|(at, found)| {
                !text[at + found.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_')
            })
        });
        assert!(defined, "{file} has no function {name}");
        if let Some((owner, _)) = function.split_once("::") {
            assert!(text.contains(owner), "{file} has no {owner}");
        }
        hops += 1;
    }
    assert!(hops >= 15, "the walk has {hops} hops");
}
