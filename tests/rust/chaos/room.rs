//! The disk that the outbox is on, which is full for a while: a small one of its own where that can be had, else files
//! that may not grow (RLIMIT_FSIZE).
//!
//! Knows nothing of outboxes. What it mounts is seen by this process and its children only, and ends with them.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Larger than any round's outbox with its log.
const SIZE: &str = "48m";

/// A folder with a disk of its own, or on that of the folder around it.
#[derive(Debug)]
pub struct Room {
    path: PathBuf,
    mounted: bool,
}

impl Room {
    /// The folder, which is made; it has a disk of its own if that can be had.
    pub fn new(path: PathBuf) -> io::Result<Self> {
        fs::create_dir(&path)?;
        let mounted = system::mount(&path, SIZE).is_ok();
        Ok(Self { path, mounted })
    }

    /// Whether it can be full.
    pub const fn is_bounded(&self) -> bool {
        self.mounted
    }

    /// Leave no room for anything.
    pub fn fill(&self) -> io::Result<()> {
        let mut filler = File::create(self.filler())?;
        let mut step = 1 << 20;
        while step > 0 {
            match filler.write_all(&vec![0xff; step]) {
                Ok(()) => {}
                Err(error) if error.kind() == ErrorKind::StorageFull => step /= 4,
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Give the room back.
    pub fn empty(&self) -> io::Result<()> {
        fs::remove_file(self.filler())
    }

    fn filler(&self) -> PathBuf {
        self.path.join("filler")
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        if self.mounted {
            let _ = system::unmount(&self.path);
        }
    }
}

/// Let what is mounted from here on be this process's own affair; without that there are no small disks. Before the
/// first thread starts.
pub fn own_mounts() {
    let _ = system::own_mounts();
}

/// No file of the process may be longer than the longest of these is now, or as long as it likes.
pub fn limit_files(pid: u32, files: Option<&[PathBuf]>) -> io::Result<()> {
    let longest = |files: &[PathBuf]| {
        files.iter().filter_map(|file| Some(file.metadata().ok()?.len())).max().unwrap_or(0)
    };
    system::limit_files(pid, files.map(longest))
}

#[cfg(target_os = "linux")]
mod system {
    use std::ffi::CString;

    use rustix::mount::{MountFlags, MountPropagationFlags, UnmountFlags};
    use rustix::process::{Pid, Resource, Rlimit};
    use rustix::thread::UnshareFlags;

    use super::{Path, io};

    pub fn own_mounts() -> io::Result<()> {
        // SAFETY: there is no other thread yet that could share its file system with this one.
        unsafe { rustix::thread::unshare_unsafe(UnshareFlags::NEWNS) }?;
        let own = MountPropagationFlags::PRIVATE | MountPropagationFlags::REC;
        Ok(rustix::mount::mount_change("/", own)?)
    }

    pub fn mount(path: &Path, size: &str) -> io::Result<()> {
        let size = CString::new(format!("size={size},mode=0700"))?;
        let flags = MountFlags::NOSUID | MountFlags::NODEV;
        Ok(rustix::mount::mount("tmpfs", path, "tmpfs", flags, size.as_c_str())?)
    }

    pub fn unmount(path: &Path) -> io::Result<()> {
        Ok(rustix::mount::unmount(path, UnmountFlags::DETACH)?)
    }

    pub fn limit_files(pid: u32, bytes: Option<u64>) -> io::Result<()> {
        let pid = i32::try_from(pid).ok().and_then(Pid::from_raw);
        let limit = Rlimit { current: bytes, maximum: None };
        match rustix::process::prlimit(pid, Resource::Fsize, limit) {
            // It has ended.
            Err(rustix::io::Errno::SRCH) => Ok(()),
            result => Ok(result.map(drop)?),
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    use super::{ErrorKind, Path, io};

    pub fn own_mounts() -> io::Result<()> {
        Err(ErrorKind::Unsupported.into())
    }

    pub fn mount(_: &Path, _: &str) -> io::Result<()> {
        Err(ErrorKind::Unsupported.into())
    }

    pub fn unmount(_: &Path) -> io::Result<()> {
        Ok(())
    }

    /// There the disk is never full.
    pub fn limit_files(_: u32, _: Option<u64>) -> io::Result<()> {
        Ok(())
    }
}
