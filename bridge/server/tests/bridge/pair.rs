//! Two bridges: one serves, the other takes over.

use std::net::TcpListener;

use commdn::carrier::Connector;
use commdn::message::Request;
use commdn::session::{Reconnect, Session, SessionConfig, Wait};
use commdn_bridge::config::{Pair, Role};
use commdn_bridge::{Bridge, Config};
use std::sync::Arc;
use std::time::Duration;

use crate::client::PATIENCE;
use crate::site::{Site, client, connector_to, refusal, until};

/// Two free ports; they are free for a moment at least.
fn ports() -> [u16; 2] {
    let sockets = [0, 0].map(|port| TcpListener::bind(("127.0.0.1", port)).unwrap());
    sockets.each_ref().map(|socket| socket.local_addr().unwrap().port())
}

fn start(site: &Site, [own, peer]: [u16; 2], role: Role) -> Bridge {
    site.bridge(|config: &mut Config| {
        config.bridge.listen = vec![format!("127.0.0.1:{own}")];
        let mut pair = Pair::new(format!("127.0.0.1:{peer}"), role);
        pair.takeover_seconds = 0.6;
        config.pair = Some(pair);
    })
}

fn serves(bridge: &Bridge) -> bool {
    crate::status::metric(bridge, "serving") == 1
}

#[test]
fn one_of_two_serves_and_the_other_takes_over() {
    let site = Site::start();
    let [one, two] = ports();
    let primary = start(&site, [one, two], Role::Primary);
    let backup = start(&site, [two, one], Role::Backup);
    until("the primary", || serves(&primary));
    let told = refusal(client(&backup, "desktop", "8001"));
    assert!(told.contains("This bridge is the backup (code 58)"), "{told}");

    let addresses = [primary.addresses()[0], backup.addresses()[0]];
    let config = SessionConfig::new("8001", 20)
        .application("desktop")
        .ocs_dbid(101)
        .request_timeout(PATIENCE)
        .reconnect(Reconnect::default().first_delay(Duration::from_millis(50)));
    let both: Vec<Arc<dyn Connector>> = addresses.map(connector_to).into();
    let session = Session::connect(config, both).unwrap();
    session.call(&Request::do_not_call().phone("5550000001"), Wait::Default).unwrap();
    assert!(!serves(&backup));

    // Without a goodbye.
    drop(primary);
    until("the backup", || serves(&backup));
    until("the session", || session.is_up());
    session.call(&Request::do_not_call().phone("5550000002"), Wait::Default).unwrap();

    // The old primary comes back, and waits: nobody is moved without need.
    let logins = || crate::status::metric(&backup, "logins_total");
    let before = logins();
    let primary = start(&site, [one, two], Role::Primary);
    until("its look at the other one", || logins() > before);
    assert!(!serves(&primary) && serves(&backup));
    backup.stop();
    until("the primary again", || serves(&primary));
    until("the session again", || session.is_up());
    session.call(&Request::do_not_call().phone("5550000003"), Wait::Default).unwrap();
}
