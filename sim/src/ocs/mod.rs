//! One simulated outbound contact server: a machine without I/O.
//!
//! User events of a DN and time come in; messages for the DN, changes for storage and log
//! entries go out through [`OcsContext`]. It knows nothing of clients: what reaches it is what
//! T-Server distributes, and whom it answers is a DBID in the user data.

mod campaign;
mod catalog;
mod compared;
mod context;
mod dialer;
mod group;
mod incoming_request;
mod lists;
mod outcome;
mod params;
mod queue;
mod records;
mod restore;
mod sequence;
mod sequence_run;
mod timers;
mod unload;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use commdn::message::{Dbid, Fields, MessageType, RecordList};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use serde::Serialize;

pub use group::{DialingPlan, GroupState};
pub use lists::RecordStatus;
pub use outcome::Outcome;

pub(crate) use compared::compared;
pub(crate) use context::{Destination, OcsContext, OutgoingKind, OutgoingMessage};
pub(crate) use group::{CampaignGroup, Pair};
pub(crate) use incoming_request::IncomingRequest;
pub(crate) use lists::{CallingList, Lists, RecordRow, RecordState};
pub(crate) use records::{DoNotCall, DoNotCallKey};
pub(crate) use sequence::{Sequence, SequenceState};

use catalog::Catalog;
use timers::Timers;

use crate::config::{Config, Notify, Ocs as OcsConfig};

/// How often something happened to an OCS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct OcsCounters {
    /// Requests that it answered, refusals included.
    pub answered: u64,
    /// Requests that it refused.
    pub refused: u64,
    /// Requests of applications that are not in its connections, dropped in silence.
    pub unknown_application: u64,
    /// Requests on DNs that `outbound_contact_server` excludes.
    pub excluded_dn: u64,
    /// Requests with target 0 that may not have it.
    pub target_zero: u64,
    /// Requests that the fault `silent` swallowed.
    pub silenced: u64,
    /// Notifications.
    pub notifications: u64,
}

/// Configured behaviour of an OCS.
#[derive(Debug)]
struct Behaviour {
    echo_reference_id: bool,
    notify: Notify,
    cancel_without_phone: bool,
    licensed_modes: Vec<i32>,
}

/// An outbound contact server.
#[derive(Debug)]
pub(crate) struct Ocs {
    pub dbid: Dbid,
    pub name: String,
    pub counters: OcsCounters,
    connections: BTreeSet<Dbid>,
    /// The DNs that it works with, as indexes.
    dns: BTreeSet<usize>,
    behaviour: Behaviour,
    catalog: Catalog,
    groups: BTreeMap<Pair, CampaignGroup>,
    sequences: BTreeMap<Dbid, Sequence>,
    lists: Lists,
    do_not_call: DoNotCall,
    timers: Timers,
    random: ChaCha8Rng,
}

/// The applications whose requests an OCS accepts: those in its Connections, and those that have it in theirs.
fn connections(own: &OcsConfig, config: &Config) -> BTreeSet<Dbid> {
    let others = config.application.iter().filter(|other| other.connections.contains(&own.dbid));
    own.connections.iter().copied().chain(others.map(|other| other.dbid)).collect()
}

impl Ocs {
    /// The OCS that `own` describes, in the contact centre of `config`.
    pub fn new(own: &OcsConfig, config: &Config) -> Self {
        let catalog = Catalog::new(own, config);
        let groups = catalog
            .pairs()
            .map(|pair| (pair, CampaignGroup::new(catalog.dialing(pair.group).default_mode)))
            .collect();
        // Each OCS has its own stream of numbers, so that one's calls do not change another's.
        let seed = config.seed ^ (u64::from(own.dbid.unsigned_abs()) << 32);
        Self {
            dbid: own.dbid,
            name: own.name.clone(),
            counters: OcsCounters::default(),
            connections: connections(own, config),
            dns: usable_dns(config),
            behaviour: Behaviour {
                echo_reference_id: own.echo_reference_id,
                notify: own.notify,
                cancel_without_phone: own.cancel_without_phone,
                licensed_modes: own.licensed_modes.clone(),
            },
            lists: Lists::new(&config.list),
            catalog,
            groups,
            sequences: BTreeMap::new(),
            do_not_call: DoNotCall::default(),
            timers: Timers::default(),
            random: ChaCha8Rng::seed_from_u64(seed),
        }
    }

