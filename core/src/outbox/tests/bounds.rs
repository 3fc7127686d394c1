//! What an outbox refuses: keys of other requests, what is too long, what it has no room for.

use super::super::{Cells, Filter};
use super::*;

#[test]
fn a_key_names_one_request() {
    let mut bench = Bench::new();
    let first = bench.submit_with(&dnc("1"), SubmitOptions::new().key("k"));
    assert_eq!(bench.submit_with(&dnc("1"), SubmitOptions::new().key("k")), first);
    let options = SubmitOptions::new().key("k");
    let error = bench.store.submit(&dnc("2"), &options, &bench.config, bench.now).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArgument);
    assert!(error.message().contains(&format!("entry {first}")), "{error}");
    assert_eq!(bench.store.stats().unwrap().unfinished, 1);
}

#[test]
fn a_key_has_a_longest_length_and_counts() {
    let mut bench = Bench::new();
    let long = SubmitOptions::new().key("k".repeat(513));
    let error = bench.store.submit(&dnc("1"), &long, &bench.config, bench.now).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArgument);
    assert!(error.message().contains("513"), "{error}");
    bench.submit(&dnc("1"));
    let bare = bench.store.stats().unwrap().unfinished_bytes;
    bench.submit_with(&dnc("1"), SubmitOptions::new().key("k".repeat(512)));
    assert_eq!(bench.store.stats().unwrap().unfinished_bytes, 2 * bare + 512);
}

#[test]
fn retrying_keeps_to_the_bounds() {
    let mut bench = Bench::new();
    let dead: Vec<_> = (0..3)
        .map(|n| bench.submit_with(&dnc(&n.to_string()), SubmitOptions::new().max_attempts(1)))
        .collect();
    let mut sender = bench.sender(soon());
    for sent in bench.due(&mut sender) {
        sender.ended(sent.token, failed(ErrorKind::NoAnswer), bench.now);
    }
    bench.record(&mut sender);
    bench.config = OutboxConfig::new().max_entries(2);
    let limits = Limits::of(&bench.config);
    assert_eq!(bench.store.retry_dead(10, bench.now, limits).unwrap(), 2);
    let error = bench.store.retry(dead[2], bench.now, limits).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutboxFull);
    let error = bench.store.retry_dead(10, bench.now, limits).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutboxFull);
    let stats = bench.store.stats().unwrap();
    assert_eq!((stats.unfinished, stats.dead), (2, 1), "the third is a dead letter as before");
}

