//! `soak`: runs seeds of the simulation, tells how many a second, and how to replay one that fails.

use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use commdn_soak::{Broken, Plan, Report};

const USAGE: &str =
    "usage: soak [--seeds N] [--from SEED] [--threads N] [--plain] [--expect-broken]
       soak --seed SEED [--plain]        replays one, with everything that happens
--plain: plans as the first ones were";

/// What was asked for.
struct Options {
    seeds: u64,
    from: u64,
    threads: u64,
    one: Option<u64>,
    plain: bool,
    expect_broken: bool,
}

impl Options {
    fn plan(&self, seed: u64) -> Plan {
        if self.plain { Plan::plain(seed) } else { Plan::of(seed) }
    }
}

fn options() -> Result<Options, String> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = u64::try_from(threads).unwrap_or(1);
    let mut options =
        Options { seeds: 1_000, from: 1, threads, one: None, plain: false, expect_broken: false };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut number = || {
            let text = arguments.next().ok_or_else(|| format!("{argument} needs a number"))?;
            text.parse::<u64>().map_err(|error| format!("{argument} {text}: {error}"))
        };
        match argument.as_str() {
            "--seeds" => options.seeds = number()?,
            "--from" => options.from = number()?,
            "--threads" => options.threads = number()?.max(1),
            "--seed" => options.one = Some(number()?),
            "--plain" => options.plain = true,
            "--expect-broken" => options.expect_broken = true,
            other => return Err(format!("{other}: {USAGE}")),
        }
    }
    Ok(options)
}

fn main() -> ExitCode {
    let options = match options() {
        Ok(options) => options,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    };
    if let Some(seed) = options.one {
        return replay(options.plan(seed));
    }
    let start = Instant::now();
    let (report, broken) = many(&options);
    let seconds = start.elapsed().as_secs_f64();
    #[allow(clippy::cast_precision_loss, reason = "a rate that is printed")]
    let rate = report.runs as f64 / seconds.max(f64::EPSILON);
    println!("seeds from {} on", options.from);
    println!("{report}");
    println!("{rate:.0} seeds per second, {seconds:.1} s");
    match broken {
        None if options.expect_broken => {
            eprintln!("the broken build passed {} seeds", report.runs);
            ExitCode::FAILURE
        }
        None => ExitCode::SUCCESS,
        Some(broken) if options.expect_broken => {
            let tried = broken.seed - options.from + 1;
            println!("caught, as it should be, by seed {} of {tried}: {broken}", broken.seed);
            ExitCode::SUCCESS
        }
        Some(broken) => {
            let plain = if options.plain { " PLAIN=yes" } else { "" };
            eprintln!("{broken}\nreplay it: make soak SEED={}{plain}", broken.seed);
            ExitCode::FAILURE
        }
    }
}

fn replay(plan: Plan) -> ExitCode {
    println!("{plan:#?}");
    match commdn_soak::run_plan(plan, true) {
        Ok(report) => {
            println!("{report}");
            ExitCode::SUCCESS
        }
        Err(broken) => {
            eprintln!("{broken}");
            ExitCode::FAILURE
        }
    }
}

/// Run the seeds on some threads; the broken one with the lowest number counts.
fn many(options: &Options) -> (Report, Option<Broken>) {
    let next = AtomicU64::new(options.from);
    let end = options.from + options.seeds;
    let result = Mutex::new((Report::default(), None::<Broken>));
    std::thread::scope(|scope| {
        for _ in 0..options.threads {
            scope.spawn(|| {
                let mut own = Report::default();
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= end {
                        break;
                    }
                    match commdn_soak::run_plan(options.plan(seed), false) {
                        Ok(report) => own.add(&report),
                        Err(broken) => {
                            // No later seed is begun; those before this one come to their end.
                            next.store(end, Ordering::Relaxed);
                            let mut result = result.lock().expect("no thread panics with it");
                            if result.1.as_ref().is_none_or(|known| broken.seed < known.seed) {
                                result.1 = Some(broken);
                            }
                        }
                    }
                }
                result.lock().expect("no thread panics with it").0.add(&own);
            });
        }
    });
    result.into_inner().expect("no thread panics with it")
}
