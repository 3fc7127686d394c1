//! Handle of an outbox for applications: the file, and the thread that drains it.

use std::borrow::Borrow;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::config::{OutboxConfig, SubmitOptions};
use super::drain::{self, Stop};
use super::open_files;
use super::report::{self, Cells};
use super::sender::SenderStats;
use super::shared::{ChangeSignal, Shared};
use super::store::{Limits, Store, Submission};
use super::types::{Entry, Filter, OutboxId, OutboxStats, Outcome};
use super::verdict::millis;
use crate::delays;
use crate::error::{Error, ErrorKind};
use crate::message::Request;
use crate::session::{Life, Session, Wait};
use commdn_rt::sync::Mutex;
use commdn_rt::thread::Thread;

/// Entries that an iterator reads at a time.
const PAGE: usize = 500;
/// Default time limit of a wait.
const DEFAULT_WAIT: Duration = Duration::from_secs(10);

/// Requests in a file, each kept until it has exactly one outcome.
///
/// Cheap to clone; all clones are one outbox. Every method may be called by any number of
/// threads at a time, with or without a session attached. Calls block while another process
/// writes to the file, up to `busy_timeout`.
#[derive(Debug, Clone)]
pub struct Outbox {
    inner: Arc<Inner>,
}

/// State shared by the handles; the end of the last one stops the sender.
#[derive(Debug)]
struct Inner {
    shared: Arc<Shared>,
    sender: Mutex<Option<Attached>>,
}

/// A session that the outbox was attached to, and the thread that drains over it.
#[derive(Debug)]
struct Attached {
    stop: Stop,
    thread: Thread,
    session: Life,
}

impl Attached {
    /// Whether it sends, and its session still can. If not, its thread only records what the
    /// session has told.
    fn is_live(&self) -> bool {
        !self.stop.is_asked() && !self.thread.is_finished() && !self.session.is_over()
    }
}

impl Outbox {
    /// Open the outbox in a file, making it, readable for its owner only, if there is none.
    ///
    /// A forked process opens its own; what it has inherited is closed first.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`] names an option that makes no sense, see
    /// [`OutboxConfig::check`]. [`ErrorKind::Storage`] names the file: it cannot be opened, is not
    /// an outbox, or a newer program's. [`ErrorKind::Forked`] if another thread was using an outbox
    /// when this process was forked.
    pub fn open(path: impl AsRef<Path>, config: OutboxConfig) -> Result<Self, Error> {
        check_path(path.as_ref())?;
        config.check()?;
        let shared = open_files::open(|| {
            let store = Store::open(path, config.settings.busy_timeout)?;
            Ok(Arc::new(Shared::new(store, config)))
        })?;
        Ok(Self { inner: Arc::new(Inner { shared, sender: Mutex::new(None) }) })
    }

    fn shared(&self) -> &Shared {
        &self.inner.shared
    }

    /// Put a request in; when this returns it is on the disk.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidRequest`], [`ErrorKind::OutboxFull`], [`ErrorKind::Storage`],
    /// [`ErrorKind::Forked`]: nothing was put in.
    pub fn submit(&self, request: &Request, options: SubmitOptions) -> Result<OutboxId, Error> {
        let shared = self.shared();
        let now = shared.now();
        let ids =
            self.put([Submission::checked(request, &options, &shared.config, now)?].into())?;
        ids.first().copied().ok_or_else(|| Error::new(ErrorKind::Internal, "no number was given"))
    }

    /// Put requests in, all of them or none; when this returns they are on the disk.
    ///
    /// # Errors
    /// As [`Outbox::submit`]; that of an invalid request tells its place, counted from 0.
    pub fn submit_many<R: Borrow<Request>>(
        &self,
        requests: impl IntoIterator<Item = (R, SubmitOptions)>,
    ) -> Result<Vec<OutboxId>, Error> {
        let shared = self.shared();
        let now = shared.now();
        let requests = requests.into_iter().enumerate();
        let submissions = requests.map(|(place, (request, options))| {
            Submission::checked(request.borrow(), &options, &shared.config, now).map_err(|error| {
                let text = format!("request {place} of those submitted: {}", error.message());
                error.with_message(text)
            })
        });
        self.put(submissions.collect::<Result<_, _>>()?)
    }

