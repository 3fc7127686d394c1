//! Administration of the machine by the control interface: faults, cuts, links, restarts.
//!
//! Owns no state; each function is one command, applied to the engine at the present time.

use commdn::kvlist::KvList;

use super::{Engine, Server};
use crate::fault::FaultRule;
use crate::log::LogEvent;
use crate::ocs::Ocs;

impl Engine {
    /// Put a fault in force, beside those that are.
    ///
    /// # Errors
    /// What does not fit in the rule.
    pub fn add_fault(&mut self, rule: FaultRule) -> Result<(), String> {
        rule.check().map_err(|(key, text)| format!("{key}: {text}"))?;
        self.faults.add(rule);
        Ok(())
    }

    /// End all faults; what they hold leaves.
    pub fn clear_faults(&mut self) {
        self.faults.clear();
        self.pass_on();
    }

    /// End connections: all, or those of one application.
    pub fn cut(&mut self, application: Option<&str>) -> usize {
        let cut = self.tserver.cut(application);
        self.note_closed();
        cut
    }

    /// T-Server's link to the switch comes or goes.
    pub fn set_link(&mut self, up: bool) {
        self.tserver.set_link(up);
        let text =
            format!("T-Server: the link to the switch is {}", if up { "up" } else { "down" });
        self.log.add(self.world_now, LogEvent::Note { text });
    }

    /// A DN goes out of service or comes back; tells whether there is such a DN.
    pub fn set_service(&mut self, dn: &str, up: bool) -> bool {
        let text = format!("T-Server: DN '{dn}' is {} service", if up { "in" } else { "out of" });
        self.log.add(self.world_now, LogEvent::Note { text });
        self.tserver.set_service(dn, up)
    }

    /// Take the registrations of a DN from its clients; tells how many, `None` if there is no such DN.
    pub fn unregister_all(&mut self, dn: &str) -> Option<usize> {
        self.tserver.unregister_all(dn)
    }

    /// The backup becomes primary: the clients of the old primary are disconnected.
    pub fn switch_over(&mut self) -> Server {
        let primary = self.tserver.switch_over();
        self.note_closed();
        primary
    }

    /// Restart an OCS: nothing is loaded any more, what is stored stays. Tells whether there is such an OCS.
    pub fn restart_ocs(&mut self, dbid: i32) -> bool {
        let Some(index) = self.ocs.iter().position(|ocs| ocs.dbid == dbid) else { return false };
        self.with_one_ocs(index, Ocs::restart);
        self.outgoing.clear();
        true
    }

    /// Distribute user data on a DN as if another application had: tells whether there is such a DN.
    pub fn distribute_as_other(&mut self, dn: &str, user_data: &KvList) -> bool {
        let Some(dn) = self.tserver.dn_index(dn) else { return false };
        self.broadcast(dn, user_data.view(), None, None);
        self.handle_request(dn, user_data.view(), None);
        true
    }
}
