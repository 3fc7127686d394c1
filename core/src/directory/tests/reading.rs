//! Tests of reading through the link protocol, against a server of this crate's own link.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::super::*;
use super::centre;
use crate::carrier::{Connector, Transport};
use crate::kvlist::{KvList, KvRef};
use crate::link::{ClientRequest, ServerConfig, ServerLink, ServerMessage};
use crate::{Error, ErrorKind};

/// What the server does with a request.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Answer {
    Objects,
    /// One less than it says.
    OneLess,
    Refuse,
    Broken,
    UnknownKind,
    Nothing,
    Close,
}

/// A server within the test.
#[derive(Debug)]
struct Server {
    answer: Answer,
    state: Mutex<(Option<ServerLink>, VecDeque<u8>)>,
}

#[derive(Debug)]
struct Pipe(Arc<Server>);

impl Connector for Pipe {
    fn connect(&self, _: Duration) -> io::Result<Arc<dyn Transport>> {
        let mut greeting = Vec::new();
        let link = ServerLink::start(ServerConfig::default(), Duration::ZERO, &mut greeting);
        *self.0.state.lock().unwrap() = (Some(link), greeting.into());
        Ok(Arc::new(Self(Arc::clone(&self.0))))
    }

    fn server(&self) -> String {
        "the test's server".to_owned()
    }
}

impl Transport for Pipe {
    fn read(&self, buffer: &mut [u8], _: Duration) -> io::Result<usize> {
        let mut state = self.0.state.lock().unwrap();
        if state.0.is_none() {
            return Ok(0);
        }
        // A few at a time: frames come in pieces.
        let len = state.1.len().min(buffer.len()).min(100);
        if len == 0 {
            return Err(io::ErrorKind::TimedOut.into());
        }
        state.1.drain(..len).zip(buffer).for_each(|(from, to)| *to = from);
        Ok(len)
    }

    fn write(&self, bytes: &[u8], _: Duration) -> io::Result<usize> {
        let mut state = self.0.state.lock().unwrap();
        let (link, waiting) = &mut *state;
        let Some(link) = link else { return Err(io::ErrorKind::BrokenPipe.into()) };
        link.receive(bytes, Duration::ZERO);
        let (mut own, mut out, mut up, mut close) = (Vec::new(), Vec::new(), false, false);
        while let Some(login) =
            link.next(&mut own, |request| self.0.take(request, &mut out)).unwrap()
        {
            up |= login == Some(true);
            close |= login == Some(false);
            if up {
                link.accept(None);
            }
        }
        waiting.extend(out);
        if close {
            state.0 = None;
        }
        Ok(bytes.len())
    }

    fn shutdown(&self) {}
}

impl Server {
    /// Some(true) for a login, Some(false) to close.
    fn take(&self, request: ClientRequest<'_>, out: &mut Vec<u8>) -> Option<bool> {
        match request {
            ClientRequest::Login(_) => {
                // No link to the switch: a reader does without.
                ServerMessage::Connected { version: None, client: None }.write(out);
                return Some(true);
            }
            ClientRequest::ReadObjects { kind, filter, reference } => {
                let refused =
                    |code, message| ServerMessage::Refused { reference, dn: None, code, message };
                let list = KvList::new();
                let filter = filter.map_or(list.view(), |bytes| KvRef::parse(bytes).unwrap());
                let query = Query::read(Kind::from_number(kind).unwrap(), filter);
                let centre = centre();
                let found: Vec<&Object> = centre.iter().filter(|one| query.fits(one)).collect();
                let lists: Vec<&[u8]> = found.iter().map(|one| one.list().bytes()).collect();
                let count = i32::try_from(lists.len()).unwrap();
                let objects: &[&[u8]] = match self.answer {
                    Answer::Refuse => {
                        refused(51, "no configuration here").write(out);
                        return None;
                    }
                    Answer::Nothing => return None,
                    Answer::Close => return Some(false),
                    Answer::OneLess => &lists[1..],
                    Answer::Broken => &[&[9, 9, 9]],
                    _ => &lists,
                };
                let kind = if self.answer == Answer::UnknownKind { 99 } else { kind };
                // Of another request, and no business of this one.
                ServerMessage::ObjectsSent { reference: Some(77), count: 5 }.write(out);
                for objects in objects.chunks(2) {
                    ServerMessage::Objects { reference, kind, objects }.write(out);
                }
                ServerMessage::ObjectsSent { reference, count }.write(out);
            }
            other => panic!("a reader asks for {other:?}"),
        }
        None
    }
}

