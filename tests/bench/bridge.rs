//! What a bridge costs (X2): calls through an adapter on standard input and output and a bridge, against calls over TCP,
//! and the memory of an idle bridge with 1,000 clients.
//!
//!     cargo bench -p commdn-tests --bench bridge
//!
//! Prints rows of `tests/bench`. The bridge is a process of its own. The adapter is the Java one with the SDK's double
//! where `make bridge` has built it, else one that only passes bytes on; the row names it.

#[path = "growth/row.rs"]
#[allow(dead_code, reason = "rows that grow are for others")]
mod row;

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use commdn::carrier::{Connector, TcpConnector, Transport};
use commdn::link::{ClientLink, KeepAlive, LinkConfig, Stage};
use commdn::message::Request;
use commdn::session::{Session, Wait};
use commdn_bridge::{Bridge, Config};
use commdn_tests::{DN, SOON, config, demo};

/// Requests under way at a time.
const WINDOW: usize = 256;
/// Clients of the idle bridge.
const CLIENTS: usize = 1_000;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, role, server] = &arguments[..]
        && role == "serve"
    {
        return serve(server);
    }
    if row::wanted("X2") {
        rows();
    }
}

/// The bridge's process: tells its port, and ends with its standard input.
fn serve(server: &str) {
    let mut config = Config::new(server);
    config.bridge.listen = vec!["127.0.0.1:0".to_owned()];
    let bridge = Bridge::start(&config).expect("the bridge starts");
    println!("{}", bridge.addresses()[0].port());
    let _ = std::io::stdin().read_to_end(&mut Vec::new());
    bridge.stop();
}

/// A bridge to that server.
struct Running {
    process: Child,
    port: u16,
}

impl Running {
    fn start(server: &str) -> Self {
        let mut command = Command::new(std::env::current_exe().expect("a bench has a file"));
        command.args(["serve", server]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().expect("it starts itself");
        let mut line = String::new();
        let out = process.stdout.take().expect("a pipe");
        BufReader::new(out).read_line(&mut line).expect("its port");
        Self { process, port: line.trim().parse().expect("a port") }
    }

    fn resident_kb(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()));
        let status = status.expect("a process has a status");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("its memory");
        line.trim().trim_end_matches(" kB").parse().expect("a number")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}

fn connector(port: u16) -> Arc<dyn Connector> {
    Arc::new(TcpConnector::new("127.0.0.1", port))
}

fn rows() {
    let simulator = demo();
    let port = simulator.listen("127.0.0.1:0").expect("a free port").port();
    let direct = session(port);
    let (name, adapter) = adapter(port);
    for (way, server) in [("commdn-bridge", format!("127.0.0.1:{port}")), (name, adapter)] {
        let bridge = Running::start(&server);
        let bridged = session(bridge.port);
        let (calls, rounds) = if row::quick() { (200, 5) } else { (2_000, 15) };
        for (measure, run) in
            [("a blocking call", call as fn(&Session, usize)), ("a call, window 256", window)]
        {
            // Both have been warm once.
            run(&bridged, calls / 4);
            run(&direct, calls / 4);
            let mut samples = Vec::new();
            for _ in 0..rounds {
                let time = |session: &Session| {
                    let began = Instant::now();
                    run(session, calls);
                    began.elapsed().as_secs_f64() * 1e9 / calls as f64
                };
                samples.push((time(&bridged), time(&direct)));
            }
            let ratios: Vec<f64> = samples.iter().map(|(ours, peer)| ours / peer).collect();
            let [ours, peer] = [
                row::median(samples.iter().map(|sample| sample.0).collect()),
                row::median(samples.iter().map(|sample| sample.1).collect()),
            ];
            println!(
                r#"{{"id": "X2", "measure": "{measure}, through {way}", "ours": {ours:.0}, "peer_name": "direct TCP", "peer": {peer:.0}, "unit": "ns", "ratio": {:.2}, "goal": null, "spread": null}}"#,
                row::median(ratios)
            );
        }
    }
    memory(port);
}

fn session(port: u16) -> Session {
    Session::connect(config(), connector(port)).expect("it connects")
}

fn request(number: usize) -> Request {
    Request::do_not_call().phone(format!("555{number:07}"))
}

fn call(session: &Session, calls: usize) {
    for number in 0..calls {
        session.call(&request(number), Wait::Default).expect("an answer");
    }
}

fn window(session: &Session, calls: usize) {
    let completions = session.completions().expect("a queue");
    let (mut sent, mut done) = (0, 0);
    while done < calls {
        while sent < calls && sent - done < WINDOW {
            completions.submit(sent as u64, &request(sent), Wait::Default).expect("it is taken");
            sent += 1;
        }
        completions
            .next(Wait::Default)
            .expect("an outcome")
            .expect("in time")
            .outcome
            .expect("an answer");
        done += 1;
    }
}

/// The adapter before the simulator at that port, and what it is.
fn adapter(port: u16) -> (&'static str, String) {
    let psdk = Path::new(env!("CARGO_MANIFEST_DIR")).join("../bridge/psdk");
    let (jar, double) =
        (psdk.join("adapter/target/commdn-psdk.jar"), psdk.join("sdk-double/target/classes"));
    if jar.exists() && double.exists() {
        let (jar, double) = (jar.display(), double.display());
        let options = format!("--encoding UTF-8 --server 127.0.0.1:{port} --log-level warn");
        let command = format!("exec:java -jar '{jar}' --stdio --sdk '{double}' {options}");
        return ("commdn-bridge and the Java adapter with the SDK's double", command);
    }
    let relay = PathBuf::from(env!("CARGO_BIN_EXE_chaos"));
    (
        "commdn-bridge and an adapter that passes bytes on",
        format!("exec:'{}' relay {port}", relay.display()),
    )
}

/// Memory of a bridge for each of its idle clients, all registered on one DN.
fn memory(port: u16) {
    let bridge = Running::start(&format!("127.0.0.1:{port}"));
    let first = client(bridge.port);
    let before = bridge.resident_kb();
    let clients: Vec<_> = (0..CLIENTS).map(|_| client(bridge.port)).collect();
    let all = bridge.resident_kb();
    drop((first, clients));
    for (measure, unit, count) in [
        ("memory of an idle bridge with 1,000 clients", "MiB", all / 1024.0),
        ("the same for each client", "KiB", (all - before) / CLIENTS as f64),
    ] {
        println!(
            r#"{{"id": "X2", "measure": "{measure}", "ours": {count:.1}, "peer_name": null, "peer": null, "unit": "{unit}", "ratio": {count:.1}, "goal": null, "spread": null}}"#
        );
    }
}

/// A client that is in and has registered its DN.
fn client(port: u16) -> Arc<dyn Transport> {
    let transport = connector(port).connect(SOON).expect("a connection");
    let mut config = LinkConfig::new("idle", DN);
    config.keep_alive = KeepAlive::OFF;
    let (mut out, now) = (Vec::new(), Duration::ZERO);
    let mut link = ClientLink::start(config, now, &mut out);
    let mut buffer = [0; 4_096];
    while link.stage() != Stage::Up {
        if !out.is_empty() {
            assert_eq!(transport.write(&out, SOON).expect("room"), out.len());
            out.clear();
        }
        let count = transport.read(&mut buffer, SOON).expect("an answer");
        link.receive(&buffer[..count], now, &mut out, &mut |_| {}).expect("a server");
    }
    transport
}
