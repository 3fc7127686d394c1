//! Verdicts: why an OCS does not answer, by the directory of a session.
//!
//! Owns that the configuration is examined once for each OCS: thousands of requests may end without
//! an answer at once.

use super::config::SessionConfig;
use crate::doctor::{Finding, Situation, examine, silence};
use crate::message::Dbid;
use commdn_rt::sync::Mutex;

/// The most OCS that are remembered.
const MOST: usize = 64;

/// What was found for each OCS that did not answer.
#[derive(Debug, Default)]
pub(super) struct Verdicts(Mutex<Vec<(Dbid, Option<Finding>)>>);

impl Verdicts {
    /// Why that OCS, or any if it is 0, does not answer; none without a directory or a reason.
    pub fn of(&self, config: &SessionConfig, ocs: Dbid) -> Option<Finding> {
        let directory = config.directory.as_ref()?;
        let known = self.0.lock().iter().find(|(dbid, _)| *dbid == ocs).cloned();
        if let Some((_, verdict)) = known {
            return verdict;
        }
        let mut site = Situation::new(directory, &config.dn, config.app_dbid);
        site.ocs_dbid = ocs;
        site.application = Some(&config.settings.application);
        let verdict = silence(examine(&site));
        let mut all = self.0.lock();
        if all.len() < MOST {
            all.push((ocs, verdict.clone()));
        }
        verdict
    }
}
