//! `soak`: runs seeds of the simulation, tells how many a second, and how to replay one that fails.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use commdn_soak::kept::{self, Chunk, Kept};
use commdn_soak::{Broken, Plan, Report};

const USAGE: &str =
    "usage: soak [--seeds N] [--from SEED] [--threads N] [--plain] [--expect-broken] [--keep FILE]
       soak --seed SEED [--plain]        replays one, with everything that happens
--plain: plans as the first ones were
--keep: what has passed is in FILE, and is not run again with the same options of the same build";

/// What was asked for.
struct Options {
    seeds: u64,
    from: u64,
    threads: u64,
    one: Option<u64>,
    plain: bool,
    expect_broken: bool,
    keep: Option<PathBuf>,
}

impl Options {
    fn plan(&self, seed: u64) -> Plan {
        if self.plain { Plan::plain(seed) } else { Plan::of(seed) }
    }
}

fn options() -> Result<Options, String> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = u64::try_from(threads).unwrap_or(1);
    let (one, keep) = (None, None);
    let mut options =
        Options { seeds: 1_000, from: 1, threads, one, plain: false, expect_broken: false, keep };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or_else(|| format!("{argument} needs a value"));
        if argument == "--keep" {
            options.keep = Some(value()?.into());
            continue;
        }
        let mut number = || {
            let text = value()?;
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
    let all = Chunk { from: options.from, seeds: options.seeds };
    let done = match &options.keep {
        None => Ok(many(&options, all)),
        Some(path) => Kept::open(path.clone()).and_then(|mut kept| in_chunks(&options, &mut kept)),
    };
    let (report, broken) = match done {
        Ok(done) => done,
        Err(error) => {
            eprintln!("--keep: {error}");
            return ExitCode::from(2);
        }
    };
    let seconds = start.elapsed().as_secs_f64();
    #[allow(clippy::cast_precision_loss, reason = "a rate that is printed")]
    let rate = report.runs as f64 / seconds.max(f64::EPSILON);
    println!("seeds from {} on", options.from);
    println!("{report}");
    println!("{rate:.0} seeds per second, {seconds:.1} s; digest {:016x}", report.digest);
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

/// Run what the file does not have yet, up to the first chunk with a broken seed.
fn in_chunks(options: &Options, kept: &mut Kept) -> std::io::Result<(Report, Option<Broken>)> {
    let mut all = Report::default();
    for chunk in kept::chunks(options.from, options.seeds) {
        let report = match kept.find(chunk) {
            Some(report) => *report,
            None => match many(options, chunk) {
                (report, None) => {
                    kept.add(chunk, report)?;
                    report
                }
                (report, broken) => {
                    all.add(&report);
                    return Ok((all, broken));
                }
            },
        };
        all.add(&report);
    }
    Ok((all, None))
}

/// Run seeds on some threads; the broken one with the lowest number counts.
fn many(options: &Options, chunk: Chunk) -> (Report, Option<Broken>) {
    let next = AtomicU64::new(chunk.from);
    let end = chunk.from + chunk.seeds;
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
