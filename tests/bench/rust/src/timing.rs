//! Paired timing: ours, peer, ours, peer ..., so that what disturbs the machine disturbs both.
//!
//! The clock is the processor time of this thread: other processes on a busy machine are not in it.

use std::hint::black_box;
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// No sample is shorter, so that a clock tick or an interrupt is lost in it.
const SAMPLE: Duration = Duration::from_millis(2);

/// What a series of paired samples says.
#[derive(Debug, Clone, Copy)]
pub struct Paired {
    /// Median time of ours, nanoseconds.
    pub ours: f64,
    /// Median time of the peer, nanoseconds.
    pub peer: f64,
    /// Median of the ratios ours / peer of each pair.
    pub ratio: f64,
    /// Interquartile range of the ratios, divided by their median.
    pub spread: f64,
}

/// Whether a quick run was asked for (`BENCH_QUICK`).
#[must_use]
pub fn quick() -> bool {
    std::env::var("BENCH_QUICK").is_ok_and(|value| !value.is_empty())
}

/// Whether one of these rows was asked for (`BENCH_ONLY`; all if it is empty).
#[must_use]
pub fn wanted(ids: &[&str]) -> bool {
    let only = std::env::var("BENCH_ONLY").unwrap_or_default();
    only.is_empty() || only.split(',').any(|id| ids.contains(&id))
}

/// Time `ours` and `peer` in turn.
pub fn paired<A, B>(mut ours: impl FnMut() -> A, mut peer: impl FnMut() -> B) -> Paired {
    let pairs = if quick() { 41 } else { 201 };
    let (ours_times, peer_times) = (calibrate(&mut ours), calibrate(&mut peer));
    let mut samples = Vec::with_capacity(pairs);
    for _ in 0..pairs {
        let first = sample(&mut ours, ours_times);
        samples.push((first, sample(&mut peer, peer_times)));
    }
    let ratios = sorted(samples.iter().map(|(ours, peer)| ours / peer));
    let at = |share: usize| ratios[ratios.len() * share / 4];
    let ratio = at(2);
    Paired {
        ours: median(samples.iter().map(|(ours, _)| *ours)),
        peer: median(samples.iter().map(|(_, peer)| *peer)),
        ratio,
        spread: (at(3) - at(1)) / ratio,
    }
}

/// Median nanoseconds of one call, for plots.
pub fn alone<A>(mut work: impl FnMut() -> A) -> f64 {
    let times = calibrate(&mut work);
    let samples = if quick() { 7 } else { 31 };
    median((0..samples).map(|_| sample(&mut work, times)))
}

/// How many calls fill a sample.
fn calibrate<A>(work: &mut impl FnMut() -> A) -> u32 {
    let mut times = 1;
    loop {
        let started = now();
        for _ in 0..times {
            black_box(work());
        }
        if now() - started >= SAMPLE {
            return times;
        }
        times *= 2;
    }
}

/// Nanoseconds of one call, over `times` calls.
fn sample<A>(work: &mut impl FnMut() -> A, times: u32) -> f64 {
    let started = now();
    for _ in 0..times {
        black_box(work());
    }
    (now() - started).as_secs_f64() * 1e9 / f64::from(times)
}

/// Processor time that this thread has used.
fn now() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), time.tv_nsec as u32)
}

fn sorted(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values
}

/// The median of some numbers; 0 of none.
pub fn median(values: impl Iterator<Item = f64>) -> f64 {
    let values = sorted(values);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}