    fn put(&self, submissions: Vec<Submission>) -> Result<Vec<OutboxId>, Error> {
        let shared = self.shared();
        let limits = Limits::of(&shared.config);
        let ids = shared.with(|store| store.submit_all(submissions, limits))?;
        shared.tell_change();
        Ok(ids)
    }

    /// Send what is in the outbox over `session`, on its own thread, until the session is over or
    /// [`Outbox::detach`] is called. The session is kept open for that long.
    ///
    /// A session that is over is replaced at once. Blocks only then, for the last write of what it
    /// has told, up to `busy_timeout`.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`] if a session is attached that is not over;
    /// [`ErrorKind::Closed`] if this one is over; [`ErrorKind::WaitTimeout`] if the file is locked
    /// for longer than `busy_timeout`; [`ErrorKind::Forked`], [`ErrorKind::Internal`].
    pub fn attach(&self, session: &Session) -> Result<(), Error> {
        self.shared().with(|_| Ok(()))?;
        loop {
            let mut sender = self.inner.sender.lock();
            if sender.as_ref().is_some_and(Attached::is_live) {
                let text = "the outbox is attached to a session already: detach it first";
                return Err(Error::new(ErrorKind::InvalidArgument, text));
            }
            let Some(old) = sender.take() else {
                let shared = Arc::clone(&self.inner.shared);
                let (stop, thread) = drain::start(shared, session.clone())?;
                *sender = Some(Attached { stop, thread, session: session.life() });
                return Ok(());
            };
            // It ends by itself. Others may look, and attach, meanwhile.
            drop(sender);
            self.inner.join(old, Instant::now() + self.config().settings.busy_timeout)?;
        }
    }

    /// Whether a session is attached that is not over.
    #[must_use]
    pub fn is_attached(&self) -> bool {
        self.inner.sender.lock().as_ref().is_some_and(Attached::is_live)
    }

    /// Call `signal` whenever this process may have recorded an outcome, and when a session that
    /// the outbox is attached to has ended: what an event loop needs. It must return at once, and
    /// not use the outbox.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`] if it has a signal already.
    pub fn on_change(&self, signal: impl Fn() + Send + Sync + 'static) -> Result<(), Error> {
        if self.shared().set_signal(ChangeSignal(Box::new(signal))) {
            return Ok(());
        }
        Err(Error::new(ErrorKind::InvalidArgument, "the outbox has a signal already"))
    }

    /// Why the attached sender cannot use the file at the moment: the disk is full, the file has
    /// another name. `None` while it can, and while none is attached.
    ///
    /// It tries again by itself; until then nothing is sent or recorded, and waits go on.
    #[must_use]
    pub fn trouble(&self) -> Option<Error> {
        self.shared().trouble.lock().clone()
    }

    /// Stop sending. Requests under way have until `timeout` to be answered; what is not answered
    /// then is repeated by the next sender, or, if it may not be repeated, ends as unknown.
    ///
    /// Blocks up to `timeout`, and for the last write. Detaching twice is harmless.
    ///
    /// # Errors
    /// [`ErrorKind::WaitTimeout`] if the file is locked for longer; [`ErrorKind::Forked`].
    pub fn detach(&self, timeout: Duration) -> Result<(), Error> {
        self.shared().with(|_| Ok(()))?;
        self.inner.stop(timeout)
    }

    /// The outcome of an entry, if it has one; does not wait for one.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`] if there is no such entry; [`ErrorKind::Storage`],
    /// [`ErrorKind::Forked`].
    pub fn outcome(&self, id: OutboxId) -> Result<Option<Outcome>, Error> {
        self.shared().with(|store| store.outcome(id))
    }

