//! What long runs have found so far, in a file: whoever goes on after an interruption need not begin again.
//!
//! Owns the file's lines, one for each chunk of seeds that has passed, and which chunks are left. A line that was cut
//! off counts for nothing. Knows nothing of the build that made them: a file belongs to one.

use std::fmt::Write as _;
use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::PathBuf;

use crate::Report;

/// Seeds that are run before their result is kept.
pub const CHUNK: u64 = 5_000;
/// What a whole line ends with.
const END: &str = "passed";

/// A file of results.
#[derive(Debug)]
pub struct Kept {
    path: PathBuf,
    chunks: Vec<(Chunk, Report)>,
}

/// Seeds that are run together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chunk {
    /// The first one.
    pub from: u64,
    /// How many.
    pub seeds: u64,
}

impl Kept {
    /// What is in the file, if there is one.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn open(path: PathBuf) -> io::Result<Self> {
        let text = match std::fs::read_to_string(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            text => text?,
        };
        Ok(Self { path, chunks: text.lines().filter_map(parsed).collect() })
    }

    /// The result of a chunk that has passed.
    #[must_use]
    pub fn find(&self, chunk: Chunk) -> Option<&Report> {
        self.chunks.iter().find(|(known, _)| *known == chunk).map(|(_, report)| report)
    }

    /// Keep the result of a chunk that has passed.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn add(&mut self, chunk: Chunk, report: Report) -> io::Result<()> {
        let mut line = format!("{} {}", chunk.from, chunk.seeds);
        for (name, count) in { report }.counts() {
            // Writing to a string cannot fail.
            let _ = write!(line, " {name}={count}");
        }
        let mut file = OpenOptions::new().append(true).create(true).open(&self.path)?;
        // What was cut off before stays a line of its own.
        writeln!(file, "\n{line} {END}")?;
        self.chunks.push((chunk, report));
        Ok(())
    }
}

/// The chunks of a run.
pub fn chunks(from: u64, seeds: u64) -> impl Iterator<Item = Chunk> {
    let starts = (0..seeds.div_ceil(CHUNK)).map(move |number| number * CHUNK);
    starts.map(move |start| Chunk { from: from + start, seeds: CHUNK.min(seeds - start) })
}

fn parsed(line: &str) -> Option<(Chunk, Report)> {
    let mut words = line.strip_suffix(END)?.split_ascii_whitespace();
    let chunk = Chunk { from: words.next()?.parse().ok()?, seeds: words.next()?.parse().ok()? };
    let mut report = Report::default();
    for word in words {
        let (name, count) = word.split_once('=')?;
        let (_, place) = report.counts().into_iter().find(|(known, _)| *known == name)?;
        *place = count.parse().ok()?;
    }
    Some((chunk, report))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_again_and_what_was_cut_off_is_not() {
        let folder = std::env::temp_dir().join(format!("commdn-kept-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("kept.txt");
        let all: Vec<_> = chunks(7, 2 * CHUNK + 3).collect();
        assert_eq!(all.len(), 3);
        assert_eq!(all[2], Chunk { from: 7 + 2 * CHUNK, seeds: 3 });
        let mut report = Report::default();
        for (number, (_, place)) in report.counts().into_iter().enumerate() {
            *place = number as u64 + 1;
        }
        Kept::open(path.clone()).unwrap().add(all[0], report).unwrap();
        let mut file = OpenOptions::new().append(true).open(&path).unwrap();
        write!(file, "\n{} {} runs=5", all[1].from, all[1].seeds).unwrap();
        Kept::open(path.clone()).unwrap().add(all[2], report).unwrap();
        let kept = Kept::open(path).unwrap();
        assert_eq!(kept.find(all[0]), Some(&report));
        assert_eq!(kept.find(all[1]), None);
        assert_eq!(kept.find(all[2]), Some(&report));
        std::fs::remove_dir_all(folder).unwrap();
    }
}
