//! Who is let in, and what they may.

use std::fs;

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, SaltString};
use commdn::carrier::{Address, TlsConfig};
use commdn::link::LinkConfig;
use commdn::message::Request;
use commdn::session::{Session, SessionConfig, Wait};
use commdn_bridge::Bridge;
use commdn_bridge::config::{Client as ClientTable, Tls};
use tempfile::TempDir;

use crate::client::{self, Client, ClientEvent, Ended};
use crate::site::{Site, connector, refusal};

/// A cheap hash: a debug build takes its time.
fn hash(password: &str) -> String {
    let params = argon2::Params::new(64, 1, 1, None).unwrap();
    let salt = SaltString::encode_b64(b"salt of tests").unwrap();
    let argon = Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params);
    argon.hash_password(password.as_bytes(), &salt).unwrap().to_string()
}

fn log_in(bridge: &Bridge, name: &str, password: Option<&str>) -> Result<Client, Ended> {
    let mut config: LinkConfig = client::config(name, "8001");
    config.password = password.map(str::to_owned);
    Client::try_connect(&*connector(bridge), config, 20)
}

fn table(name: &str) -> ClientTable {
    ClientTable::new(name)
}

#[test]
fn a_password_is_right_missing_or_wrong() {
    let site = Site::start();
    let folder = TempDir::new().unwrap();
    let (plain, hashed) = (folder.path().join("plain"), folder.path().join("hashed"));
    fs::write(&plain, "open sesame\n").unwrap();
    fs::write(&hashed, hash("open sesame") + "\n").unwrap();
    let bridge = site.bridge(|config| {
        config.clients.unknown = false;
        let [mut a, mut b, mut c] = ["hash", "file", "hash-file"].map(table);
        a.password_hash = Some(hash("open sesame"));
        b.password_file = Some(plain.clone());
        c.password_file = Some(hashed.clone());
        config.client = vec![a, b, c];
    });
    for name in ["hash", "file", "hash-file"] {
        let told = refusal(log_in(&bridge, name, None));
        assert!(told.contains(&format!("password of application '{name}' is missing")), "{told}");
        let told = refusal(log_in(&bridge, name, Some("open barley")));
        assert!(told.contains("is wrong (code 53)"), "{told}");
        // Twice: the second time by what was remembered.
        for _ in 0..2 {
            log_in(&bridge, name, Some("open sesame")).unwrap();
        }
        refusal(log_in(&bridge, name, Some("open barley")));
    }
    let told = refusal(log_in(&bridge, "stranger", Some("open sesame")));
    assert!(told.contains("'stranger' is not known to this bridge"), "{told}");
}

#[test]
fn a_certificate_is_right_missing_or_for_another_name() {
    let site = Site::start();
    let folder = TempDir::new().unwrap();
    commdn_sim::write_certificates(folder.path(), &[]).unwrap();
    let file = |name: &str| folder.path().join(name);
    let bridge = site.bridge(|config| {
        config.bridge.listen = vec!["tls://127.0.0.1:0".to_owned()];
        let mut tls = Tls::new(file("server.pem"), file("server.key"));
        tls.client_ca = Some(file("ca.pem"));
        config.tls = Some(tls);
        let [mut right, mut wrong, open] = ["right", "wrong", "open"].map(table);
        right.certificate = Some(certificate_name(&file("client.pem")));
        wrong.certificate = Some("somebody-else".to_owned());
        config.client = vec![right, wrong, open];
        config.clients.unknown = false;
    });
    let connect = |name: &str, shows: bool| {
        let mut tls = TlsConfig::new().ca(file("ca.pem"));
        if shows {
            tls = tls.identity(file("client.pem"), file("client.key"));
        }
        let address: Address = format!("tls://{}", bridge.addresses()[0]).parse().unwrap();
        Client::try_connect(
            &*address.connector(Some(&tls)).unwrap(),
            client::config(name, "8001"),
            20,
        )
    };
    connect("right", true).unwrap();
    assert!(
        refusal(connect("right", false)).contains("certificate of application 'right' is missing")
    );
    assert!(refusal(connect("wrong", true)).contains("'wrong' is for another name"));
    connect("open", false).unwrap();
}

fn certificate_name(file: &std::path::Path) -> String {
    use rustls::pki_types::CertificateDer;
    use rustls::pki_types::pem::PemObject;
    let der = CertificateDer::from_pem_file(file).unwrap();
    let (_, certificate) = x509_parser::parse_x509_certificate(&der).unwrap();
    certificate.subject().iter_common_name().next().unwrap().as_str().unwrap().to_owned()
}

#[test]
fn a_client_uses_its_own_dns_and_makes_its_own_requests_only() {
    let site = Site::start();
    let bridge = site.bridge(|config| {
        let mut limited = table("limited");
        limited.dns = Some(vec!["8001".to_owned(), "70*".to_owned()]);
        limited.requests = Some(vec!["do_not_call".to_owned()]);
        limited.applications = Some(vec![20]);
        config.client = vec![limited];
    });
    let told = refusal(crate::site::client(&bridge, "limited", "8002"));
    assert!(told.contains("may not use DN '8002'") && told.contains("code 59"), "{told}");
    // A star stands for any rest; the DN is not known to the server.
    assert!(refusal(crate::site::client(&bridge, "limited", "7001")).contains("not configured"));

    let mut client = crate::site::client(&bridge, "limited", "8001").unwrap();
    let refused = |client: &mut Client, request: &Request, wanted: &str| {
        let reference = client.send(request, 101);
        match client.next().unwrap() {
            ClientEvent::Refused(of, 51, text) if of == reference => {
                assert!(text.contains(wanted), "{text}");
            }
            other => panic!("{other:?}"),
        }
    };
    refused(
        &mut client,
        &Request::campaign_status(1, 10),
        "may not request CM_ReqGetCampaignStatus",
    );
    client.call(&Request::do_not_call().phone("5550000001"));
    client.dbid = 21;
    let request = Request::do_not_call().phone("5550000002");
    refused(&mut client, &request, "may not make requests as application 21");
    let ocs = site.simulator.control().snapshot().ocs;
    assert_eq!(ocs[0].counters.answered, 1, "what is refused never reached the server");
}

#[test]
fn a_session_is_told_what_it_may_not() {
    let site = Site::start();
    let bridge = site.bridge(|config| {
        let mut desktop = table("desktop");
        desktop.requests = Some(vec!["cancel_record".to_owned()]);
        config.client = vec![desktop];
    });
    let session = crate::site::session(&bridge);
    let error =
        session.call(&Request::do_not_call().phone("5550000001"), Wait::Default).unwrap_err();
    assert_eq!(error.kind(), commdn::ErrorKind::TServerRefused);
    let text = error.to_string();
    assert!(text.contains("Client 'desktop' may not request CM_ReqDoNotCall"), "{text}");
    let stranger = SessionConfig::new("8002", 20).application("desktop");
    drop(Session::connect(stranger, connector(&bridge)).expect("other DNs are not limited"));
}