    /// The outcome of an entry, whichever process records it.
    ///
    /// Blocks up to `wait`; the default is 10 seconds.
    ///
    /// # Errors
    /// [`ErrorKind::WaitTimeout`] if it has none in time; otherwise as [`Outbox::outcome`].
    pub fn wait(&self, id: OutboxId, wait: Wait) -> Result<Outcome, Error> {
        let shared = self.shared();
        let deadline = deadline(wait);
        loop {
            let seen = shared.changes();
            if let Some(outcome) = self.outcome(id)? {
                return Ok(outcome);
            }
            let look = Instant::now() + shared.config.settings.poll_interval;
            if deadline.is_some_and(|deadline| Instant::now() >= deadline) {
                let text = format!("entry {id} of the outbox has no outcome yet");
                return Err(Error::new(ErrorKind::WaitTimeout, text));
            }
            shared.wait_for_change(seen, deadline.map_or(look, |deadline| deadline.min(look)));
        }
    }

    /// Wait until no entry is without an outcome; returns whether that is so.
    ///
    /// Blocks up to `wait`.
    ///
    /// # Errors
    /// [`ErrorKind::Storage`], [`ErrorKind::Forked`].
    pub fn wait_until_empty(&self, wait: Wait) -> Result<bool, Error> {
        let shared = self.shared();
        let deadline = deadline(wait);
        loop {
            let seen = shared.changes();
            if self.stats()?.unfinished == 0 {
                return Ok(true);
            }
            if deadline.is_some_and(|deadline| Instant::now() >= deadline) {
                return Ok(false);
            }
            let look = Instant::now() + shared.config.settings.poll_interval;
            shared.wait_for_change(seen, deadline.map_or(look, |deadline| deadline.min(look)));
        }
    }

    /// The outcomes recorded after the one with that cursor, in the order of recording; 0 for all.
    ///
    /// Ends at the last one that is there: go on later with its cursor.
    pub fn outcomes(&self, cursor: u64) -> impl Iterator<Item = Result<Outcome, Error>> + use<> {
        let shared = Arc::clone(&self.inner.shared);
        pages(cursor, move |cursor| {
            let page = shared.with(|store| store.outcomes(cursor, PAGE))?;
            Ok(page.into_iter().map(|outcome| (outcome.cursor, outcome)).collect())
        })
    }

    /// Up to `max` outcomes after `cursor`: [`Outbox::outcomes`] in pages.
    ///
    /// # Errors
    /// [`ErrorKind::Storage`], [`ErrorKind::Forked`].
    pub fn outcomes_page(&self, cursor: u64, max: usize) -> Result<Vec<Outcome>, Error> {
        self.shared().with(|store| store.outcomes(cursor, max))
    }

    /// The entries that `filter` means, by number.
    pub fn list(&self, filter: Filter) -> impl Iterator<Item = Result<Entry, Error>> + use<> {
        let shared = Arc::clone(&self.inner.shared);
        pages(0, move |after| {
            let page = shared.with(|store| store.list(filter, OutboxId(after), PAGE))?;
            Ok(page.into_iter().map(|entry| (entry.id.0, entry)).collect())
        })
    }

    /// Up to `max` entries after the one numbered `after`: [`Outbox::list`] in pages.
    ///
    /// # Errors
    /// [`ErrorKind::Storage`], [`ErrorKind::Forked`].
    pub fn list_page(
        &self,
        filter: Filter,
        after: OutboxId,
        max: usize,
    ) -> Result<Vec<Entry>, Error> {
        self.shared().with(|store| store.list(filter, after, max))
    }

    /// One entry.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`] if there is none such; [`ErrorKind::Storage`],
    /// [`ErrorKind::Forked`].
    pub fn entry(&self, id: OutboxId) -> Result<Entry, Error> {
        self.shared().with(|store| store.entry(id))
    }

    /// The entry that was submitted under `key`; after a retry the one that repeats it.
    ///
    /// # Errors
    /// [`ErrorKind::Storage`], [`ErrorKind::Forked`].
    pub fn find(&self, key: &str) -> Result<Option<OutboxId>, Error> {
        self.shared().with(|store| store.find(key))
    }

