//! Outboxes that this process has open, and those inherited through a fork.
//!
//! SQLite keeps one record of each file that the process has open. A forked child inherits the
//! record without the locks in it. A connection that the child opens beside an inherited one is
//! therefore not locked at all, and its writes are lost as soon as another process believes to be
//! the last one at the file. Inherited files are closed before the child opens its own. This
//! disturbs no other process: a child holds no locks that closing could release.

use std::sync::{Arc, Weak};
use std::time::Duration;

use super::shared::Shared;
use crate::error::{Error, ErrorKind};
use commdn_rt::fork::Origin;
use commdn_rt::sync::Mutex;

static OPEN: Mutex<Open> =
    Mutex::new(Open { outboxes: Vec::new(), opening: Vec::new(), stuck: false });

#[derive(Debug)]
struct Open {
    /// Those that are open; what is gone is left out when the next one comes.
    outboxes: Vec<Weak<Shared>>,
    /// For each that is being opened, the process that does it.
    opening: Vec<Origin>,
    /// One could not be closed in this process, or in the one that it was forked from.
    stuck: bool,
}

/// How long another thread may hold the list, which it only ever scans.
const PATIENCE: Duration = Duration::from_secs(5);

/// Open an outbox by `open`, after closing what this process has inherited.
///
/// # Errors
/// Those of `open`; [`ErrorKind::Forked`] if the parent was using an outbox at the moment of the
/// fork: SQLite's own locks are then held by a thread that does not exist here.
pub(super) fn open(
    open: impl FnOnce() -> Result<Arc<Shared>, Error>,
) -> Result<Arc<Shared>, Error> {
    close_inherited()?;
    // Whatever happens in between: what is noted as being opened would keep forked processes out.
    let opening = Opening;
    let opened = open();
    drop(opening);
    let mut list = OPEN.lock();
    list.outboxes.retain(|outbox| outbox.strong_count() > 0);
    list.outboxes.extend(opened.as_ref().map(Arc::downgrade));
    opened
}

/// One is being opened, as long as this lives.
struct Opening;

impl Drop for Opening {
    fn drop(&mut self) {
        OPEN.lock().opening.pop();
    }
}

/// Close what is inherited, and note that one is being opened.
fn close_inherited() -> Result<(), Error> {
    let busy = || {
        let text = "an outbox was in use by another thread when this process was forked: \
                    fork before outboxes are used, or start a new program";
        Error::new(ErrorKind::Forked, text)
    };
    let mut list = OPEN.try_lock_for(PATIENCE).ok_or_else(busy)?;
    if list.stuck || list.opening.iter().any(Origin::is_elsewhere) {
        return Err(busy());
    }
    let inherited = |outbox: &Weak<Shared>| outbox.upgrade().filter(|outbox| outbox.is_foreign());
    let inherited: Vec<_> = list.outboxes.iter().filter_map(inherited).collect();
    if !inherited.iter().all(|outbox| outbox.close_inherited()) {
        list.stuck = true;
        drop(list);
        return Err(busy());
    }
    list.opening.push(Origin::here());
    // The last handle of one may be in `inherited`, which ends with the list unlocked.
    drop(list);
    Ok(())
}

/// Note that one that was inherited cannot be closed, and is left as it is.
pub(super) fn note_stuck() {
    if let Some(mut list) = OPEN.try_lock_for(PATIENCE) {
        list.stuck = true;
    }
}
