//! Outboxes of real processes that run out of room, of file length, and of descriptors.
//!
//! What a process was told to be stored is there afterwards; what was not is refused in one line.

#![cfg(target_os = "linux")]

use std::path::Path;
use std::process::{Command, Output};

use commdn::message::Request;
use commdn::outbox::{Outbox, OutboxConfig, SubmitOptions};
use tempfile::TempDir;

const WORKER: &str = env!("CARGO_BIN_EXE_outbox-worker");

/// Run a script of the shell, in which `$0` is the worker and `$1` the folder.
fn script(text: &str, folder: &Path) -> Output {
    let mut command = Command::new("bash");
    // A file that may not grow is an error to be told, not a signal that kills.
    // What counts which lines are run has a file of its own to write, and tells so.
    command.env("LLVM_PROFILE_FILE", "/dev/null");
    command.args(["-c", &format!("trap '' XFSZ; cd \"$1\"; {text}"), WORKER]).arg(folder);
    command.output().unwrap()
}

fn lines(bytes: &[u8]) -> Vec<String> {
    String::from_utf8_lossy(bytes).lines().map(str::to_owned).collect()
}

/// Every phone that was told to be stored has its entry, and the file takes more.
fn all_are_there(told: &[String], file: &Path) {
    let outbox = Outbox::open(file, OutboxConfig::new()).unwrap();
    for phone in told.iter().filter(|line| line.len() == 10) {
        assert!(outbox.find(phone).unwrap().is_some(), "{phone} was told to be stored");
    }
    outbox.submit(&Request::do_not_call().phone("5559999999"), SubmitOptions::new()).unwrap();
}

#[test]
fn files_that_may_not_grow_refuse_in_one_line_and_keep_what_they_have() {
    for blocks in [20, 100, 400] {
        let folder = TempDir::new().unwrap();
        let run = format!("ulimit -f {blocks}; exec \"$0\" submit o.db 0 100000");
        let ended = script(&run, folder.path());
        let (told, errors) = (lines(&ended.stdout), lines(&ended.stderr));
        assert_eq!(ended.status.code(), Some(1), "{errors:?}");
        assert!(errors.len() == 1 && errors[0].contains("o.db cannot be "), "{errors:?}");
        assert!(blocks < 100 || !told.is_empty(), "{blocks} blocks are room for some");
        all_are_there(&told, &folder.path().join("o.db"));
    }
}

#[test]
fn a_full_disk_refuses_in_one_line_and_takes_more_when_there_is_room() {
    let folder = TempDir::new().unwrap();
    // A small disk that only the script sees; not every system lets one have that.
    let own = "unshare --map-root-user --mount";
    if !script(&format!("{own} mount -t tmpfs tmpfs ."), folder.path()).status.success() {
        eprintln!("no disk of one's own can be had here");
        return;
    }
    let within = "mkdir disk; mount -t tmpfs -o size=400k tmpfs disk; head -c 100k /dev/zero >disk/filler; \
         \"$0\" submit disk/o.db 0 100000; echo $? >status; rm disk/filler; \
         \"$0\" submit disk/o.db 200000 1 >after && cp disk/o.db* .";
    let ended = script(&format!("{own} bash -c '{within}' \"$0\""), folder.path());
    let (told, errors) = (lines(&ended.stdout), lines(&ended.stderr));
    let file = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap_or_default();
    assert_eq!(file("status"), "1\n", "{errors:?}");
    assert!(errors.len() == 1 && errors[0].contains("full"), "{errors:?}");
    assert!(!told.is_empty() && file("after") == "5550200000\n", "{errors:?}");
    all_are_there(&told, &folder.path().join("o.db"));
}

#[test]
fn few_descriptors_are_enough_or_told_in_one_line() {
    let mut enough = 0;
    for descriptors in 3..16 {
        let folder = TempDir::new().unwrap();
        let run = format!("ulimit -n {descriptors}; exec \"$0\" submit o.db 0 3");
        let ended = script(&run, folder.path());
        let (told, errors) = (lines(&ended.stdout), lines(&ended.stderr));
        if ended.status.success() {
            assert_eq!((told.len(), errors.len()), (3, 0));
            enough += 1;
        } else {
            // Below that a process cannot even be loaded, which is its loader's to tell.
            let is_ours = errors.iter().any(|line| line.contains("o.db cannot be "));
            assert!(errors.len() == 1 && (is_ours || told.is_empty()), "{descriptors}: {errors:?}");
        }
        all_are_there(&told, &folder.path().join("o.db"));
    }
    assert!(enough > 3, "an outbox needs few");
}

#[test]
fn an_open_outbox_without_a_free_descriptor_takes_requests_and_tells_what_it_cannot_write() {
    let folder = TempDir::new().unwrap();
    let ended = script("exec \"$0\" starve o.db", folder.path());
    let (told, errors) = (lines(&ended.stdout), lines(&ended.stderr));
    assert!(ended.status.success() && errors.is_empty(), "{errors:?}");
    let phones: Vec<_> = told.iter().filter(|line| line.starts_with("555")).cloned().collect();
    assert_eq!(phones.len(), 3, "{told:?}");
    let export = told.iter().find_map(|line| line.strip_prefix("export: ")).unwrap();
    assert!(
        export.starts_with("Storage: ") && export.contains("e.csv cannot be written"),
        "{export}"
    );
    assert!(told.iter().any(|line| line == "exported 3"), "{told:?}");
    all_are_there(&phones, &folder.path().join("o.db"));
}