    /// Submit again what ended without an acknowledgement; gives the new entry's number.
    ///
    /// The old entry keeps its outcome; its key goes to the new one.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`] if it does not exist, is unfinished, was acknowledged or
    /// retried before; [`ErrorKind::OutboxFull`], [`ErrorKind::Storage`], [`ErrorKind::Forked`].
    pub fn retry(&self, id: OutboxId) -> Result<OutboxId, Error> {
        let now = self.shared().now();
        let new =
            self.shared().with(|store| store.retry(id, now, Limits::of(&self.shared().config)))?;
        self.shared().tell_change();
        Ok(new)
    }

    /// Submit all dead letters again, as long as there is room; returns how many.
    ///
    /// # Errors
    /// [`ErrorKind::OutboxFull`] if there is room for none; [`ErrorKind::Storage`],
    /// [`ErrorKind::Forked`].
    pub fn retry_dead(&self) -> Result<usize, Error> {
        let limits = Limits::of(&self.shared().config);
        let mut all = 0;
        loop {
            let now = self.shared().now();
            match self.shared().with(|store| store.retry_dead(PAGE, now, limits)) {
                Ok(some) if some == PAGE => all += some,
                Ok(some) => {
                    all += some;
                    break;
                }
                Err(error) if error.kind() == ErrorKind::OutboxFull && all > 0 => break,
                Err(error) => return Err(error),
            }
        }
        self.shared().tell_change();
        Ok(all)
    }

    /// End an entry that nobody is sending, as cancelled.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`] if it does not exist, is being sent or has its outcome;
    /// [`ErrorKind::Storage`], [`ErrorKind::Forked`].
    pub fn cancel(&self, id: OutboxId) -> Result<(), Error> {
        let now = self.shared().now();
        self.shared().with(|store| store.cancel(id, now))?;
        self.shared().tell_change();
        Ok(())
    }

    /// Write entries as CSV with a header; returns how many.
    ///
    /// # Errors
    /// [`ErrorKind::Storage`], also if `out` does not take it; [`ErrorKind::Forked`].
    pub fn export(
        &self,
        filter: Filter,
        cells: Cells,
        out: &mut dyn std::io::Write,
    ) -> Result<u64, Error> {
        report::write(self.list(filter), cells, out)
    }

    /// The same into a file, readable for its owner only; one that is there is replaced when all is
    /// written.
    ///
    /// # Errors
    /// As [`Outbox::export`]; [`ErrorKind::InvalidArgument`] if the file cannot be made, is the
    /// outbox's own, or another database in use.
    pub fn export_file(
        &self,
        filter: Filter,
        cells: Cells,
        path: impl AsRef<Path>,
    ) -> Result<u64, Error> {
        check_path(path.as_ref())?;
        let own = self.shared().with(|store| Ok(store.path().to_owned()))?;
        report::write_file(self.list(filter), cells, path.as_ref(), &own)
    }

    /// Forget entries that ended more than `age` ago, with their keys; returns how many. Dead
    /// letters that were not retried stay, unless `dead` is true.
    ///
    /// # Errors
    /// [`ErrorKind::Storage`], [`ErrorKind::Forked`].
    pub fn purge(&self, age: Duration, dead: bool) -> Result<u64, Error> {
        let before = self.shared().now().saturating_sub(millis(age)).saturating_add(1);
        let mut all = 0;
        loop {
            let some = self.shared().with(|store| store.purge_some(before, dead))?;
            if some == 0 {
                return Ok(all);
            }
            all += u64::try_from(some).unwrap_or(0);
        }
    }

    /// Counts.
    ///
    /// # Errors
    /// [`ErrorKind::Storage`], [`ErrorKind::Forked`].
    pub fn stats(&self) -> Result<OutboxStats, Error> {
        self.shared().with(|store| store.stats())
    }

