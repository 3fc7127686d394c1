//! Windows: when a process was created, in steps of 100 ns since 1601, which no two of one number share.

// The system's functions write into what they are given; see the blocks.
#![allow(unsafe_code)]

use std::io;
use std::os::windows::io::{AsRawHandle, FromRawHandle, OwnedHandle};
use std::time::Duration;

use windows_sys::Win32::Foundation::{ERROR_INVALID_PARAMETER, FILETIME};
use windows_sys::Win32::System::Registry::{
    HKEY_LOCAL_MACHINE, RRF_RT_REG_SZ, RRF_SUBKEY_WOW6464KEY, RegGetValueW,
};
use windows_sys::Win32::System::SystemInformation::{
    ComputerNamePhysicalDnsHostname, GetComputerNameExW,
};
use windows_sys::Win32::System::Threading::{
    GetProcessTimes, OpenProcess, PROCESS_QUERY_LIMITED_INFORMATION, PROCESS_SYNCHRONIZE,
};
use windows_sys::core::w;

use super::Start;

/// The machine: its name, and its number, which copies of one disk may share.
pub(super) fn namespace() -> Option<String> {
    Some(format!("windows {} {}", computer_name()?, machine_guid().unwrap_or_default()))
}

pub(super) fn started(pid: u32) -> Start {
    let access = PROCESS_QUERY_LIMITED_INFORMATION | PROCESS_SYNCHRONIZE;
    // SAFETY: plain numbers; the handle is checked.
    let handle = unsafe { OpenProcess(access, 0, pid) };
    if handle.is_null() {
        let none = io::Error::last_os_error().raw_os_error()
            == i32::try_from(ERROR_INVALID_PARAMETER).ok();
        return if none { Start::None } else { Start::Unknown };
    }
    // SAFETY: it was just opened, and is nobody else's.
    let process = unsafe { OwnedHandle::from_raw_handle(handle) };
    // A process is there, and signalled, as long as anybody has a handle of it.
    if crate::wakeup::wait(process.as_raw_handle(), Duration::ZERO) {
        return Start::None;
    }
    let mut times = [FILETIME { dwLowDateTime: 0, dwHighDateTime: 0 }; 4];
    let [created, exited, kernel, user] = &mut times;
    // SAFETY: four places to write to.
    if unsafe { GetProcessTimes(handle, created, exited, kernel, user) } == 0 {
        return Start::Unknown;
    }
    let steps = (u64::from(created.dwHighDateTime) << 32) | u64::from(created.dwLowDateTime);
    Start::At(steps.to_string())
}

fn computer_name() -> Option<String> {
    let mut text = [0_u16; 256];
    let mut length = u32::try_from(text.len()).ok()?;
    // SAFETY: it writes no more than `length` units.
    let done = unsafe {
        GetComputerNameExW(ComputerNamePhysicalDnsHostname, text.as_mut_ptr(), &raw mut length)
    };
    (done != 0).then_some(())?;
    Some(String::from_utf16_lossy(text.get(..usize::try_from(length).ok()?)?))
}

fn machine_guid() -> Option<String> {
    let mut text = [0_u16; 64];
    let mut bytes = u32::try_from(size_of_val(&text)).ok()?;
    // SAFETY: two texts that end with NUL, and a buffer with its size in bytes.
    let status = unsafe {
        RegGetValueW(
            HKEY_LOCAL_MACHINE,
            w!("SOFTWARE\\Microsoft\\Cryptography"),
            w!("MachineGuid"),
            RRF_RT_REG_SZ | RRF_SUBKEY_WOW6464KEY,
            std::ptr::null_mut(),
            text.as_mut_ptr().cast(),
            &raw mut bytes,
        )
    };
    (status == 0).then_some(())?;
    let text = text.split(|unit| *unit == 0).next()?;
    Some(String::from_utf16_lossy(text))
}
