//! A server that answers do-not-call requests at once: what session benches talk to.
//!
//! With `--spin CORE` it runs on that core and asks for requests again and again before it sleeps. With `--silent` it
//! acknowledges requests as T-Server does, and does not answer them.
//!
//! Speaks the link protocol on a loopback port, which it prints, one thread for each client, until stdin ends.
//! Keeps nothing and decides nothing: acknowledges the request as T-Server does and answers it as OCS does, in one
//! write for all requests that one read brought.

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

use commdn::kvlist::{KvRef, KvWriter, Packing};
use commdn::link::{ClientRequest, ServerConfig, ServerLink, ServerMessage};
use commdn::message::{MessageType, keys};
use commdn_bench::spinning;

/// How long it spins: a client that is not at it must leave the core to the others.
const SPIN: Duration = Duration::from_micros(200);

fn main() -> io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let mode = arguments.next();
    let (spin, silent) = (mode.as_deref() == Some("--spin"), mode.as_deref() == Some("--silent"));
    if let Some(core) = arguments.next().filter(|_| spin) {
        spinning::pin(core.parse().map_err(io::Error::other)?)?;
    }
    let listener = TcpListener::bind("127.0.0.1:0")?;
    println!("{}", listener.local_addr()?.port());
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            std::thread::spawn(move || serve(stream, spin, silent));
        }
    });
    io::copy(&mut io::stdin(), &mut io::sink())?;
    Ok(())
}

/// Answer one client until it leaves.
fn serve(mut stream: TcpStream, spin: bool, silent: bool) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut read = vec![0; 256 * 1024];
    let (mut out, mut own) = (Vec::new(), Vec::new());
    let mut user_data = Vec::new();
    let mut link = ServerLink::start(ServerConfig::default(), Duration::ZERO, &mut out);
    loop {
        let count = match spin.then(|| spinning::read(&stream, &mut read, Some(SPIN))) {
            Some(Err(error)) if error.kind() == io::ErrorKind::WouldBlock => {
                stream.read(&mut read)?
            }
            None => stream.read(&mut read)?,
            Some(result) => result?,
        };
        let Some(bytes) = read.get(..count).filter(|bytes| !bytes.is_empty()) else {
            return Ok(());
        };
        link.receive(bytes, Duration::ZERO);
        while let Some(login) = link
            .next(&mut own, |request| answer(request, silent, &mut user_data, &mut out))
            .map_err(io::Error::other)?
        {
            if login {
                link.accept(None);
            }
        }
        out.append(&mut own);
        stream.write_all(&out)?;
        out.clear();
    }
}

/// Append what a server says to one request; tells whether it was a login.
fn answer(
    request: ClientRequest<'_>,
    silent: bool,
    scratch: &mut Vec<u8>,
    out: &mut Vec<u8>,
) -> bool {
    match request {
        ClientRequest::Login(_) => {
            ServerMessage::Connected { version: None, client: None }.write(out);
            ServerMessage::SwitchLink(true).write(out);
            return true;
        }
        ClientRequest::Register(about) => {
            ServerMessage::Registered { dn: None, reference: about.reference }.write(out);
        }
        ClientRequest::Distribute { about, user_data } => {
            ServerMessage::Accepted { reference: about.reference }.write(out);
            let request = user_data.ok().flatten().and_then(|bytes| KvRef::parse(bytes).ok());
            if let Some(request) = request.filter(|_| !silent) {
                scratch.clear();
                acknowledge(request, scratch);
                let user_data = scratch.as_slice();
                ServerMessage::UserEvent { dn: None, user_data, sequence: None, time: None }
                    .write(out);
            }
        }
        _ => {}
    }
    false
}

/// The answer of OCS to a do-not-call request.
fn acknowledge(request: KvRef<'_>, out: &mut Vec<u8>) {
    let number = |key| request.get_int(key).unwrap_or(0);
    let mut writer = KvWriter::new(out, Packing::DEFAULT);
    writer
        .int(keys::MESSAGE_TYPE, MessageType::EV_DO_NOT_CALL_PROCESSED.0)
        .int(keys::REFERENCE_ID, number(keys::REFERENCE_ID))
        .int(keys::ORIGIN_APP_ID, number(keys::TARGET_APP_ID))
        .int(keys::TARGET_APP_ID, number(keys::ORIGIN_APP_ID));
    if let Some(properties) = request.get(keys::PROPERTIES) {
        writer.value(keys::PROPERTIES, properties);
    }
    // A list of numbers and what came in as a list always fits.
    let _ = writer.finish();
}