fn read(answer: Answer, queries: &[Query]) -> Result<Vec<Object>, Error> {
    let server = Arc::new(Server { answer, state: Mutex::new((None, VecDeque::new())) });
    let mut config = ReaderConfig::new("reader");
    config.answer_timeout = Duration::from_millis(1);
    let mut objects = Vec::new();
    let count = fetch(&Pipe(server), &config, queries, &mut |heard| {
        if let Fetched::Object(object) = heard {
            objects.push(object);
        }
        Ok(())
    })?;
    assert_eq!(count, objects.len() as u64);
    Ok(objects)
}

#[test]
fn all_objects_of_the_queries_come_as_they_are() {
    let queries: Vec<Query> = Kind::ALL.iter().map(|kind| Query::all(*kind)).collect();
    let objects = read(Answer::Objects, &queries).unwrap();
    let directory: Result<Directory, DirectoryError> = objects.into_iter().collect();
    assert_eq!(centre().changes(&directory.unwrap()), []);
}

#[test]
fn a_filter_leaves_what_was_asked_for() {
    let names = |query| {
        let objects = read(Answer::Objects, &[query]).unwrap();
        objects.iter().map(|object| (object.dbid(), object.name().to_owned())).collect::<Vec<_>>()
    };
    let spring = |dbid| (dbid, "Spring".to_owned());
    assert_eq!(names(Query::all(Kind::Campaign).named("Spring")), [spring(1), spring(2)]);
    assert_eq!(names(Query::all(Kind::Campaign).named("Spring").of_tenant(2)), [spring(2)]);
    let mut by_dbid = Query::all(Kind::Campaign).named("no matter");
    by_dbid.dbid = Some(1);
    assert_eq!(names(by_dbid), [spring(1)], "with a DBID nothing else counts");
    assert_eq!(names(Query::all(Kind::Campaign).named("none")), []);
}

#[test]
fn what_goes_wrong_has_its_kind_and_says_where() {
    let faults = [
        (
            Answer::Refuse,
            ErrorKind::TServerRefused,
            "refuses to read campaigns: no configuration here",
        ),
        (Answer::OneLess, ErrorKind::Protocol, "2 of 3 campaigns came"),
        (Answer::Broken, ErrorKind::Protocol, "a campaign is broken"),
        (Answer::UnknownKind, ErrorKind::Protocol, "kind 99, which is unknown"),
        (Answer::Nothing, ErrorKind::WaitTimeout, "has sent no campaigns for 0.001 s"),
        (Answer::Close, ErrorKind::Disconnected, "closed"),
    ];
    for (answer, kind, text) in faults {
        let error = read(answer, &[Query::all(Kind::Campaign)]).unwrap_err();
        assert_eq!(error.kind(), kind, "{answer:?}: {error}");
        assert!(error.message().contains(text), "{answer:?}: {error}");
    }
    let error = read(Answer::Refuse, &[Query::all(Kind::Campaign)]).unwrap_err();
    assert_eq!((error.code(), error.server_text()), (Some(51), Some("no configuration here")));
}

#[test]
fn the_caller_may_stop() {
    let server = Arc::new(Server { answer: Answer::Objects, state: Mutex::default() });
    let error = fetch(
        &Pipe(server),
        &ReaderConfig::new("reader"),
        &[Query::all(Kind::Campaign)],
        &mut |_| Err(Error::new(ErrorKind::Closed, "enough")),
    );
    assert_eq!(error.unwrap_err().message(), "enough");
}
