//! What must not be seen is not seen: passwords and keys anywhere, people in logs.

use std::sync::{Arc, Mutex};

use commdn::carrier::{Address, TlsConfig};
use commdn::message::Request;
use commdn::session::{LogLevel, Reconnect, Session, SessionConfig};
use commdn_sim::config::Tls;
use commdn_sim::{Config, Simulator};
use commdn_tests::{SOON, config, demo};

const PASSWORD: &str = "open-sesame-4711";
const PHONE: &str = "5551234567";
const CUSTOMER: &str = "C-1001";

/// A session's options whose every log line is kept.
fn listening(config: SessionConfig) -> (SessionConfig, Arc<Mutex<Vec<String>>>) {
    let lines = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&lines);
    let sink = move |_, line: &str| kept.lock().unwrap().push(line.to_owned());
    let config = config.reconnect(Reconnect::NEVER);
    (config.password(PASSWORD).log_to(Arc::new(sink), LogLevel::Trace), lines)
}

/// Bytes as Debug shows them.
fn numbers(text: &str) -> String {
    text.bytes().map(|byte| byte.to_string()).collect::<Vec<_>>().join(", ")
}

/// A session's life: opened, used, refused, lost.
fn live(session: &Session, simulator: &Simulator, texts: &mut Vec<String>) {
    texts.push(format!("{session:?} {:?} {:?}", session.config(), session.stats()));
    let request = Request::do_not_call().phone(PHONE).customer_id(CUSTOMER);
    drop(session.call(&request, SOON).unwrap());
    let refused = session.call(&Request::campaign_status(1, 4_711), SOON).unwrap_err();
    texts.push(format!("{refused} {refused:?}"));
    simulator.control().cut(None);
    let lost = session.call(&request, SOON).unwrap_err();
    texts.push(format!("{lost} {lost:?} {session:?}"));
}

#[test]
fn passwords_and_keys_are_in_no_log_line_error_or_debug_output() {
    let folder = std::env::temp_dir().join(format!("commdn-secrets-{}", std::process::id()));
    let mut centre = Config::demo();
    centre.application[0].password = Some(PASSWORD.to_owned());
    let mut tls = Tls::throw_away(&folder);
    tls.client_ca = Some(folder.join("ca.pem"));
    centre.tls = Some(tls);
    let mut texts = vec![format!("{centre:?}")];
    let simulator = Simulator::start(centre).unwrap();
    let address = simulator.listen("tls://127.0.0.1:0").unwrap();
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let (ca, certificate, key) = (read("ca.pem"), read("client.pem"), read("client.key"));
    std::fs::remove_dir_all(&folder).unwrap();
    let own = TlsConfig::new().ca(ca.as_str()).identity(certificate.as_str(), key.as_str());
    let connector =
        format!("tls://{address}").parse::<Address>().unwrap().connector(Some(&own)).unwrap();
    texts.push(format!("{own:?} {connector:?} {simulator:?}"));

    let (options, lines) = listening(config());
    texts.push(format!("{options:?}"));
    let session = Session::connect(options.clone(), Arc::clone(&connector)).unwrap();
    live(&session, &simulator, &mut texts);
    drop(session);
    let wrong = Session::connect(options.password(format!("{PASSWORD}!")), connector).unwrap_err();
    texts.push(format!("{wrong} {wrong:?}"));
    let swapped = TlsConfig::new().ca(ca.as_str()).identity(key.as_str(), certificate.as_str());
    let place = format!("tls://{address}").parse::<Address>().unwrap();
    let swapped = place.connector(Some(&swapped)).unwrap();
    let error = Session::connect(config().password(PASSWORD), Arc::clone(&swapped)).unwrap_err();
    texts.push(format!("{error} {error:?} {swapped:?}"));

    texts.extend(
        simulator.control().last_log(1_000).iter().map(|entry| format!("{entry} {entry:?}")),
    );
    let lines = lines.lock().unwrap();
    assert!(lines.len() >= 5, "{lines:?}");
    let secret_line = key.lines().nth(1).unwrap();
    for text in texts.iter().chain(lines.iter()) {
        for secret in [PASSWORD, secret_line] {
            assert!(!text.contains(secret), "{secret} is in: {text}");
            assert!(!text.contains(&numbers(secret)), "{secret}, as bytes, is in: {text}");
        }
    }
}

#[test]
fn people_are_logged_as_asterisks_unless_a_site_asks_for_them() {
    for shown in [false, true] {
        let simulator = demo();
        let (options, lines) = listening(config().log_personal_data(shown));
        let session = Session::connect(options, simulator.connector()).unwrap();
        live(&session, &simulator, &mut Vec::new());
        drop(session);
        let lines = lines.lock().unwrap();
        assert!(lines.iter().any(|line| line.contains("CM_ReqDoNotCall")), "{lines:?}");
        for person in [PHONE, CUSTOMER] {
            assert_eq!(lines.iter().any(|line| line.contains(person)), shown, "{lines:?}");
        }
        assert_eq!(lines.iter().any(|line| line.contains("phone ****")), !shown, "{lines:?}");
    }
}