#[test]
fn cells_of_an_export_are_texts_unless_they_are_wanted_as_they_came() {
    let folder = folder();
    let outbox = open(&folder);
    let customers = ["=cmd|'/c calc'!A1", "@SUM(1)", "-1+1", "+15551234567", "a\x1b[2J\u{202e}\nb"];
    for customer in customers {
        let request = Request::do_not_call().customer_id(customer);
        outbox.submit(&request, SubmitOptions::new().key(format!("={customer}"))).unwrap();
    }
    let written = |cells| {
        let mut out = Vec::new();
        outbox.export(Filter::All, cells, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    let neutral = written(Cells::Neutral);
    assert_eq!(neutral.lines().count(), 1 + customers.len());
    assert!(neutral.contains(",+15551234567,"), "{neutral}");
    for cell in neutral.lines().skip(1).flat_map(|line| line.split(',')) {
        let number = cell.trim_start_matches('+').bytes().all(|byte| byte.is_ascii_digit());
        assert!(!cell.starts_with(['=', '+', '-', '@']) || number, "{cell}");
        assert!(!cell.contains(|c: char| c.is_control() || c == '\u{202e}'), "{cell}");
    }
    let as_is = written(Cells::AsIs);
    for customer in customers {
        assert!(as_is.contains(customer), "{as_is}");
    }
}

#[test]
fn a_full_disk_under_an_export_is_a_fault_of_storage() {
    let folder = folder();
    let outbox = open(&folder);
    outbox.submit(&dnc("1"), SubmitOptions::new()).unwrap();
    if std::path::Path::new("/dev/full").exists() {
        let error = outbox.export_file(Filter::All, Cells::Neutral, "/dev/full").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Storage, "{error}");
    }
}

#[test]
fn an_export_never_replaces_the_outbox() {
    let folder = folder();
    let outbox = open(&folder);
    let id = outbox.submit(&dnc("1"), SubmitOptions::new()).unwrap();
    let alias = folder.path().join("alias.csv");
    std::fs::hard_link(folder.path().join("outbox.db"), &alias).unwrap();
    for own in ["outbox.db", "outbox.db-wal", "alias.csv"] {
        let error =
            outbox.export_file(Filter::All, Cells::Neutral, folder.path().join(own)).unwrap_err();
        // Windows lets nobody look at an open file under its other name: it is refused all the same.
        let words =
            if cfg!(windows) && own == "alias.csv" { "alias.csv" } else { "the outbox itself" };
        assert!(error.message().contains(words), "{own}: {error}");
    }
    let other = Outbox::open(folder.path().join("other.db"), OutboxConfig::new()).unwrap();
    let onto = outbox.export_file(Filter::All, Cells::Neutral, folder.path().join("other.db"));
    assert!(onto.unwrap_err().message().contains("a database in use"));
    drop(other);
    let file = folder.path().join("list.csv");
    std::fs::write(&file, "old").unwrap();
    assert_eq!(outbox.export_file(Filter::All, Cells::Neutral, &file).unwrap(), 1);
    assert_eq!(std::fs::read_to_string(&file).unwrap().lines().count(), 2);
    assert_eq!(outbox.entry(id).unwrap().id, id);
    let nowhere =
        outbox.export_file(Filter::All, Cells::Neutral, folder.path().join("no/such/list.csv"));
    assert_eq!(nowhere.unwrap_err().kind(), ErrorKind::InvalidArgument);
}

#[cfg(unix)]
#[test]
fn what_holds_phone_numbers_is_for_its_owner() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    let mode =
        |name: &str| folder.path().join(name).metadata().unwrap().permissions().mode() & 0o777;
    std::os::unix::fs::symlink("target.db", folder.path().join("link.db")).unwrap();
    let outbox = Outbox::open(folder.path().join("link.db"), OutboxConfig::new()).unwrap();
    outbox.submit(&dnc("1"), SubmitOptions::new()).unwrap();
    outbox.export_file(Filter::All, Cells::Neutral, folder.path().join("list.csv")).unwrap();
    assert_eq!((mode("target.db"), mode("list.csv")), (0o600, 0o600));
}

#[test]
fn times_of_any_length_are_taken() {
    let folder = folder();
    let config = OutboxConfig::new()
        .busy_timeout(Duration::MAX)
        .close_timeout(Duration::MAX)
        .poll_interval(Duration::MAX);
    let outbox = Outbox::open(folder.path().join("outbox.db"), config).unwrap();
    outbox.submit(&dnc("1"), SubmitOptions::new().max_age(Duration::MAX)).unwrap();
}

#[test]
fn options_that_make_no_sense_are_refused_by_their_names() {
    let folder = folder();
    let ms = Duration::from_millis;
    let policy = Policy::default;
    for (policy, named) in [
        (policy().backoff(ms(0), ms(10)), "first backoff is 0"),
        (policy().backoff(ms(10), ms(0)), "longest backoff is 0"),
        (policy().backoff(ms(5000), ms(1000)), "first backoff 5s is longer than the longest"),
        (policy().lease(ms(29)), "lease 29ms"),
        (policy().window(0), "window is 0"),
        (policy().max_attempts(0), "max_attempts is 0"),
    ] {
        let config = OutboxConfig::new().policy(policy);
        let error = Outbox::open(folder.path().join("outbox.db"), config).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument);
        assert!(error.message().contains(named), "{error}");
    }
    assert!(!folder.path().join("outbox.db").exists(), "nothing was made");
    let outbox = open(&folder);
    let error = outbox.submit(&dnc("1"), SubmitOptions::new().max_attempts(0)).unwrap_err();
    assert!(error.message().contains("max_attempts is 0"), "{error}");
}

#[test]
fn no_backoff_undercuts_the_floor() {
    let policy = Policy::default().backoff(Duration::from_nanos(1), Duration::from_millis(2));
    let mut rng = fastrand::Rng::with_seed(3);
    for attempts in 1..200 {
        assert_eq!(policy.pause_ms(attempts, &mut rng), 100);
    }
}
