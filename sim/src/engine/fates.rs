//! Fates of requests: whether an answer reached the client that asked, as the simulator knows it.
//!
//! Owns what a log cannot prove: each answer is tied to its request when it is made, not by what it
//! echoes. Kept only while somebody observes.

use std::collections::VecDeque;

use commdn::message::MessageType;
use serde::Serialize;

use super::ClientId;

/// What became of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Fate {
    /// `GSW_CM_AttrReferenceID` of the request.
    pub reference: Option<i32>,
    /// The number of its message type.
    pub message: i32,
    /// The application that asked, by its DBID.
    pub origin: Option<i32>,
    /// T-Server refused to distribute it.
    pub refused: bool,
    /// Answers, refusals of OCS included, that reached the client that asked, unfalsified.
    pub answers: u32,
}

/// Requests in the order of their coming, the latest ones.
#[derive(Debug, Default)]
pub(super) struct Fates {
    kept: VecDeque<(Option<ClientId>, String, Fate)>,
    /// The number of the first that is kept.
    first: u64,
}

impl Fates {
    /// Most requests that are kept.
    const MOST: usize = 100_000;

    /// Note a request of a client; answers are tied to it by the number that is returned.
    pub fn asked(
        &mut self,
        client: Option<ClientId>,
        application: &str,
        message: MessageType,
        reference: Option<i32>,
        origin: Option<i32>,
    ) -> u64 {
        if self.kept.len() == Self::MOST {
            self.kept.pop_front();
            self.first += 1;
        }
        let fate = Fate { reference, message: message.0, origin, refused: false, answers: 0 };
        self.kept.push_back((client, application.to_owned(), fate));
        self.first + self.kept.len() as u64 - 1
    }

    /// T-Server refused the latest request.
    pub fn refused(&mut self) {
        if let Some((_, _, fate)) = self.kept.back_mut() {
            fate.refused = true;
        }
    }

    /// An answer to that request reached a client, which may have connected again since it asked.
    pub fn answered(&mut self, request: u64, client: ClientId, application: &str) {
        let at = request.checked_sub(self.first).and_then(|at| usize::try_from(at).ok());
        let Some((asker, name, fate)) = at.and_then(|at| self.kept.get_mut(at)) else { return };
        if asker.is_none_or(|asker| asker == client) || name == application {
            fate.answers += 1;
        }
    }

    pub fn list(&self) -> Vec<Fate> {
        self.kept.iter().map(|(_, _, fate)| fate.clone()).collect()
    }
}
