//! The status page.

use std::io::{Read, Write};
use std::net::TcpStream;

use commdn::message::Request;
use commdn::session::Wait;
use commdn_bridge::Bridge;

use crate::site::{Site, session, until};

/// What the page says, with its head.
fn get(bridge: &Bridge, path: &str) -> String {
    let address = bridge.status_address().expect("it has a page");
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: bridge\r\nConnection: close\r\n\r\n").unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    text
}

/// One number of the metrics.
pub fn metric(bridge: &Bridge, name: &str) -> u64 {
    let text = bridge.metrics();
    let wanted = format!("commdn_bridge_{name} ");
    let line = text.lines().find_map(|line| line.strip_prefix(&wanted));
    let number = line.unwrap_or_else(|| panic!("there is no {name}:\n{text}"));
    number.parse::<f64>().unwrap() as u64
}

#[test]
fn metrics_and_health_are_pages() {
    let site = Site::start();
    let bridge = site.bridge(|config| config.status.listen = Some("127.0.0.1:0".to_owned()));
    let session = session(&bridge);
    session.call(&Request::do_not_call().phone("5551234567"), Wait::Default).unwrap();
    let health = get(&bridge, "/health");
    assert!(health.starts_with("HTTP/1.1 200"), "{health}");
    assert!(health.contains("\"server\":\"up\"") && health.contains("\"clients\":1"), "{health}");
    let metrics = get(&bridge, "/metrics");
    for wanted in [
        "commdn_bridge_clients 1.0",
        "commdn_bridge_requests_accepted_total 1",
        "commdn_bridge_client_requests_total{client=\"unknown\"} 1",
        "commdn_bridge_accept_seconds_count 1",
        "commdn_bridge_accept_seconds_bucket{le=\"+Inf\"} 1",
        "# TYPE commdn_bridge_connections counter",
    ] {
        assert!(metrics.contains(wanted), "{wanted} is missing:\n{metrics}");
    }
    assert!(!metrics.contains("5551234567"));
    assert!(get(&bridge, "/nothing").starts_with("HTTP/1.1 404"));
    site.simulator.stop();
    site.simulator.wait();
    until("trouble", || get(&bridge, "/health").starts_with("HTTP/1.1 503"));
}
