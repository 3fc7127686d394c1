//! Which locks a forked child can use that its parent's threads were waiting in.
//!
//! The parent has threads that wait in locks of their own and forks; the child makes new locks, and
//! new threads that wait in them. That must go well with `commdn_rt::sync`. With `parking_lot` it does
//! not, which is why `sync` is not `parking_lot`'s on Unix: the second test keeps that reason honest.
#![cfg(unix)]
// Forking.
#![allow(unsafe_code)]

use std::time::{Duration, Instant};

/// Threads of the parent that wait when it forks, and those of the child.
const THREADS: usize = 24;
/// Forks that must go well with our locks.
const FORKS: usize = 4;
/// Forks of which one must not go well with others: what the child inherits differs a little each time.
const MORE_FORKS: usize = 24;
/// How often each of them waits.
const ROUNDS: usize = 20;

/// The same program over locks of either kind.
macro_rules! program {
    ($name:ident, $locks:path) => {
        mod $name {
            use std::sync::Arc;
            use std::thread::{Builder, JoinHandle};
            use std::time::Duration;

            use super::{ROUNDS, THREADS, until_they_wait};
            use $locks::{Condvar, Mutex};

            /// How often a thread may go on, and what it waits for until then.
            #[derive(Default)]
            struct Turns(Mutex<usize>, Condvar);

            impl Turns {
                fn give(&self) {
                    *self.0.lock() += 1;
                    self.1.notify_all();
                }

                fn take(&self) {
                    let mut turns = self.0.lock();
                    while *turns == 0 {
                        self.1.wait(&mut turns);
                    }
                    *turns -= 1;
                }
            }

            /// Threads in a ring: each waits in a lock of its own and then gives the next one its turn.
            fn ring() -> (Vec<Arc<Turns>>, Vec<JoinHandle<()>>) {
                let turns: Vec<_> = (0..THREADS).map(|_| Arc::<Turns>::default()).collect();
                let threads = (0..THREADS).map(|number| {
                    let own = Arc::clone(&turns[number]);
                    let next = Arc::clone(&turns[(number + 1) % THREADS]);
                    let turn = move || {
                        for _ in 0..ROUNDS {
                            own.take();
                            next.give();
                        }
                    };
                    Builder::new().name(stringify!($name).to_owned()).spawn(turn).unwrap()
                });
                let threads = threads.collect();
                (turns, threads)
            }

            fn run((turns, threads): (Vec<Arc<Turns>>, Vec<JoinHandle<()>>)) {
                turns[0].give();
                threads.into_iter().for_each(|thread| thread.join().unwrap());
            }

            /// How many of the children that are forked while threads wait end well, up to the first that does not.
            pub fn well_ended(forks: usize, patience: Duration) -> usize {
                let waiting = ring();
                until_they_wait(stringify!($name));
                let ended = |_: &usize| super::in_a_fork(|| run(ring()), patience);
                let well = (0..forks).take_while(ended).count();
                run(waiting);
                well
            }
        }
    };
}

/// Wait until all threads of that name sleep, however busy the machine is.
fn until_they_wait(name: &str) {
    for _ in 0..2_000 {
        std::thread::sleep(Duration::from_millis(10));
        // Not on Linux: they have had their time.
        if asleep(name).is_none_or(|threads| threads >= THREADS) {
            return;
        }
    }
    panic!("{:?} of {THREADS} threads wait", asleep(name));
}

/// Threads of this process that have that name and sleep, where the system tells.
fn asleep(name: &str) -> Option<usize> {
    let stat = |task: std::fs::DirEntry| std::fs::read_to_string(task.path().join("stat")).ok();
    let tasks = std::fs::read_dir("/proc/self/task").ok()?;
    let sleeping = format!("({name}) S ");
    Some(tasks.flatten().filter_map(stat).filter(|stat| stat.contains(&sleeping)).count())
}

program!(ours, commdn_rt::sync);
program!(theirs, parking_lot);

/// Whether `run` comes to its end in a forked child within `patience`.
fn in_a_fork(run: fn(), patience: Duration) -> bool {
    // SAFETY: the child runs what a program that goes on after a fork runs, and leaves without the parent's exit handlers.
    let child = unsafe { libc::fork() };
    if child == 0 {
        let ended = std::panic::catch_unwind(run).is_ok();
        // SAFETY: takes no pointers.
        unsafe { libc::_exit(if ended { 41 } else { 42 }) };
    }
    let until = Instant::now() + patience;
    let mut status = 0;
    loop {
        // SAFETY: it is written to.
        match unsafe { libc::waitpid(child, &raw mut status, libc::WNOHANG) } {
            0 if Instant::now() < until => std::thread::sleep(Duration::from_millis(2)),
            0 => break,
            waited => {
                assert_eq!(waited, child);
                return libc::WIFEXITED(status) && libc::WEXITSTATUS(status) == 41;
            }
        }
    }
    // SAFETY: the child is this process's, and not yet waited for.
    unsafe {
        libc::kill(child, libc::SIGKILL);
        libc::waitpid(child, &raw mut status, 0);
    }
    false
}

#[test]
fn our_locks_work_in_a_forked_child() {
    assert_eq!(ours::well_ended(FORKS, Duration::from_secs(60)), FORKS);
}

#[test]
fn parking_lot_does_not_which_is_why_it_is_not_used_on_unix() {
    // A child that is only slow counts as one that hangs: that takes nothing from the reason.
    assert!(
        theirs::well_ended(MORE_FORKS, Duration::from_secs(2)) < MORE_FORKS,
        "parking_lot's locks work after a fork now: use them in rt/src/sync.rs on every platform, \
         delete rt/src/sync/standard.rs, and this test"
    );
}
