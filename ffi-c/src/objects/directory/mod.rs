//! The directory: names and DBIDs of a contact centre's configuration.

mod files;
pub mod object;

use std::sync::Arc;

use crate::boundary::{
    Borrowed, Fault, Object, Out, OutOwned, Text, commdn_error, commdn_status, ffi_guard, ffi_view,
    invalid,
};
use crate::objects::address::resolve;
use crate::objects::directory::object::commdn_directory_object;
use crate::objects::options::commdn_session_options;
use commdn::directory::{
    Directory, DirectoryError, Fetched, Kind, Noun, Query, ReaderConfig, fetch,
};
use commdn::kvlist::Charset;
use commdn::{Error, ErrorKind};

/// A tenant.
pub const COMMDN_NOUN_TENANT: i32 = 1;
/// A switch.
pub const COMMDN_NOUN_SWITCH: i32 = 2;
/// An application.
pub const COMMDN_NOUN_APPLICATION: i32 = 3;
/// A communication DN; its name is its number.
pub const COMMDN_NOUN_DN: i32 = 4;
/// A campaign.
pub const COMMDN_NOUN_CAMPAIGN: i32 = 5;
/// A group of agents.
pub const COMMDN_NOUN_AGENT_GROUP: i32 = 6;
/// A group of places.
pub const COMMDN_NOUN_PLACE_GROUP: i32 = 7;
/// A campaign that is configured for a group.
pub const COMMDN_NOUN_CAMPAIGN_GROUP: i32 = 8;
/// A calling list.
pub const COMMDN_NOUN_CALLING_LIST: i32 = 9;
/// A group of agents or of places.
pub const COMMDN_NOUN_GROUP: i32 = 100;
/// An application that is an OCS.
pub const COMMDN_NOUN_OCS: i32 = 101;

/// Names and DBIDs of one contact centre; it never changes.
pub struct commdn_directory {
    directory: Arc<Directory>,
    /// The objects as C reads them, in the order of the directory.
    objects: Vec<commdn_directory_object>,
}

impl Object for commdn_directory {
    const NAME: &'static str = "directory";
}

impl commdn_directory {
    fn new(directory: Directory) -> Self {
        let objects = directory.iter().map(commdn_directory_object::new).collect();
        Self { directory: Arc::new(directory), objects }
    }

    pub(crate) fn shared(&self) -> Arc<Directory> {
        Arc::clone(&self.directory)
    }

    pub(crate) fn objects(&self) -> &[commdn_directory_object] {
        &self.objects
    }

    fn object(&self, found: &commdn::directory::Object) -> Option<&commdn_directory_object> {
        self.objects.get(self.directory.index_of(found.kind(), found.dbid())?)
    }
}

impl From<DirectoryError> for Fault {
    fn from(error: DirectoryError) -> Self {
        Error::from(error).into()
    }
}

fn noun(number: i32) -> Result<Noun, Fault> {
    match number {
        COMMDN_NOUN_GROUP => Ok(Noun::Group),
        COMMDN_NOUN_OCS => Ok(Noun::Ocs),
        number => {
            let kind = Kind::from_number(number);
            kind.map(Noun::One).ok_or_else(|| invalid(format!("{number} is no COMMDN_NOUN")))
        }
    }
}

/// Read a directory from a file: CSV, JSON, an export of mutagen (format RAW), or a local copy.
///
/// Blocks:  while the file is read.
/// Errors:  COMMDN_ERR_STORAGE if it cannot be read; COMMDN_ERR_INVALID_DIRECTORY, whose message names the place of the fault; COMMDN_ERR_UNSUPPORTED in a build without files.
#[must_use]
#[unsafe(no_mangle)]
pub extern "C" fn commdn_directory_load(
    path: Text,
    out_directory: OutOwned<commdn_directory>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_guard(out_error, || {
        let directory = out_directory.needed("out_directory")?;
        directory.give(commdn_directory::new(files::load(path.text("path")?)?));
        Ok(())
    })
}