    /// Whether a message on `dn` is a request that this OCS takes; counts why not.
    pub fn takes(
        &mut self,
        dn: usize,
        message: MessageType,
        fields: &Fields,
    ) -> Result<(), String> {
        let target = fields.target.unwrap_or(-1);
        if target != self.dbid && target != 0 {
            return Err(String::new());
        }
        if !self.dns.contains(&dn) {
            self.counters.excluded_dn += 1;
            return Err("outbound_contact_server excludes the DN".to_owned());
        }
        let record = [MessageType::REQ_DO_NOT_CALL, MessageType::REQ_CANCEL_RECORD];
        if target == 0 && !record.contains(&message) {
            self.counters.target_zero += 1;
            return Err("only do-not-call and cancel requests may have target 0".to_owned());
        }
        let origin = fields.origin.unwrap_or(0);
        if !self.connections.contains(&origin) {
            self.counters.unknown_application += 1;
            return Err(format!("application {origin} is not in the connections"));
        }
        Ok(())
    }

    /// Answer a request that was taken.
    pub fn handle_request(
        &mut self,
        dn: usize,
        message: MessageType,
        fields: Fields,
        context: &mut OcsContext<'_>,
    ) {
        self.counters.answered += 1;
        let request = IncomingRequest { dn, message, fields };
        match message {
            MessageType::REQ_DO_NOT_CALL => self.do_not_call(request, context),
            MessageType::REQ_CANCEL_RECORD => self.cancel_record(request, context),
            _ => self.handle_campaign_request(request, context),
        }
    }

    /// When time has something to do, on the contact centre's clock.
    pub fn next_event(&self) -> Option<Duration> {
        self.timers.next()
    }

    /// Do what is due at `context.now`.
    pub fn advance(&mut self, context: &mut OcsContext<'_>) {
        while let Some(timer) = self.timers.due(context.now) {
            self.fire(timer, context);
        }
    }

    /// The DNs that it works with, as indexes.
    pub const fn dns(&self) -> &BTreeSet<usize> {
        &self.dns
    }

    pub fn groups(&self) -> impl Iterator<Item = (Pair, &CampaignGroup)> {
        self.groups.iter().map(|(pair, group)| (*pair, group))
    }

    pub const fn lists(&self) -> &Lists {
        &self.lists
    }

    pub const fn do_not_call_list(&self) -> &DoNotCall {
        &self.do_not_call
    }

    pub fn sequences(&self) -> impl Iterator<Item = &Sequence> {
        self.sequences.values()
    }

    /// The names of a campaign and a group.
    pub fn names(&self, pair: Pair) -> (&str, &str) {
        (self.catalog.campaign_name(pair.campaign), self.catalog.group_name(pair.group))
    }
}

/// The DNs that OCS works with: the chapter's three examples.
///
/// With one DN set to true, only those; else all that are not set to false.
pub(crate) fn usable_dns(config: &Config) -> BTreeSet<usize> {
    let options = || config.dn.iter().map(|dn| dn.outbound_contact_server).enumerate();
    let any_true = options().any(|(_, option)| option == Some(true));
    options()
        .filter(|(_, option)| match option {
            Some(usable) => *usable,
            None => !any_true,
        })
        .map(|(index, _)| index)
        .collect()
}

/// The list that a record request must carry.
const fn record_list(message: MessageType) -> RecordList {
    match message {
        MessageType::REQ_CANCEL_RECORD => RecordList::CancelRecord,
        _ => RecordList::DoNotCall,
    }
}
