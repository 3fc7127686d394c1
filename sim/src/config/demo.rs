//! The demo contact centre: what `sim:` means when no file is given.

use super::{
    Application, Campaign, Config, Dialing, Dn, GeneratedRecords, Group, List, Ocs, Record,
};

impl Config {
    /// One OCS (DBID 101) on DN 8001 (and 8002, 8003), with two campaigns, two groups, and 555 numbers.
    ///
    /// Applications 20 (`desktop`) and 21 (`script`) are in its connections. Campaigns 1
    /// (`Spring`) and 2 (`Autumn`) are configured for group 10 (`Sales`), campaign 1 for
    /// group 11 (`Service`); campaign 3 (`Unassigned`) for none.
    #[must_use]
    pub fn demo() -> Self {
        Self {
            dn: ["8001", "8002", "8003"].map(Dn::new).into(),
            application: vec![Application::new(20, "desktop"), Application::new(21, "script")],
            ocs: vec![Ocs::new(101, "OCS_1", [20, 21])],
            campaign: vec![
                Campaign::new(1, "Spring", &["customers", "spring"]),
                Campaign::new(2, "Autumn", &["autumn"]),
                Campaign::new(3, "Unassigned", &[]),
            ],
            group: vec![Group::new(10, "Sales", [1, 2]), Group::new(11, "Service", [1])],
            list: vec![
                List::new("customers", customers()),
                List::generated("spring", GeneratedRecords::new(5_000, "5551000000")),
                List::generated("autumn", GeneratedRecords::new(5_000, "5552000000")),
            ],
            // Calls of a fraction of a second, so that a demo need not wait for them.
            dialing: Dialing {
                dials_per_minute: 300.0,
                dial_seconds: [0.05, 0.2],
                talk_seconds: [0.1, 0.4],
                redial_minutes: 1.0,
                callback_minutes: 2.0,
                ..Dialing::default()
            },
            ..Self::default()
        }
    }
}

/// Three customers: one with three phones, one with two, one with one.
fn customers() -> Vec<Record> {
    [
        ("5550100", "C-1001", 1),
        ("5550101", "C-1001", 1),
        ("5550102", "C-1001", 1),
        ("5550110", "C-1002", 2),
        ("5550111", "C-1002", 2),
        ("5550120", "C-1003", 3),
    ]
    .map(|(phone, customer, chain)| Record::new(phone).customer_id(customer).chain(chain))
    .into()
}
