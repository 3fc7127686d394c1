//! The network: passes bytes on, late, or not at all.
//!
//! While it storms each connection has a fate: it is slow, is cut after some bytes, or swallows
//! everything in one direction or both while it stays open. It never changes or repeats a byte: TCP does not.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::time::Duration;

use fastrand::Rng;

use crate::Done;
use crate::folder::{Folder, Place};

/// What becomes of the bytes of one direction.
#[derive(Debug, Clone, Copy)]
enum Fate {
    /// They arrive.
    Well,
    /// They arrive so much later.
    Late(Duration),
    /// So many arrive, then the connection ends.
    Cut(usize),
    /// So many arrive, the others vanish; the connection stays open.
    Swallowed(usize),
}

impl Fate {
    fn of(rng: &mut Rng, storms: bool) -> Self {
        match rng.u8(0..if storms { 10 } else { 1 }) {
            0..=3 => Self::Well,
            4 | 5 => Self::Late(Duration::from_millis(rng.u64(1..30))),
            6 | 7 => Self::Cut(rng.usize(1..6_000)),
            _ => Self::Swallowed(rng.usize(1..6_000)),
        }
    }
}

/// Run it until it is killed.
pub fn run(folder: &Folder, seed: u64) -> Done {
    let mut rng = Rng::with_seed(seed);
    let listener = TcpListener::bind("127.0.0.1:0")?;
    folder.tell_port(Place::Proxy, listener.local_addr()?.port())?;
    for client in listener.incoming() {
        let client = client?;
        let server = folder.port(folder.behind_network());
        let site = server.and_then(|port| TcpStream::connect(("127.0.0.1", port)));
        // Nobody listens there: the client's connection ends.
        let Ok(site) = site else { continue };
        let storms = folder.storms();
        let (up, down) = (Fate::of(&mut rng, storms), Fate::of(&mut rng, storms));
        pass(client.try_clone()?, site.try_clone()?, up, folder.clone());
        pass(site, client, down, folder.clone());
    }
    Ok(())
}

/// Pass bytes on in one direction, on a thread that ends with the connection.
fn pass(from: TcpStream, to: TcpStream, fate: Fate, folder: Folder) {
    std::thread::spawn(move || {
        let _ = copy(&from, &to, fate, &folder);
        let _ = from.shutdown(Shutdown::Both);
        let _ = to.shutdown(Shutdown::Both);
    });
}

fn copy(mut from: &TcpStream, mut to: &TcpStream, fate: Fate, folder: &Folder) -> io::Result<()> {
    let mut buffer = [0; 4_096];
    let mut passed = 0;
    from.set_nodelay(true)?;
    to.set_nodelay(true)?;
    loop {
        let length = from.read(&mut buffer)?;
        if length == 0 {
            return Ok(());
        }
        let bytes = &buffer[..length];
        let (arriving, ends) = match fate {
            Fate::Well => (bytes, false),
            Fate::Late(by) if folder.storms() => {
                std::thread::sleep(by);
                (bytes, false)
            }
            Fate::Late(_) => (bytes, false),
            Fate::Cut(after) => {
                let arriving = &bytes[..length.min(after.saturating_sub(passed))];
                (arriving, passed + length >= after)
            }
            Fate::Swallowed(after) => (&bytes[..length.min(after.saturating_sub(passed))], false),
        };
        to.write_all(arriving)?;
        passed += length;
        if ends {
            return Ok(());
        }
    }
}
