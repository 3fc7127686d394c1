//! Entries as CSV: for people, spreadsheets and other programs.
//!
//! Owns columns and quoting. Must not choose entries: it prints those that it is given.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use super::types::Entry;
use crate::companions;
use crate::error::{Error, ErrorKind};
use crate::text;

/// Form of the cells of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Cells {
    /// By [`text::cell`]: a spreadsheet calculates none of them, and a terminal only shows them.
    /// The default.
    #[default]
    Neutral,
    /// As they came: for programs that read them.
    AsIs,
}

const HEADER: &str = "id,state,request,phone,customer_id,campaign,group,key,attempts,created,\
next_try,expires,outcome,recorded,error,code,text,user_data";

/// Write a header and a line for each entry; returns how many. Times are milliseconds since 1970
/// UTC, `user_data` is the packed request in hexadecimal digits.
pub(super) fn write(
    entries: impl Iterator<Item = Result<Entry, Error>>,
    cells: Cells,
    out: &mut dyn Write,
) -> Result<u64, Error> {
    let fault = |error: std::io::Error| {
        Error::new(ErrorKind::Storage, format!("the export cannot be written: {error}"))
    };
    writeln!(out, "{HEADER}").map_err(fault)?;
    let mut count = 0;
    for entry in entries {
        let line = line(&entry?, cells);
        writeln!(out, "{line}").map_err(fault)?;
        count += 1;
    }
    out.flush().map_err(fault)?;
    Ok(count)
}

/// The same into a file, which gets its name when it is whole; never over `outbox` or its
/// companions.
pub(super) fn write_file(
    entries: impl Iterator<Item = Result<Entry, Error>>,
    cells: Cells,
    path: &Path,
    outbox: &Path,
) -> Result<u64, Error> {
    let refuse = |kind, why: &dyn std::fmt::Display| {
        Error::new(kind, format!("{} cannot be written: {why}", path.display()))
    };
    let fault = |error: std::io::Error| {
        use std::io::ErrorKind as Io;
        // What somebody has named wrongly is told from a system that is at its end.
        let kind = match error.kind() {
            Io::NotFound | Io::NotADirectory | Io::IsADirectory | Io::PermissionDenied => {
                ErrorKind::InvalidArgument
            }
            _ => ErrorKind::Storage,
        };
        refuse(kind, &error)
    };
    if is_part_of(path, outbox) {
        return Err(refuse(ErrorKind::InvalidArgument, &"it is the outbox itself"));
    }
    if path.exists() && companions::is_in_use(path) {
        return Err(refuse(ErrorKind::InvalidArgument, &"it is a database in use"));
    }
    // What is no ordinary file, a terminal or a pipe, has no place beside it that could take its
    // name.
    if path.metadata().is_ok_and(|found| !found.is_file()) {
        let file = File::create(path).map_err(fault)?;
        return write(entries, cells, &mut BufWriter::new(file));
    }
    let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
    let draft = tempfile::Builder::new()
        .prefix(".export-")
        .tempfile_in(folder.unwrap_or(Path::new(".")))
        .map_err(fault)?;
    let count = write(entries, cells, &mut BufWriter::new(draft.as_file()))?;
    draft.persist(&target).map_err(|error| fault(error.error))?;
    Ok(count)
}

/// Whether that is the file of an outbox, or one that SQLite keeps beside it, under whatever name.
fn is_part_of(path: &Path, outbox: &Path) -> bool {
    let Ok(found) = path.canonicalize() else { return false };
    ["", "-wal", "-shm", "-journal", "-lock"].iter().any(|ending| {
        let mut part = outbox.as_os_str().to_owned();
        part.push(ending);
        Path::new(&part).canonicalize().is_ok_and(|part| part == found || is_same(&part, &found))
    })
}

/// Whether two names are of one file. It is not opened: closing it would end the locks on it.
#[cfg(unix)]
fn is_same(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let id = |path: &Path| path.metadata().map(|found| (found.dev(), found.ino())).ok();
    id(one).is_some_and(|one| Some(one) == id(other))
}

#[cfg(not(unix))]
fn is_same(_: &Path, _: &Path) -> bool {
    false
}

fn line(entry: &Entry, cells: Cells) -> String {
    let request = entry.request.as_ref();
    let fields = request.map(|request| request.fields());
    let record = fields.and_then(|fields| fields.record.as_ref());
    let outcome = entry.outcome.as_ref();
    let error = outcome.and_then(|outcome| outcome.error.as_ref());
    fn of(value: Option<impl ToString>) -> String {
        value.map(|value| value.to_string()).unwrap_or_default()
    }
    let mut packed = Vec::new();
    if let Some(request) = request {
        // What was stored before fits again.
        let _ = request.write_stored(&mut packed);
    }
    let hex: String = packed.iter().map(|byte| format!("{byte:02x}")).collect();
    let texts = [
        entry.id.to_string(),
        entry.state.name().to_owned(),
        entry.message_type.to_string(),
        of(record.and_then(|record| record.phone.as_ref())),
        of(record.and_then(|record| record.customer_id.as_ref())),
        of(fields.and_then(|fields| fields.campaign)),
        of(fields.and_then(|fields| fields.group)),
        of(entry.key.as_ref()),
        entry.attempts.to_string(),
        entry.created.to_string(),
        of(entry.next_try),
        of(entry.expires),
        of(outcome.map(|outcome| outcome.kind.name())),
        of(outcome.map(|outcome| outcome.time)),
        of(error.map(|error| error.kind().name())),
        of(error.and_then(Error::code)),
        of(error.map(Error::message)),
        hex,
    ];
    let written = |text: String| match cells {
        Cells::Neutral => quoted(&text::cell(&text)),
        Cells::AsIs => quoted(&text),
    };
    texts.map(written).join(",")
}

fn quoted(cell: &str) -> String {
    if cell.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}
