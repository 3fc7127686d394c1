//! G5: finding every name of a directory, and what a fetch of it takes of memory.
//!
//! Each name is looked up once, so that a constant time for one is a linear one for all; the peer tells how far a
//! machine's caches let that be true. A fetch hands objects over one by one: the memory row is what the process has grown
//! by while it read 100,000 of them from the simulator beside it.

use std::collections::HashMap;
use std::time::Instant;

use commdn::directory::{Directory, Fetched, Kind, Noun, Object, Query, ReaderConfig, fetch};
use commdn_sim::config::Campaign;
use commdn_sim::{Config, Simulator};

use super::row::{self, Series};

/// The names that are looked up in one measurement, at least.
const LOOKUPS: usize = 100_000;

pub fn rows() {
    let most = if row::quick() { 100_000 } else { 1_000_000 };
    let sizes = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];
    let sizes = || sizes.into_iter().filter(|size| *size <= most);
    let points: Vec<row::Point> = sizes().map(lookups).collect();
    let peer: Vec<row::Point> = sizes().map(of_a_map).collect();
    let series = Series {
        id: "G5",
        plot: "directory-names",
        title: "Directory: looking up every name",
        name: "by name",
        x: "objects",
        // Below, all of it is in the first cache, above in none.
        from: 1.0,
        over: 100.0,
    };
    row::grown_as(&series, &points, "HashMap<String, i32>", &peer);
    memory();
}

fn name(number: usize) -> String {
    format!("Campaign of the winter {number:07}")
}

/// The time of looking up every name once.
fn lookups(size: usize) -> row::Point {
    let mut directory = Directory::new();
    for number in 1..=size {
        let dbid = i32::try_from(number).expect("a DBID");
        let object = Object::new(Kind::Campaign, dbid, &name(number)).expect("an object");
        directory.add(object).expect("no other has its DBID");
    }
    every_name(size, |name| directory.resolve(Noun::Campaign, name).expect("it is there"))
}

/// The same of the standard library's map.
fn of_a_map(size: usize) -> row::Point {
    let dbids = (1..=size).map(|number| (name(number), i32::try_from(number).expect("a DBID")));
    let map: HashMap<String, i32> = dbids.collect();
    every_name(size, |name| map[name])
}

/// The time of looking up every name once, in no order of the memory.
fn every_name(size: usize, find: impl Fn(&str) -> i32) -> row::Point {
    let step = 7_919 % size.max(2);
    let names: Vec<String> = (0..size).map(|at| name((at * step.max(1)) % size + 1)).collect();
    let rounds = (LOOKUPS / size).max(1);
    let times = (0..5).map(|_| {
        let start = Instant::now();
        for _ in 0..rounds {
            for name in &names {
                std::hint::black_box(find(name));
            }
        }
        start.elapsed().as_secs_f64() * 1e9 / rounds as f64
    });
    (size as f64, row::median(times.collect()))
}

/// What a fetch of 100,000 objects takes of memory.
fn memory() {
    const OBJECTS: i32 = 100_000;
    let mut config = Config::demo();
    config.campaign =
        (1..=OBJECTS).map(|dbid| Campaign::new(dbid, name(dbid as usize), &[])).collect();
    config.group.clear();
    let simulator = Simulator::start(config).expect("it starts");
    let connector = simulator.connector();
    let reader = ReaderConfig::new("bench");
    let query = [Query::all(Kind::Campaign)];
    let before = resident();
    let (mut count, mut most) = (0_u64, before);
    let read = fetch(&*connector, &reader, &query, &mut |heard| {
        if let Fetched::Object(_) = heard {
            count += 1;
            if count.is_multiple_of(1_000) {
                most = most.max(resident());
            }
        }
        Ok(())
    });
    assert_eq!(read.expect("all come"), u64::from(OBJECTS.unsigned_abs()));
    let grown = most.saturating_sub(before) as f64 / f64::from(1 << 20);
    println!(
        r#"{{"id": "G5", "measure": "Directory: memory that a fetch of 100,000 objects takes", "ours": {grown:.1}, "peer_name": null, "peer": null, "unit": "MiB", "ratio": {grown:.1}, "goal": "<= 8", "spread": null}}"#
    );
}

/// Bytes of this process that are in memory; 0 where the system does not tell.
fn resident() -> usize {
    let told = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = told.split(' ').nth(1).and_then(|pages| pages.parse::<usize>().ok());
    pages.unwrap_or(0) * rustix::param::page_size()
}
