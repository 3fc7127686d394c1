//! The files of one run: in memory where the system has such a folder, gone when the run is over.

use std::ffi::{CStr, CString, c_char};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// A folder that is made when it is needed.
#[derive(Debug, Default)]
pub struct Files {
    folder: Option<PathBuf>,
    paths: Vec<CString>,
}

impl Files {
    /// The path of a file; it lives as long as the run.
    pub fn path(&mut self, name: &CStr) -> *const c_char {
        let folder = self.folder.get_or_insert_with(new_folder);
        let path = folder.join(name.to_str().unwrap_or_default());
        let path = CString::new(path.into_os_string().into_encoded_bytes()).unwrap_or_default();
        self.paths.push(path);
        self.paths.last().map_or(std::ptr::null(), |path| path.as_ptr())
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        if let Some(folder) = &self.folder {
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}

fn new_folder() -> PathBuf {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let memory = Path::new("/dev/shm");
    let base = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
    let next = NEXT.fetch_add(1, Ordering::Relaxed);
    let folder = base.join(format!("commdn-fuzz-{}-{next}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder for temporary files");
    folder
}
