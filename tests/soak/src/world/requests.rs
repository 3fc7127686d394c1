//! What programs ask for.

use commdn::message::{Chain, DialMode, OptimizeBy, Request};

use super::World;
use crate::plan::{Mix, OCS};

impl World {
    /// A request, and how many answers it waits for if every OCS is asked.
    pub(super) fn request(&mut self) -> (Request, Option<u32>) {
        match self.plan.mix {
            Mix::Plain => self.plain_request(),
            Mix::Crossed { customers, both, scoped } => self.crossed(customers, both, scoped),
        }
    }

    /// A request whose facts others have in part.
    fn crossed(&mut self, customers: u32, both: u8, scoped: u8) -> (Request, Option<u32>) {
        let rng = &mut self.rng;
        let phone = format!("555{:05}", rng.u32(0..self.plan.phones));
        let customer = format!("C-{:03}", rng.u32(0..customers));
        let cancels = rng.u8(0..5) == 0;
        let mut request = if cancels { Request::cancel_record() } else { Request::do_not_call() };
        let customer_alone = !cancels && rng.u8(0..3) == 0;
        if !customer_alone {
            request = request.phone(phone);
        }
        if customer_alone || rng.u8(0..100) < both {
            request = request.customer_id(customer);
        }
        if cancels && rng.u8(0..4) == 0 {
            request = request.campaign_name("Spring");
        }
        if rng.u8(0..100) < scoped {
            let chain = if rng.bool() { Chain::RecordOnly } else { Chain::AllChain };
            request = request.chain(chain);
        }
        match rng.u8(0..12) {
            0..=1 => (request.target(OCS[1]), None),
            2 => (request.target(0), Some(rng.u32(0..=2))),
            _ => (request, None),
        }
    }

    /// A plain request, and how many answers it waits for if every OCS is asked.
    fn plain_request(&mut self) -> (Request, Option<u32>) {
        let rng = &mut self.rng;
        let phone = format!("555{:05}", rng.u32(0..self.plan.phones));
        let campaign = rng.i32(1..=2);
        let request = match rng.u8(0..20) {
            0..=9 => Request::do_not_call().phone(phone),
            10 | 11 => Request::do_not_call().customer_id(format!("C-{phone}")),
            12 => Request::do_not_call().phone(phone.clone()).customer_id(format!("C-{phone}")),
            13 | 14 => Request::cancel_record().phone(phone).chain(Chain::RecordOnly),
            15 | 16 => Request::campaign_status(campaign, 10),
            17 => Request::load_campaign(campaign, 10).dialing(
                DialMode::PROGRESS,
                OptimizeBy::BUSY_FACTOR,
                80,
            ),
            18 => Request::unload_campaign(campaign, 10),
            _ => {
                let answers = rng.u32(0..=2);
                return (Request::do_not_call().phone(phone).target(0), Some(answers));
            }
        };
        (if rng.u8(0..4) == 0 { request.target(OCS[1]) } else { request }, None)
    }
}
