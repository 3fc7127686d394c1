//! Doctor: what keeps a program's requests from OCS, by the configuration, and how to mend it.
//!
//! Owns the checks, their order and their texts. Everything here is a function of a [`Situation`]:
//! nothing connects, and there is no clock. What only a connection tells is not here.
//!
//! ```
//! use commdn::directory::Directory;
//! use commdn::doctor::{self, Situation};
//! let directory = Directory::new();
//! let found = doctor::examine(&Situation::new(&directory, "8001", 20));
//! assert_eq!(doctor::silence(found).map(|reason| reason.code), Some("application-missing"));
//! ```

mod applications;
mod campaigns;
mod connections;
mod dns;
mod situation;
#[cfg(test)]
mod tests;

pub use crate::finding::{Finding, Health};
pub use situation::Situation;

/// The checks in their order: what is wrong first is to be mended first.
const CHECKS: [fn(&Situation<'_>, &mut Vec<Finding>); 11] = [
    applications::application,
    applications::ocs,
    connections::connections,
    dns::dn,
    dns::switch,
    connections::tserver,
    dns::outbound_contact_server,
    applications::tenant,
    campaigns::campaign,
    connections::pair,
    connections::addp,
];

/// Check the configuration: one finding or more for each check that applies, in order.
///
/// Takes a time that grows with the number of objects.
#[must_use]
pub fn examine(site: &Situation<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for check in CHECKS {
        check(site, &mut found);
    }
    found
}

/// The first finding that explains why OCS says nothing; none if the configuration gives no reason.
pub fn silence(found: impl IntoIterator<Item = Finding>) -> Option<Finding> {
    found.into_iter().find(|one| one.silences && one.health == Health::Bad)
}
