//! Tests of objects, lookups and changes; those of files are in `tests/files.rs`.

#[cfg(feature = "directory")]
mod cache;
#[cfg(feature = "directory")]
mod files;
mod reading;

use super::*;
use crate::ErrorKind;

/// Two tenants, each with a campaign Spring; groups, an OCS and a DN.
pub(super) fn centre() -> Directory {
    let mut directory = Directory::new();
    let mut put = |kind, dbid, name: &str, tenant: Option<i32>, more: &[(Field, Value<'_>)]| {
        let mut object = Object::new(kind, dbid, name).unwrap();
        if let Some(tenant) = tenant {
            object.set(Field::Tenant, &Value::Number(tenant)).unwrap();
        }
        more.iter().for_each(|(field, value)| object.set(*field, value).unwrap());
        directory.add(object).unwrap();
    };
    let text = |text: &'static str| Value::Text(text.into());
    put(Kind::Tenant, 1, "Berlin", None, &[]);
    put(Kind::Tenant, 2, "Paris", None, &[]);
    put(Kind::Campaign, 1, "Spring", Some(1), &[(Field::Lists, Value::Numbers(vec![7, 8]))]);
    put(Kind::Campaign, 2, "Spring", Some(2), &[]);
    put(Kind::Campaign, 3, "Autumn", Some(1), &[(Field::State, text("disabled"))]);
    put(Kind::AgentGroup, 10, "Sales", Some(1), &[]);
    put(Kind::PlaceGroup, 10, "Desks", Some(1), &[]);
    let mut addp = Connection::new(102);
    (addp.protocol, addp.local_timeout_seconds) = (Some("addp".to_owned()), Some(10));
    let ocs = [
        (Field::ApplicationType, text("CFGCMServer")),
        (Field::Connections, Value::Connections(vec![Connection::new(20), addp])),
        (Field::IsServer, Value::Flag(true)),
    ];
    put(Kind::Application, 101, "OCS_1", None, &ocs);
    put(
        Kind::Application,
        20,
        "desktop",
        None,
        &[(Field::ApplicationType, text("CFGThirdPartyServer"))],
    );
    let mut options = Options::new();
    options.add("default", "outbound_contact_server", "true");
    put(Kind::Dn, 200, "8001", Some(1), &[(Field::Options, Value::Options(options))]);
    directory
}

#[test]
fn a_name_finds_its_object_whatever_its_case() {
    let directory = centre();
    for text in ["Autumn", "autumn", " AUTUMN ", "3", "berlin/Autumn", "1/autumn"] {
        let found = directory.look_up(Noun::Campaign, text).unwrap();
        assert_eq!((found.dbid(), found.name()), (3, "Autumn"), "{text}");
    }
    assert_eq!(directory.resolve(Noun::Group, "desks").unwrap(), 10);
    assert_eq!(directory.resolve(Kind::Dn, "8001").unwrap(), 8001, "digits are a DBID");
    assert_eq!(
        directory.look_up(Kind::Dn, "8001").unwrap().dbid(),
        200,
        "a DN's name is its number"
    );
}

#[test]
fn a_name_as_it_is_written_comes_before_one_of_another_case() {
    let mut directory = Directory::new();
    for (dbid, name) in [(1, "spring"), (2, "Spring"), (3, "Winter"), (4, "WINTER")] {
        directory.add(Object::new(Kind::Campaign, dbid, name).unwrap()).unwrap();
    }
    assert_eq!(directory.resolve(Noun::Campaign, "Spring").unwrap(), 2);
    assert_eq!(directory.resolve(Noun::Campaign, "spring").unwrap(), 1);
    let error = directory.resolve(Noun::Campaign, "winter").unwrap_err();
    assert_eq!(error.candidates().len(), 2);
}

#[test]
fn a_name_of_two_tenants_is_ambiguous_and_tells_how_to_write_each() {
    let directory = centre();
    let error = directory.look_up(Noun::Campaign, "Spring").unwrap_err();
    let text = "the campaign \"Spring\" is one of 2: write Berlin/Spring (1) or Paris/Spring (2)";
    assert_eq!(error.to_string(), text);
    for candidate in error.candidates() {
        let found = directory.look_up(Noun::Campaign, &candidate.unique_name).unwrap();
        assert_eq!(found.dbid(), candidate.dbid);
    }
    let error: crate::Error = error.into();
    assert_eq!(error.kind(), ErrorKind::NameAmbiguous);
    assert_eq!(error.candidates(), ["Berlin/Spring", "Paris/Spring"]);
    assert_eq!(directory.find(Noun::Campaign, "Spring", Some("Paris")).unwrap().dbid(), 2);
}

#[test]
fn an_unknown_name_has_the_near_ones() {
    let directory = centre();
    let error = directory.look_up(Noun::Campaign, "Autum").unwrap_err();
    let text =
        "there is no campaign \"Autum\" among the 3 of the directory: did you mean Autumn (3)?";
    assert_eq!(error.to_string(), text);
    let error = directory.look_up(Noun::Campaign, "xyz").unwrap_err();
    assert_eq!(error.to_string(), "there is no campaign \"xyz\" among the 3 of the directory");
    assert_eq!(crate::Error::from(error).kind(), ErrorKind::NameUnknown);
    // A DBID that is not there: to be used it need not be, to be shown it must.
    assert_eq!(directory.resolve(Noun::Campaign, "99").unwrap(), 99);
    assert!(directory.look_up(Noun::Campaign, "99").is_err());
}

#[test]
fn an_ocs_is_an_application_of_its_type() {
    let directory = centre();
    assert_eq!(directory.resolve(Noun::Ocs, "ocs_1").unwrap(), 101);
    assert!(directory.look_up(Noun::Ocs, "desktop").is_err());
    assert_eq!(directory.of(Noun::Ocs).count(), 1);
    let ocs = directory.get(Kind::Application, 101).unwrap();
    let connections = ocs.connections();
    assert_eq!((connections[0].server, connections[0].has_addp()), (20, false));
    assert_eq!((connections[1].server, connections[1].has_addp()), (102, true));
    assert_eq!(connections[1].local_timeout_seconds, Some(10));
}

#[test]
fn a_dbid_of_an_agent_group_and_a_place_group_is_the_agent_group() {
    let directory = centre();
    assert_eq!(directory.name(Noun::Group, 10), Some("Sales"));
    assert_eq!(directory.name(Kind::PlaceGroup, 10), Some("Desks"));
    assert_eq!(directory.name(Noun::Group, 11), None);
}

#[test]
fn a_second_object_with_a_dbid_is_refused_with_both_names() {
    let mut directory = centre();
    let error = directory.add(Object::new(Kind::Campaign, 3, "Winter").unwrap()).unwrap_err();
    let text = "the DBID 3 is that of two campaigns: \"Autumn\" and \"Winter\"";
    assert_eq!(error.to_string(), text);
    assert_eq!(directory.len(), centre().len());
}

#[test]
fn a_field_that_a_kind_does_not_have_is_refused() {
    let mut object = Object::new(Kind::Campaign, 1, "Spring").unwrap();
    let error = object.set(Field::TServer, &Value::Number(1)).unwrap_err();
    assert_eq!(error.to_string(), "campaign \"Spring\" (1): a campaign has no tserver");
    let error = object.set(Field::Tenant, &Value::Flag(true)).unwrap_err();
    assert_eq!(error.to_string(), "campaign \"Spring\" (1): tenant is of another type");
    assert!(Object::new(Kind::Campaign, 0, "Spring").is_err());
    assert!(Object::new(Kind::Campaign, 1, " ").is_err());
}

#[test]
fn an_object_travels_as_its_list() {
    for object in centre().iter() {
        let read = Object::read(object.kind(), object.list()).unwrap();
        assert_eq!(&read, object);
        for field in Field::ALL {
            assert_eq!(read.get(*field), object.get(*field), "{object} {}", field.name());
        }
    }
    let dn = centre();
    let dn = dn.get(Kind::Dn, 200).unwrap();
    assert_eq!(dn.options().get("DEFAULT", "Outbound_Contact_Server"), Some("true"));
}

#[test]
fn changes_name_what_is_new_gone_renamed_and_different() {
    let earlier = centre();
    let mut later = Directory::new();
    for object in earlier.iter().filter(|object| object.name() != "Desks") {
        let object = match (object.kind(), object.dbid()) {
            (Kind::Campaign, 3) => Object::new(Kind::Campaign, 3, "Fall").unwrap(),
            (Kind::Campaign, 1) => {
                object.clone().with(Field::State, Value::Text("disabled".into())).unwrap()
            }
            _ => object.clone(),
        };
        later.add(object).unwrap();
    }
    later.add(Object::new(Kind::Campaign, 4, "Winter").unwrap()).unwrap();
    let changes: Vec<String> = earlier.changes(&later).iter().map(ToString::to_string).collect();
    let expected = [
        "campaign Spring (1): other state",
        "campaign Fall (3): renamed, was Autumn",
        "campaign Winter (4): new",
        "place group Desks (10): removed",
    ];
    assert_eq!(changes, expected);
    assert_eq!(earlier.changes(&earlier), []);
}

#[test]
fn a_message_is_described_with_names() {
    let mut fields = crate::message::Fields::default();
    (fields.origin, fields.target) = (Some(101), Some(0));
    (fields.campaign, fields.group) = (Some(3), Some(99));
    let told = describe(&centre(), &fields);
    let told: Vec<_> =
        told.iter().map(|one| (one.attribute, one.dbid, one.name.as_deref())).collect();
    let expected =
        [("origin", 101, Some("OCS_1")), ("campaign", 3, Some("Autumn")), ("group", 99, None)];
    assert_eq!(told, expected);
}

#[test]
fn kinds_and_nouns_have_the_names_that_people_write() {
    for kind in Kind::ALL {
        for name in [kind.name(), kind.words(), kind.field_name()] {
            assert_eq!(Kind::from_name(name), Some(*kind), "{name}");
        }
        assert_eq!(Kind::from_number(kind.number()), Some(*kind));
    }
    for (name, kind) in [
        ("Campaigns", Kind::Campaign),
        ("agent-groups", Kind::AgentGroup),
        ("switches", Kind::Switch),
        ("commdn", Kind::Dn),
    ] {
        assert_eq!(Kind::from_name(name), Some(kind), "{name}");
    }
    assert_eq!(Noun::from_name("groups"), Some(Noun::Group));
    assert_eq!(Noun::from_name("OCS"), Some(Noun::Ocs));
    assert_eq!(Noun::from_name("cat"), None);
}
