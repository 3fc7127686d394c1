//! The directory of a simulator: over a connection within the process, TCP and a pipe; many objects, slow clients.

use std::time::Duration;

use commdn::carrier::{Address, Connector};
use commdn::directory::{
    Cache, Directory, DirectoryError, Fetched, Kind, Noun, Query, ReaderConfig, fetch, load,
};
use commdn::message::Request;
use commdn::session::{Session, SessionConfig, Wait};
use commdn::{Error, ErrorKind};
use commdn_sim::config::Campaign;
use commdn_sim::{Config, Simulator};

fn all() -> Vec<Query> {
    Kind::ALL.iter().map(|kind| Query::all(*kind)).collect()
}

fn read(connector: &dyn Connector) -> Result<Directory, Error> {
    let mut directory = Directory::new();
    fetch(connector, &ReaderConfig::new("reader"), &all(), &mut |heard| match heard {
        Fetched::Object(object) => Ok(directory.add(object)?),
        _ => Ok(()),
    })?;
    Ok(directory)
}

fn large(campaigns: i32) -> Config {
    let mut config = Config::demo();
    config.group.clear();
    let name = |dbid: i32| format!("Campaign number {dbid}");
    config.campaign = (1..=campaigns).map(|dbid| Campaign::new(dbid, name(dbid), &[])).collect();
    config
}

#[test]
fn every_carrier_has_the_same_objects() {
    let simulator = Simulator::start(Config::demo()).unwrap();
    let inside = read(&*simulator.connector()).unwrap();
    let port = simulator.listen("127.0.0.1:0").unwrap().port();
    let address: Address = format!("127.0.0.1:{port}").parse().unwrap();
    let outside = read(&*address.connector(None).unwrap()).unwrap();
    assert_eq!(inside.changes(&outside), []);
    assert_eq!(inside.resolve(Noun::Campaign, "spring").unwrap(), 1);
    assert_eq!(inside.name(Noun::Ocs, 101), Some("OCS_1"));
}

/// More than the simulator keeps for a client, and more than a pipe holds; the client dawdles.
#[test]
fn many_objects_come_to_a_slow_client_as_it_takes_them() {
    let mut config = large(100_000);
    config.tserver.max_queue_bytes = 131_070;
    let simulator = Simulator::start(config).unwrap();
    let port = simulator.listen("127.0.0.1:0").unwrap().port();
    let address: Address = format!("127.0.0.1:{port}").parse().unwrap();
    for connector in [simulator.connector(), address.connector(None).unwrap()] {
        let mut last = 0;
        let queries = [Query::all(Kind::Campaign), Query::all(Kind::Tenant)];
        let count = fetch(&*connector, &ReaderConfig::new("reader"), &queries, &mut |heard| {
            if let Fetched::Object(object) = heard {
                if object.kind() == Kind::Campaign {
                    assert_eq!(object.dbid(), last + 1);
                    last += 1;
                }
                if last % 25_000 == 0 {
                    std::thread::sleep(Duration::from_millis(30));
                }
            }
            Ok(())
        });
        assert_eq!(count.unwrap(), 100_001);
    }
    assert_eq!(simulator.control().snapshot().tserver.too_slow, 0);
}

#[test]
fn a_fetch_and_a_session_do_not_disturb_each_other() {
    let simulator = Simulator::start(large(20_000)).unwrap();
    let config = SessionConfig::new("8001", 20).ocs_dbid(101);
    let session = Session::connect(config, simulator.connector()).unwrap();
    let mut answered = 0;
    let queries = [Query::all(Kind::Campaign)];
    fetch(&*simulator.connector(), &ReaderConfig::new("reader"), &queries, &mut |heard| {
        if matches!(&heard, Fetched::Object(object) if object.dbid() % 1_000 == 0) {
            let request = Request::do_not_call().phone(format!("55512{answered:05}"));
            session.call(&request, Wait::Default)?;
            answered += 1;
        }
        Ok(())
    })
    .unwrap();
    assert_eq!(answered, 20);
}

#[test]
fn a_local_copy_is_written_as_objects_come() {
    let folder = tempfile::tempdir().unwrap();
    let cache = Cache::new(folder.path().join("directory.db"));
    let simulator = Simulator::start(large(1_000)).unwrap();
    let mut writer = cache.write("a test").unwrap();
    let connector = simulator.connector();
    fetch(&*connector, &ReaderConfig::new("reader"), &all(), &mut |heard| match heard {
        Fetched::Object(object) => Ok(writer.add(&object)?),
        _ => Ok(()),
    })
    .unwrap();
    writer.finish().unwrap();
    let copy = load(cache.path()).unwrap();
    assert_eq!(copy.changes(&read(&*connector).unwrap()), []);
}

#[test]
fn a_renamed_campaign_is_a_change() {
    let renamed = |name: &str| {
        let mut config = large(2);
        config.campaign[1].name = name.to_owned();
        read(&*Simulator::start(config).unwrap().connector()).unwrap()
    };
    let changes = renamed("Winter").changes(&renamed("Autumn"));
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0].to_string(), "campaign Autumn (2): renamed, was Winter");
}

#[test]
fn two_tenants_may_have_one_name() {
    let text = "[[tenant]]\ndbid = 1\nname = \"Berlin\"\n[[tenant]]\ndbid = 2\nname = \"Paris\"\n\
                [[campaign]]\ndbid = 1\nname = \"Spring\"\n\
                [[campaign]]\ndbid = 2\nname = \"Spring\"\ntenant = 2\n";
    let simulator = Simulator::start(Config::from_toml(text).unwrap()).unwrap();
    let directory = read(&*simulator.connector()).unwrap();
    let error = directory.resolve(Noun::Campaign, "spring").unwrap_err();
    assert!(matches!(error, DirectoryError::Ambiguous { .. }), "{error}");
    assert_eq!(directory.resolve(Noun::Campaign, "paris/spring").unwrap(), 2);
}

#[test]
fn an_application_in_whose_connections_an_ocs_is_has_its_requests_accepted() {
    let text = |connections: &str| {
        format!(
            "[[application]]\ndbid = 20\nname = \"desktop\"\nconnections = [{connections}]\n\
             [[ocs]]\ndbid = 101\nname = \"OCS\"\n[[dn]]\nnumber = \"8001\"\n"
        )
    };
    for (connections, accepted) in [("101", true), ("", false)] {
        let config = Config::from_toml(&text(connections)).unwrap();
        let simulator = Simulator::start(config).unwrap();
        let config = SessionConfig::new("8001", 20).ocs_dbid(101);
        let session = Session::connect(config, simulator.connector()).unwrap();
        let wait =
            Wait::For(if accepted { Duration::from_secs(20) } else { Duration::from_millis(100) });
        let outcome = session.call(&Request::do_not_call().phone("5551234567"), wait);
        assert_eq!(outcome.is_ok(), accepted);
    }
}

#[test]
fn a_reader_logs_in_as_any_application_does() {
    let text = "[[application]]\ndbid = 20\nname = \"guarded\"\npassword = \"right\"\n";
    let simulator = Simulator::start(Config::from_toml(text).unwrap()).unwrap();
    let mut config = ReaderConfig::new("guarded");
    config.password = Some("wrong".to_owned());
    let error = fetch(&*simulator.connector(), &config, &all(), &mut |_| Ok(())).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LoginRefused);
    assert!(!format!("{config:?} {error:?}").contains("\"wrong\""));
    config.password = Some("right".to_owned());
    assert!(fetch(&*simulator.connector(), &config, &all(), &mut |_| Ok(())).unwrap() > 0);
}
