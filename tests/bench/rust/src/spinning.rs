//! Busy polling: what programs do that have a core to themselves.

use std::io;
use std::net::TcpStream;
use std::time::{Duration, Instant};

use rustix::net::{RecvFlags, recv};
use rustix::thread::{CpuSet, sched_setaffinity};

/// Run the calling thread, and those that it starts, on that core only.
///
/// # Errors
/// There is no such core, or it is not for this process.
pub fn pin(core: usize) -> io::Result<()> {
    let mut cores = CpuSet::new();
    cores.set(core);
    Ok(sched_setaffinity(None, &cores)?)
}

/// Read by asking again and again, up to that time or for ever; `WouldBlock` when nothing came.
///
/// # Errors
/// What the system says.
pub fn read(stream: &TcpStream, buffer: &mut [u8], time: Option<Duration>) -> io::Result<usize> {
    let mut until = None;
    loop {
        match recv(stream, &mut *buffer, RecvFlags::DONTWAIT) {
            Ok((count, _)) => return Ok(count),
            Err(rustix::io::Errno::AGAIN | rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        if let Some(time) = time {
            let now = Instant::now();
            if now >= *until.get_or_insert(now + time) {
                return Err(io::ErrorKind::WouldBlock.into());
            }
        }
        std::hint::spin_loop();
    }
}
