//! The control interface: look inside, let time pass, make things go wrong.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use commdn::kvlist::KvList;
use commdn::message::{Dbid, GroupStatus};

use crate::engine::{CampaignGroupView, DoNotCallView, Fate, RecordView, Server, Snapshot};
use crate::fault::FaultRule;
use crate::frontend::Driver;
use crate::log::{LogEntry, Observer};

/// A handle to control a running simulator; cheap to clone, and does not keep it running.
#[derive(Clone)]
pub struct Control {
    driver: Arc<Driver>,
}

impl fmt::Debug for Control {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Control").finish_non_exhaustive()
    }
}

impl Control {
    pub(crate) const fn new(driver: Arc<Driver>) -> Self {
        Self { driver }
    }

    /// Everything at this moment.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        self.driver.step(|engine, _| engine.snapshot())
    }

    /// Let the contact centre's time pass: all of it on a virtual clock, beside what passes by itself on the wall's.
    pub fn advance(&self, by: Duration) {
        self.driver.advance_world(by);
    }

    /// The contact centre's time since its clock's start.
    #[must_use]
    pub fn now(&self) -> Duration {
        self.driver.step(|engine, _| engine.world_now())
    }

    /// A campaign group of an OCS.
    #[must_use]
    pub fn campaign_group(
        &self,
        ocs: Dbid,
        campaign: Dbid,
        group: Dbid,
    ) -> Option<CampaignGroupView> {
        self.driver.step(|engine, _| engine.campaign_group(ocs, campaign, group))
    }

    /// The status of a campaign group of an OCS.
    #[must_use]
    pub fn status(&self, ocs: Dbid, campaign: Dbid, group: Dbid) -> Option<GroupStatus> {
        self.campaign_group(ocs, campaign, group).map(|view| GroupStatus(view.state.status))
    }

    /// The do-not-call list of an OCS.
    #[must_use]
    pub fn do_not_call(&self, ocs: Dbid) -> Option<DoNotCallView> {
        self.driver.step(|engine, _| engine.do_not_call(ocs))
    }

    /// Whether a phone number is on the do-not-call list of an OCS.
    #[must_use]
    pub fn is_do_not_call(&self, ocs: Dbid, phone: &str) -> bool {
        self.driver.step(|engine, _| engine.is_do_not_call(ocs, phone))
    }

    /// The records of an OCS with a phone number, or the first `limit` of all.
    #[must_use]
    pub fn records(&self, ocs: Dbid, phone: Option<&str>, limit: usize) -> Vec<RecordView> {
        self.driver.step(|engine, _| engine.records(ocs, phone, limit))
    }

    /// The last log entries, the oldest first.
    #[must_use]
    pub fn last_log(&self, limit: usize) -> Vec<LogEntry> {
        self.driver.step(|engine, _| engine.last_log(limit))
    }

    /// Tell every log entry to `observer`, under the simulator's lock: it must return soon.
    pub fn observe(&self, observer: Option<Observer>) {
        self.driver.step(|engine, _| engine.observe(observer));
    }

    /// What became of each request since somebody observes, as the simulator knows it: the latest
    /// 100,000, the oldest first.
    #[must_use]
    pub fn fates(&self) -> Vec<Fate> {
        self.driver.step(|engine, _| engine.fates())
    }

    /// Put a fault in force, beside those that are.
    ///
    /// # Errors
    /// What does not fit in the rule.
    pub fn add_fault(&self, rule: FaultRule) -> Result<(), String> {
        self.driver.step(|engine, _| engine.add_fault(rule))
    }

    /// End all faults; what they hold leaves.
    pub fn clear_faults(&self) {
        self.driver.step(|engine, _| engine.clear_faults());
    }

    /// End connections: all, or those of one application. Tells how many.
    pub fn cut(&self, application: Option<&str>) -> usize {
        self.driver.step(|engine, _| engine.cut(application))
    }

    /// T-Server's link to the switch comes or goes.
    pub fn set_link(&self, up: bool) {
        self.driver.step(|engine, _| engine.set_link(up));
    }

    /// A DN goes out of service or comes back; tells whether there is such a DN.
    pub fn set_service(&self, dn: &str, up: bool) -> bool {
        self.driver.step(|engine, _| engine.set_service(dn, up))
    }

    /// Take the registrations of a DN from its clients; tells how many, `None` if there is no such DN.
    pub fn unregister_all(&self, dn: &str) -> Option<usize> {
        self.driver.step(|engine, _| engine.unregister_all(dn))
    }

    /// The backup T-Server becomes primary; tells which one that is.
    pub fn switch_over(&self) -> Server {
        self.driver.step(|engine, _| engine.switch_over())
    }

    /// Restart an OCS: nothing is loaded any more, what is stored stays. Tells whether there is such an OCS.
    pub fn restart_ocs(&self, dbid: Dbid) -> bool {
        self.driver.step(|engine, _| engine.restart_ocs(dbid))
    }

    /// End the simulator: its connections now, its threads with the last handle.
    pub fn stop(&self) {
        self.driver.stop(None);
    }

    /// Distribute user data on a DN as another application would; tells whether there is such a DN.
    pub fn distribute(&self, dn: &str, user_data: &KvList) -> bool {
        self.driver.step(|engine, _| engine.distribute_as_other(dn, user_data))
    }
}