    /// Detach, and let go of the file, whatever other handles there are: their calls fail with
    /// [`ErrorKind::Closed`].
    ///
    /// Blocks as [`Outbox::detach`]. Closing twice is harmless.
    ///
    /// # Errors
    /// As [`Outbox::detach`]: the file is then still open.
    pub fn close(&self, timeout: Duration) -> Result<(), Error> {
        match self.detach(timeout) {
            Err(error) if error.kind() != ErrorKind::Closed => return Err(error),
            _ => {}
        }
        self.shared().close();
        Ok(())
    }

    /// Remove the file, if nothing in it is to be sent or retried and no other handle has it open;
    /// returns whether it did.
    ///
    /// Detach first. Every later call fails with [`ErrorKind::Closed`].
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`] while a session is attached; [`ErrorKind::Storage`],
    /// [`ErrorKind::Forked`].
    pub fn remove(&self) -> Result<bool, Error> {
        if self.is_attached() {
            let text = "the outbox is attached to a session: detach it before its file is removed";
            return Err(Error::new(ErrorKind::InvalidArgument, text));
        }
        let stats = self.stats()?;
        if stats.unfinished > 0 || stats.dead > 0 {
            return Ok(false);
        }
        self.shared().remove()
    }

    /// Counts of this process's sender, since the outbox was opened.
    #[must_use]
    pub fn sender_stats(&self) -> SenderStats {
        *self.shared().sender_stats.lock()
    }

    /// Its options.
    pub fn config(&self) -> &OutboxConfig {
        &self.shared().config
    }
}

impl Inner {
    fn stop(&self, timeout: Duration) -> Result<(), Error> {
        let Some(attached) = self.sender.lock().take() else { return Ok(()) };
        let timeout = timeout.min(delays::LONGEST);
        attached.stop.within(timeout);
        self.join(attached, Instant::now() + timeout + self.shared.config.settings.busy_timeout)
    }

    /// Wait for a thread that is to end, or has no session any more.
    fn join(&self, attached: Attached, deadline: Instant) -> Result<(), Error> {
        self.shared.tell_change();
        let mut pause = Duration::from_micros(50);
        while !attached.thread.is_finished() {
            if Instant::now() >= deadline {
                // The next attach or detach waits for it again.
                self.sender.lock().get_or_insert(attached);
                let text = "the outbox's thread is still busy with its file";
                return Err(Error::new(ErrorKind::WaitTimeout, text));
            }
            std::thread::sleep(pause);
            pause = (pause * 2).min(Duration::from_millis(5));
        }
        attached.thread.join();
        Ok(())
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        if !self.shared.is_foreign() {
            // What is still busy then ends by itself.
            let _ = self.stop(self.shared.config.settings.close_timeout);
        }
    }
}

/// Refuse a path that the system would cut or not take.
fn check_path(path: &Path) -> Result<(), Error> {
    if path.as_os_str().as_encoded_bytes().contains(&0) {
        let text = format!("path {path:?} contains a NUL byte");
        return Err(Error::new(ErrorKind::InvalidArgument, text));
    }
    Ok(())
}

fn deadline(wait: Wait) -> Option<Instant> {
    let duration = match wait {
        Wait::No => Duration::ZERO,
        Wait::For(duration) => duration,
        Wait::Forever => return None,
        Wait::Default => DEFAULT_WAIT,
    };
    Instant::now().checked_add(duration)
}

/// An iterator over pages of things with places; it ends after an error.
fn pages<T>(
    first: u64,
    mut read: impl FnMut(u64) -> Result<Vec<(u64, T)>, Error>,
) -> impl Iterator<Item = Result<T, Error>> {
    let mut place = Some(first);
    let mut page = Vec::new().into_iter();
    std::iter::from_fn(move || {
        loop {
            if let Some((at, item)) = page.next() {
                place = place.map(|_| at);
                return Some(Ok(item));
            }
            match read(place?) {
                Err(error) => {
                    place = None;
                    return Some(Err(error));
                }
                Ok(next) if next.is_empty() => return None,
                Ok(next) => page = next.into_iter(),
            }
        }
    })
}