/// Read the configuration from a server that answers for Configuration Server: a bridge, or the simulator.
///
/// `address` is as for commdn_session_open(). No DN is registered; of `options`, which may be NULL, the application, its password, TLS and connect_timeout_ms count.
///
/// Blocks:  until all objects have come, or none for 30 seconds.
/// Errors:  those of commdn_session_open() for the connection and the login; COMMDN_ERR_TSERVER_REFUSED if the server does not read the configuration; COMMDN_ERR_TIMEOUT.
#[must_use]
#[unsafe(no_mangle)]
pub extern "C" fn commdn_directory_fetch(
    address: Text,
    options: Borrowed<commdn_session_options>,
    out_directory: OutOwned<commdn_directory>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_guard(out_error, || {
        let directory = out_directory.needed("out_directory")?;
        let address = address.text("address")?;
        let options = options.opt();
        let config = options
            .map_or_else(|| ReaderConfig::new("commdn"), |options| options.config().reader());
        let tls = options.and_then(commdn_session_options::tls);
        let (servers, _simulators) = resolve(address, tls, Charset::Utf8)?;
        let queries: Vec<Query> = Kind::ALL.iter().map(|kind| Query::all(*kind)).collect();
        let mut last = Error::new(ErrorKind::InvalidArgument, "there is no address");
        for connector in servers.iter() {
            let mut found = Directory::new();
            let done = fetch(&**connector, &config, &queries, &mut |heard| match heard {
                Fetched::Object(object) => Ok(found.add(object)?),
                _ => Ok(()),
            });
            match done {
                Ok(_) => {
                    directory.give(commdn_directory::new(found));
                    return Ok(());
                }
                // The next server may answer.
                Err(error) if error.kind() == ErrorKind::Connect => last = error,
                Err(error) => return Err(error.into()),
            }
        }
        Err(last.into())
    })
}

/// Write a local copy for its owner only, in place of an earlier one; `source` tells where it comes from.
///
/// Blocks:  while the file is written.
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT if something else than a local copy or an empty file is there;
///          COMMDN_ERR_STORAGE; COMMDN_ERR_UNSUPPORTED in a build without files.
#[must_use]
#[unsafe(no_mangle)]
pub extern "C" fn commdn_directory_store(
    directory: Borrowed<commdn_directory>,
    path: Text,
    source: Text,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_guard(out_error, || {
        let directory = directory.get()?;
        files::store(&directory.directory, path.text("path")?, source.text("source")?)
    })
}

/// The object of a COMMDN_NOUN with that DBID; NULL if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_directory_get(
    directory: Borrowed<commdn_directory>,
    noun_number: i32,
    dbid: i32,
) -> *const commdn_directory_object {
    ffi_view(directory, |directory| {
        let found = directory.directory.by_dbid(noun(noun_number).ok()?, dbid)?;
        directory.object(found)
    })
}

/// The object that a text means: a DBID in digits, a name in any case, or "tenant/name".
///
/// Errors:  COMMDN_ERR_NAME_UNKNOWN, whose message has similar names; COMMDN_ERR_NAME_AMBIGUOUS, whose message tells how to write each.
#[must_use]
#[unsafe(no_mangle)]
pub extern "C" fn commdn_directory_find(
    directory: Borrowed<commdn_directory>,
    noun_number: i32,
    text: Text,
    out_object: Out<*const commdn_directory_object>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_guard(out_error, || {
        let object = out_object.needed("out_object")?;
        let directory = directory.get()?;
        let found = directory.directory.look_up(noun(noun_number)?, text.text("text")?)?;
        let found = directory.object(found);
        object.give(found.map_or(std::ptr::null(), std::ptr::from_ref));
        Ok(())
    })
}

/// The DBID that a text means, for requests; one in digits need not be in the directory.
///
/// Errors:  as commdn_directory_find().
#[must_use]
#[unsafe(no_mangle)]
pub extern "C" fn commdn_directory_resolve(
    directory: Borrowed<commdn_directory>,
    noun_number: i32,
    text: Text,
    out_dbid: Out<i32>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_guard(out_error, || {
        let dbid = out_dbid.needed("out_dbid")?;
        let directory = directory.get()?;
        dbid.give(directory.directory.resolve(noun(noun_number)?, text.text("text")?)?);
        Ok(())
    })
}
