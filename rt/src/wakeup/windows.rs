//! Windows: an event that stays signalled until it is reset.

// The system's functions take and give handles; see the blocks.
#![allow(unsafe_code)]

use std::io;
use std::os::windows::io::{AsRawHandle, FromRawHandle, OwnedHandle, RawHandle};
use std::time::Duration;

use windows_sys::Win32::Foundation::WAIT_OBJECT_0;
use windows_sys::Win32::System::Threading::{
    CreateEventW, INFINITE, ResetEvent, SetEvent, WaitForSingleObject,
};

#[derive(Debug)]
pub(super) struct Source(OwnedHandle);

impl Source {
    pub fn new() -> io::Result<Self> {
        // SAFETY: null stands for no attributes and no name.
        let handle = unsafe { CreateEventW(std::ptr::null(), 1, 0, std::ptr::null()) };
        if handle.is_null() {
            return Err(io::Error::last_os_error());
        }
        // SAFETY: it was just made, and is nobody else's.
        Ok(Self(unsafe { OwnedHandle::from_raw_handle(handle) }))
    }

    pub fn raise(&self) {
        // SAFETY: an event that is owned here; it fails for nothing else.
        unsafe { SetEvent(self.handle()) };
    }

    pub fn clear(&self) {
        // SAFETY: as above.
        unsafe { ResetEvent(self.handle()) };
    }

    pub fn handle(&self) -> RawHandle {
        self.0.as_raw_handle()
    }
}

pub(super) fn wait(handle: RawHandle, limit: Duration) -> bool {
    // Rounded up: a wait must not end before its time.
    let ms = limit.as_nanos().div_ceil(1_000_000);
    let ms = u32::try_from(ms).unwrap_or(INFINITE).min(INFINITE - 1);
    // SAFETY: what is no handle is refused.
    unsafe { WaitForSingleObject(handle, ms) == WAIT_OBJECT_0 }
}
