use std::time::Duration;

use super::{Finding, Health, Situation, examine, silence};
use crate::directory::{Connection, Directory, Field, Kind, Object, Options, Value};

/// A right configuration: T-Server 5 with backup 6, OCS 101, application 20, DN 8001.
fn objects() -> Vec<Object> {
    let new = |kind, dbid, name| Object::new(kind, dbid, name).unwrap();
    let app = |dbid, name, kind: &str| {
        let app = new(Kind::Application, dbid, name);
        app.with(Field::ApplicationType, Value::Text(kind.into())).unwrap()
    };
    let mut watched = Connection::new(5);
    watched.protocol = Some("addp".to_owned());
    (watched.local_timeout_seconds, watched.remote_timeout_seconds) = (Some(10), Some(20));
    let connections = Value::Connections(vec![watched, Connection::new(20)]);
    vec![
        new(Kind::Tenant, 1, "Environment"),
        new(Kind::Switch, 1, "Berlin").with(Field::TServer, Value::Number(5)).unwrap(),
        app(5, "TS", "CFGTServer").with(Field::Backup, Value::Number(6)).unwrap(),
        app(6, "TS_B", "CFGTServer"),
        app(20, "desktop", "CFGThirdPartyServer"),
        app(101, "OCS_1", "CFGCMServer").with(Field::Connections, connections).unwrap(),
        new(Kind::Dn, 11, "8001").with(Field::Switch, Value::Number(1)).unwrap(),
        new(Kind::Dn, 12, "8002").with(Field::Switch, Value::Number(1)).unwrap(),
        new(Kind::Campaign, 1, "Spring").with(Field::Lists, Value::Numbers(vec![1])).unwrap(),
        new(Kind::AgentGroup, 10, "Sales"),
        new(Kind::CampaignGroup, 3, "Spring@Sales")
            .with(Field::Campaign, Value::Number(1))
            .and_then(|pair| pair.with(Field::Group, Value::Number(10)))
            .unwrap(),
    ]
}

fn examined(objects: Vec<Object>, ask: impl FnOnce(&mut Situation<'_>)) -> Vec<Finding> {
    let directory: Directory = objects.into_iter().collect::<Result<_, _>>().unwrap();
    let mut site = Situation::new(&directory, "8001", 20);
    (site.ocs_dbid, site.campaign, site.group) = (101, Some(1), Some(10));
    (site.servers, site.keep_alive) = (2, Some(Duration::from_secs(10)));
    ask(&mut site);
    examine(&site)
}

fn codes(found: &[Finding]) -> Vec<&'static str> {
    found.iter().filter(|one| one.health != Health::Ok).map(|one| one.code).collect()
}

/// The codes after one object has a field of another value.
fn changed(kind: Kind, dbid: i32, field: Field, value: Value<'_>) -> Vec<&'static str> {
    let mut all = objects();
    let object = all.iter_mut().find(|one| (one.kind(), one.dbid()) == (kind, dbid)).unwrap();
    object.set(field, &value).unwrap();
    codes(&examined(all, |_| ()))
}

#[test]
fn nothing_is_wrong_with_a_right_configuration() {
    let found = examined(objects(), |_| ());
    assert_eq!(codes(&found), [""; 0]);
    let steps: Vec<_> = found.iter().map(|one| one.step).collect();
    let order = "application ocs connections dn switch tserver outbound_contact_server tenant campaign pair addp";
    assert_eq!(steps.join(" "), order);
    assert!(silence(found).is_none());
}

#[test]
fn each_mistake_has_its_verdict() {
    let text = |text: &'static str| Value::Text(text.into());
    let mut never = Connection::new(5);
    never.local_timeout_seconds = Some(10);
    let addp = |local, remote| {
        let mut one = Connection::new(5);
        one.protocol = Some("addp".to_owned());
        (one.local_timeout_seconds, one.remote_timeout_seconds) = (Some(local), Some(remote));
        Value::Connections(vec![one, Connection::new(20)])
    };
    let mut options = Options::new();
    options.add("default", "outbound_contact_server", "perhaps");
    let rows: Vec<(Kind, i32, Field, Value<'_>, &[&str])> = vec![
        (Kind::Application, 20, Field::State, text("disabled"), &["application-disabled"]),
        (Kind::Application, 101, Field::State, text("disabled"), &["ocs-disabled"]),
        (Kind::Application, 101, Field::IsPrimary, Value::Flag(false), &["ocs-is-backup"]),
        (Kind::Application, 101, Field::Backup, Value::Number(9), &["backup-missing"]),
        (Kind::Application, 5, Field::Backup, Value::Number(9), &["backup-missing"]),
        (Kind::Application, 5, Field::State, text("disabled"), &["tserver-disabled"]),
        (Kind::Dn, 11, Field::DnType, text("CFGExtension"), &["dn-wrong-type"]),
        (Kind::Dn, 11, Field::Switch, Value::Number(4), &["switch-missing"]),
        (Kind::Dn, 11, Field::Options, Value::Options(options), &["option-unclear"]),
        (Kind::Switch, 1, Field::State, text("disabled"), &["switch-disabled"]),
        (Kind::CampaignGroup, 3, Field::State, text("disabled"), &["campaign-group-disabled"]),
        (Kind::CampaignGroup, 3, Field::Servers, Value::Numbers(vec![7]), &["other-ocs"]),
        (
            Kind::Application,
            101,
            Field::Connections,
            Value::Connections(vec![never, Connection::new(20)]),
            &["addp-missing"],
        ),
        (Kind::Application, 101, Field::Connections, addp(1, 20), &["addp-short"]),
        (Kind::Application, 101, Field::Connections, addp(20, 10), &["addp-uneven"]),
        (Kind::Application, 101, Field::Connections, addp(10, 10), &[]),
    ];
    for (kind, dbid, field, value, expected) in rows {
        assert_eq!(changed(kind, dbid, field, value), expected, "{kind} {dbid} {field:?}");
    }
}

#[test]
fn what_the_program_is_told_counts_too() {
    let told = |ask: fn(&mut Situation<'_>)| codes(&examined(objects(), ask));
    assert_eq!(told(|site| site.servers = 1), ["backup-not-given"]);
    assert_eq!(told(|site| site.keep_alive = Some(Duration::ZERO)), ["keep-alive-off"]);
    assert_eq!(told(|site| site.dn = "8009"), ["dn-missing"]);
    assert_eq!(told(|site| site.application = Some("TS")), ["application-mismatch"]);
    assert_eq!(told(|site| site.ocs_dbid = 0), [""; 0]);
}

#[test]
fn a_missing_dn_names_some_of_those_that_there_are() {
    let mut all = objects();
    all.extend(
        (13..30).map(|dbid| Object::new(Kind::Dn, dbid, &(8000 + dbid).to_string()).unwrap()),
    );
    let found = examined(all, |site| site.dn = "9");
    let text = &found.iter().find(|one| one.code == "dn-missing").unwrap().text;
    assert!(text.contains("8001, 8002, 8013") && text.ends_with("and 11 more."), "{text}");
}

#[test]
fn texts_from_outside_stay_on_one_line() {
    let mut all = objects();
    all.retain(|one| one.dbid() != 101);
    let found = examined(all, |site| site.dn = "a\nb");
    assert!(found.iter().all(|one| !one.to_string().contains('\n')));
}
