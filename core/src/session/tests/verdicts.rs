//! The reason for a silence, by the directory of a session: in every way of waiting.

use super::*;
use crate::directory::{Directory, Field, Kind, Object, Value};

/// An application and an OCS that do not know each other.
fn unconnected() -> Arc<Directory> {
    let application = |dbid, name, kind: &str| {
        let object = Object::new(Kind::Application, dbid, name).unwrap();
        object.with(Field::ApplicationType, Value::Text(kind.into())).unwrap()
    };
    let mut directory = Directory::new();
    directory.add(application(20, "desktop", "CFGThirdPartyServer")).unwrap();
    directory.add(application(101, "OCS_1", "CFGCMServer")).unwrap();
    Arc::new(directory)
}

const SHORT: Duration = Duration::from_millis(30);

fn is_explained(error: &Error) {
    assert_eq!(error.kind(), ErrorKind::NoAnswer);
    assert_eq!(error.verdict().map(|verdict| verdict.code), Some("not-connected"));
    let text = error.to_string();
    assert!(text.contains("no answer from OCS 101"), "{text}");
    let reason = "The directory tells why: Neither has application desktop (20) OCS OCS_1 (101) in its \
                  Connections";
    assert!(text.contains(reason), "{text}");
    assert!(
        text.contains("In Genesys Administrator open application desktop > Connections"),
        "{text}"
    );
}

#[test]
fn silence_is_explained_by_the_directory_in_every_way_of_waiting() {
    let session = open_with(config().directory(unconnected()), &Peer::silent());
    is_explained(&session.call(&dnc("1"), SHORT).unwrap_err());
    let mut pending = session.submit(&dnc("2"), SHORT).unwrap();
    is_explained(&pending.wait(SOON.into()).unwrap_err());
    let queue = session.completions().unwrap();
    queue.submit(7, &dnc("3"), SHORT.into()).unwrap();
    let done = queue.next(SOON.into()).unwrap().unwrap();
    is_explained(&done.outcome.unwrap_err());
}

#[test]
fn nothing_is_said_without_a_directory_or_a_reason() {
    let named = |error: Error| (error.verdict().is_some(), error.to_string().contains("tells why"));
    let session = open(&Peer::silent());
    assert_eq!(named(session.call(&dnc("1"), SHORT).unwrap_err()), (false, false));
    let refused = open_with(config().directory(unconnected()), &Peer::silent());
    refused.close(SOON).unwrap();
    assert!(refused.call(&dnc("1"), SHORT).unwrap_err().verdict().is_none());
}

#[test]
fn another_ocs_has_a_verdict_of_its_own() {
    let session = open_with(config().directory(unconnected()), &Peer::silent());
    is_explained(&session.call(&dnc("1"), SHORT).unwrap_err());
    let error = session.call(&dnc("1").target(999), SHORT).unwrap_err();
    assert_eq!(error.verdict().map(|verdict| verdict.code), Some("ocs-missing"));
}
