//! The outbox's file, whatever bytes it has: opened, listed and drained, or refused.
//!
//! Input: a byte of choices, then the file itself, or changes to a sound one: two bytes of a place and one that is
//! written there. Nothing panics or goes on for ever, and an entry that has its checksum is sent as it was submitted.

use std::path::Path;
use std::sync::LazyLock;
use std::time::Duration;

use commdn::message::Request;
use commdn::outbox::{Filter, OutboxConfig, OutboxId, Policy, Sender, Store, SubmitOptions};
use commdn::{Error, ErrorKind};
use rusqlite::{Connection, OpenFlags};

use crate::input::Input;

/// The phone numbers of the entries 1, 2 and so on.
const NUMBERS: [&str; 4] = ["5551230001", "5551230002", "5551230003", "5551230004"];
/// When they are submitted, and when the file is read, in milliseconds since 1970.
const THEN: u64 = 1_790_000_000_000;
const NOW: u64 = THEN + 60_000;
/// Steps of a sender, each of which may claim all that is due.
const STEPS: u64 = 8;

/// A file and its log of writes.
struct Files {
    file: Vec<u8>,
    log: Vec<u8>,
}

/// A sound file whose log is empty, and one that has everything in its log.
static SOUND: LazyLock<[Files; 2]> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder for the sound file");
    let path = folder.path().join("outbox.db");
    let mut store = Store::open(&path, Duration::ZERO).expect("a new outbox");
    for number in NUMBERS {
        let options = SubmitOptions::new().key(number);
        let request = Request::do_not_call().phone(number);
        store.submit(&request, &options, &OutboxConfig::new(), THEN).expect("there is room");
    }
    let read = |ending: &str| {
        std::fs::read(folder.path().join(format!("outbox.db{ending}"))).unwrap_or_default()
    };
    let open = Files { file: read(""), log: read("-wal") };
    drop(store);
    [Files { file: read(""), log: Vec::new() }, open]
});

/// Run the target.
pub fn run(data: &[u8]) {
    let mut input = Input::new(data);
    let choice = input.byte();
    let Ok(folder) = tempfile::tempdir() else { return };
    let path = folder.path().join("outbox.db");
    let sound = &SOUND[usize::from(choice & 2 != 0)];
    let (mut file, mut log) = (sound.file.clone(), sound.log.clone());
    if choice & 1 != 0 {
        file = input.rest().to_vec();
    }
    while !input.is_empty() {
        let place = usize::from(input.short());
        let value = input.byte();
        let into = if choice & 4 == 0 || log.is_empty() { &mut file } else { &mut log };
        let len = into.len();
        if let Some(byte) = place.checked_rem(len).and_then(|place| into.get_mut(place)) {
            *byte = value;
        }
    }
    if std::fs::write(&path, file).is_err() {
        return;
    }
    if !log.is_empty() && std::fs::write(folder.path().join("outbox.db-wal"), log).is_err() {
        return;
    }
    match drain(&path) {
        Ok(()) => {}
        Err(error) => assert_eq!(error.kind(), ErrorKind::Storage, "{error}"),
    }
}

/// Do with a file what programs do.
fn drain(path: &Path) -> Result<(), Error> {
    let mut store = Store::open(path, Duration::ZERO)?;
    let may_differ = lacks_checksums(path);
    // Each may be refused: what cannot be read is no reason not to send the rest.
    let _ = store.stats();
    let _ = store.list(Filter::All, OutboxId(0), 100);
    let _ = store.find(NUMBERS[0]);
    let mut sender = Sender::simulated(Policy::default(), 1);
    for step in 0..STEPS {
        let now = NOW + 1_000 * step;
        sender.nudge();
        sender.poll(&mut store, now, true)?;
        while let Some(outgoing) = sender.next(now) {
            let place = outgoing.id.0.checked_sub(1).and_then(|place| usize::try_from(place).ok());
            let submitted = place.and_then(|place| NUMBERS.get(place));
            let record = outgoing.request.fields().record.clone();
            let phone = record.and_then(|record| record.phone);
            assert!(
                may_differ || phone.as_deref() == submitted.copied(),
                "entry {} is sent as {phone:?}",
                outgoing.id
            );
            let error = Error::new(ErrorKind::Disconnected, "the connection was lost");
            sender.ended(outgoing.token, Err(error), now);
        }
    }
    store.outcomes(0, 100).map(drop)
}

/// Whether entries have none, as those of an older version, or that cannot be said: such entries are sent as they are.
fn lacks_checksums(path: &Path) -> bool {
    let count = || {
        let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let text = "SELECT count(*) FROM entry WHERE checksum IS NULL";
        connection.query_row(text, [], |row| row.get::<_, i64>(0))
    };
    count().map_or(true, |count| count > 0)
}
