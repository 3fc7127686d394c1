//! What can be seen of the simulator from outside: plain values, ready to be printed as JSON.

use commdn::message::{Dbid, OpenEnum};
use serde::Serialize;

use super::{Engine, Server, TServerCounters};
use crate::fault::FaultRule;
use crate::log::LogEntry;
use crate::ocs::{GroupState, Ocs, OcsCounters, Pair, RecordStatus, compared};

/// Everything at one moment.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Snapshot {
    /// Seconds on the contact centre's clock.
    pub world_seconds: f64,
    /// Which T-Server is primary.
    pub primary: Server,
    /// Whether T-Server's link to the switch is up.
    pub link_up: bool,
    /// T-Server's counters.
    pub tserver: TServerCounters,
    /// The clients.
    pub clients: Vec<ClientView>,
    /// The OCS.
    pub ocs: Vec<OcsView>,
    /// The faults in force.
    pub faults: Vec<FaultRule>,
}

/// A client of T-Server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ClientView {
    /// Its number.
    pub client: u64,
    /// Its application's name, empty before the login.
    pub application: String,
    /// The DNs that it has registered.
    pub dns: Vec<String>,
    /// Bytes that wait for it.
    pub waiting_bytes: usize,
    /// User events that it was sent.
    pub events: u64,
}

/// An OCS.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct OcsView {
    /// Its DBID.
    pub dbid: Dbid,
    /// Its name.
    pub name: String,
    /// The DNs that it works with.
    pub dns: Vec<String>,
    /// Its counters.
    pub counters: OcsCounters,
    /// Its campaign groups.
    pub groups: Vec<CampaignGroupView>,
    /// Its sequences.
    pub sequences: Vec<SequenceView>,
    /// Its calling lists.
    pub lists: Vec<ListView>,
    /// Entries of its do-not-call list.
    pub do_not_call: usize,
}

/// A campaign group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct CampaignGroupView {
    /// DBID of the campaign.
    pub campaign: Dbid,
    /// Its name.
    pub campaign_name: String,
    /// DBID of the group.
    pub group: Dbid,
    /// Its name.
    pub group_name: String,
    /// Its status' name.
    pub status_name: String,
    /// Its status and how it dials.
    #[serde(flatten)]
    pub state: GroupState,
    /// Records that are being dialled or are with an agent.
    pub out: usize,
    /// Those with an agent.
    pub on_desktop: u32,
}

/// A sequence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SequenceView {
    /// DBID of its group.
    pub group: Dbid,
    /// The present item, counted from 1.
    pub item: usize,
    /// How many items it has.
    pub items: usize,
}

/// A calling list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ListView {
    /// Its name.
    pub name: String,
    /// How many records it has.
    pub records: usize,
    /// How many chains are queued to be dialled.
    pub queued: usize,
}

/// A record of a calling list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RecordView {
    /// The list.
    pub list: String,
    /// Phone number.
    pub phone: String,
    /// Customer id.
    pub customer_id: Option<String>,
    /// Number of its chain in the list.
    pub chain: u32,
    /// Where it stands.
    pub status: RecordStatus,
    /// How often it was dialled.
    pub attempts: u8,
}

/// The do-not-call list of an OCS.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
#[non_exhaustive]
pub struct DoNotCallView {
    /// Phone numbers, in order.
    pub phones: Vec<String>,
    /// Customer ids, in order.
    pub customers: Vec<String>,
}

