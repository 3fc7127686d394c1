//! The directory's files, or their absence: the only file that knows of the feature `directory`.

use commdn::directory::Directory;

use crate::boundary::Fault;

#[cfg(feature = "directory")]
pub(super) fn load(path: &str) -> Result<Directory, Fault> {
    Ok(commdn::directory::load(path)?)
}

#[cfg(feature = "directory")]
pub(super) fn store(directory: &Directory, path: &str, source: &str) -> Result<(), Fault> {
    Ok(commdn::directory::Cache::new(path).store(source, directory)?)
}

#[cfg(not(feature = "directory"))]
pub(super) fn load(_: &str) -> Result<Directory, Fault> {
    Err(absent())
}

#[cfg(not(feature = "directory"))]
pub(super) fn store(_: &Directory, _: &str, _: &str) -> Result<(), Fault> {
    Err(absent())
}

#[cfg(not(feature = "directory"))]
fn absent() -> Fault {
    let text = "this build of the library reads no files of a directory: build it with the feature directory";
    Fault::new(crate::boundary::status::COMMDN_ERR_UNSUPPORTED, text)
}