impl Engine {
    /// Everything at this moment.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        Snapshot {
            world_seconds: self.world_now.as_secs_f64(),
            primary: self.tserver.primary(),
            link_up: self.tserver.is_link_up(),
            tserver: self.tserver.counters,
            clients: self.clients(),
            ocs: self.ocs.iter().map(|ocs| self.ocs_view(ocs)).collect(),
            faults: self.faults.rules().cloned().collect(),
        }
    }

    fn clients(&self) -> Vec<ClientView> {
        let dn = |dn: &usize| self.tserver.dn_number(*dn).to_owned();
        let view = |client: &super::tserver::Client| ClientView {
            client: client.id.number(),
            application: client.application.clone(),
            dns: client.dns.iter().map(dn).collect(),
            waiting_bytes: client.waiting(),
            events: client.events,
        };
        self.tserver.clients().map(view).collect()
    }

    fn ocs_view(&self, ocs: &Ocs) -> OcsView {
        let group = |(pair, state): (Pair, &crate::ocs::CampaignGroup)| {
            let (campaign_name, group_name) = ocs.names(pair);
            CampaignGroupView {
                campaign: pair.campaign,
                campaign_name: campaign_name.to_owned(),
                group: pair.group,
                group_name: group_name.to_owned(),
                status_name: state.status().name().unwrap_or_default().to_owned(),
                state: state.state,
                out: state.out.len(),
                on_desktop: state.on_desktop,
            }
        };
        let sequence = |sequence: &crate::ocs::Sequence| SequenceView {
            group: sequence.group,
            item: sequence.current + 1,
            items: sequence.schedule.items.len(),
        };
        let list = |list: &crate::ocs::CallingList| ListView {
            name: list.name.clone(),
            records: list.records.len(),
            queued: list.queues.len(),
        };
        let dnc = ocs.do_not_call_list();
        OcsView {
            dbid: ocs.dbid,
            name: ocs.name.clone(),
            dns: ocs.dns().iter().map(|dn| self.tserver.dn_number(*dn).to_owned()).collect(),
            counters: ocs.counters,
            groups: ocs.groups().map(group).collect(),
            sequences: ocs.sequences().map(sequence).collect(),
            lists: ocs.lists().iter().map(list).collect(),
            do_not_call: dnc.phones().len() + dnc.customers().len(),
        }
    }

    fn find_ocs(&self, dbid: Dbid) -> Option<&Ocs> {
        self.ocs.iter().find(|ocs| ocs.dbid == dbid)
    }

    /// The do-not-call list of an OCS.
    #[must_use]
    pub fn do_not_call(&self, ocs: Dbid) -> Option<DoNotCallView> {
        let list = self.find_ocs(ocs)?.do_not_call_list();
        Some(DoNotCallView {
            phones: list.phones().cloned().collect(),
            customers: list.customers().cloned().collect(),
        })
    }

    /// Whether a phone number is on the do-not-call list of an OCS.
    #[must_use]
    pub fn is_do_not_call(&self, ocs: Dbid, phone: &str) -> bool {
        self.find_ocs(ocs).is_some_and(|ocs| ocs.do_not_call_list().has_phone(phone))
    }

    /// The records of an OCS with a phone number; all of them without one, `limit` at most.
    #[must_use]
    pub fn records(&self, ocs: Dbid, phone: Option<&str>, limit: usize) -> Vec<RecordView> {
        let lists = self.find_ocs(ocs).into_iter().flat_map(|ocs| ocs.lists().iter());
        let rows = lists.flat_map(|list| list.records.iter().map(move |row| (list, row)));
        let phone = phone.map(compared);
        let fits = rows
            .filter(|(_, row)| phone.as_ref().is_none_or(|phone| *phone == compared(&row.phone)));
        let view = |(list, row): (&crate::ocs::CallingList, &crate::ocs::RecordRow)| RecordView {
            list: list.name.clone(),
            phone: row.phone.to_string(),
            customer_id: row.customer_id.as_deref().map(str::to_owned),
            chain: row.chain,
            status: row.status,
            attempts: row.attempts,
        };
        fits.take(limit).map(view).collect()
    }

    /// The campaign group of an OCS.
    #[must_use]
    pub fn campaign_group(
        &self,
        ocs: Dbid,
        campaign: Dbid,
        group: Dbid,
    ) -> Option<CampaignGroupView> {
        let view = self.ocs_view(self.find_ocs(ocs)?);
        view.groups.into_iter().find(|view| view.campaign == campaign && view.group == group)
    }

    /// The last log entries, the oldest first.
    #[must_use]
    pub fn last_log(&self, limit: usize) -> Vec<LogEntry> {
        let mut last: Vec<LogEntry> = self.log.last().rev().take(limit).cloned().collect();
        last.reverse();
        last
    }
}
