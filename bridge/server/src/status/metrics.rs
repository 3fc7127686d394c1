//! The metrics: what the hub has counted, read at the moment of the scrape.

use std::fmt;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric, NoLabelSet};
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use crate::hub::{BOUNDS, Counters, Ending, Gauges, Service};
use crate::shared::Shared;

/// All metrics.
pub(super) fn text(shared: &Shared) -> Result<String, fmt::Error> {
    let (gauges, counters) = shared.with(|hub, _| (hub.gauges(), hub.counters().clone()));
    let mut registry = Registry::with_prefix("commdn_bridge");
    registry.register_collector(Box::new(Metrics { gauges, counters }));
    let mut text = String::new();
    prometheus_client::encoding::text::encode(&mut text, &registry)?;
    Ok(text)
}

#[derive(Debug)]
struct Metrics {
    gauges: Gauges,
    counters: Counters,
}

impl Collector for Metrics {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let mut one =
            |name: &str, help: &str, metric: &dyn Encoded| metric.write(&mut encoder, name, help);
        let (gauges, counters) = (&self.gauges, &self.counters);
        let serves = u64::from(gauges.service == Service::On);
        one("serving", "Whether this bridge serves clients", &Gauge(serves))?;
        one(
            "server_up",
            "Whether the server's link is up",
            &Gauge(u64::from(gauges.server.is_up())),
        )?;
        one("clients", "Clients that are logged in", &Gauge(gauges.clients as u64))?;
        one("dns", "DNs that are registered", &Gauge(gauges.dns as u64))?;
        one("registrations", "Registrations of clients", &Gauge(gauges.registrations as u64))?;
        one(
            "waiting_requests",
            "Requests that wait for their turn",
            &Gauge(gauges.waiting as u64),
        )?;
        one(
            "open_requests",
            "Requests that the server has not answered",
            &Gauge(gauges.open as u64),
        )?;
        one("backlog_bytes", "Bytes that wait for clients", &Gauge(gauges.backlog as u64))?;
        for (name, help, value) in [
            ("connections", "Connections of clients", counters.connections),
            ("connections_refused", "Connections without room", counters.connections_refused),
            ("logins", "Clients that were let in", counters.logins),
            ("logins_refused", "Clients that were not let in", counters.logins_refused),
            ("requests_refused_here", "Requests that the bridge refused", counters.refused_here),
            ("requests_accepted", "Requests that the server took", counters.accepted),
            ("requests_refused", "Requests that the server refused", counters.refused_by_server),
            ("requests_unanswered", "Requests without an answer", counters.unanswered),
            ("events", "User events of the server", counters.events),
            ("events_for_nobody", "Those on a DN without clients", counters.events_for_nobody),
            ("events_shown_here", "Events shown by the bridge itself", counters.events_shown_here),
            ("server_connections", "Connections to the server", counters.server_connections),
        ] {
            one(name, help, &Count(value))?;
        }
        one("connections_ended", "Connections that ended, by reason", &Endings(counters))?;
        let of = |value: fn(&crate::hub::OfClient) -> u64| OfClients { counters, value };
        one("client_requests", "Requests of a client", &of(|client| client.requests))?;
        one("client_events", "Events to a client", &of(|client| client.events))?;
        one("accept_seconds", "From a request to its acknowledgement", &Times(counters))
    }
}

trait Encoded {
    fn write(&self, encoder: &mut DescriptorEncoder<'_>, name: &str, help: &str) -> fmt::Result;
}

struct Gauge(u64);

impl Encoded for Gauge {
    fn write(&self, encoder: &mut DescriptorEncoder<'_>, name: &str, help: &str) -> fmt::Result {
        let metric = ConstGauge::new(self.0 as f64);
        metric.encode(encoder.encode_descriptor(name, help, None, metric.metric_type())?)
    }
}

struct Count(u64);

impl Encoded for Count {
    fn write(&self, encoder: &mut DescriptorEncoder<'_>, name: &str, help: &str) -> fmt::Result {
        let metric = ConstCounter::new(self.0);
        metric.encode(encoder.encode_descriptor(name, help, None, metric.metric_type())?)
    }
}

struct Endings<'a>(&'a Counters);

impl Encoded for Endings<'_> {
    fn write(&self, encoder: &mut DescriptorEncoder<'_>, name: &str, help: &str) -> fmt::Result {
        let kind = ConstCounter::new(0_u64).metric_type();
        let mut family = encoder.encode_descriptor(name, help, None, kind)?;
        for ending in Ending::ALL {
            let count = ConstCounter::new(self.0.endings(ending));
            count.encode(family.encode_family(&[("reason", ending.name())])?)?;
        }
        Ok(())
    }
}

struct OfClients<'a> {
    counters: &'a Counters,
    value: fn(&crate::hub::OfClient) -> u64,
}

impl Encoded for OfClients<'_> {
    fn write(&self, encoder: &mut DescriptorEncoder<'_>, name: &str, help: &str) -> fmt::Result {
        let kind = ConstCounter::new(0_u64).metric_type();
        let mut family = encoder.encode_descriptor(name, help, None, kind)?;
        for (client, counted) in &self.counters.clients {
            let count = ConstCounter::new((self.value)(counted));
            count.encode(family.encode_family(&[("client", &**client)])?)?;
        }
        Ok(())
    }
}

struct Times<'a>(&'a Counters);

impl Encoded for Times<'_> {
    fn write(&self, encoder: &mut DescriptorEncoder<'_>, name: &str, help: &str) -> fmt::Result {
        let (counts, sum) = self.0.times();
        let kind = Histogram::new(BOUNDS).metric_type();
        let mut metric = encoder.encode_descriptor(name, help, None, kind)?;
        let bounds = BOUNDS.iter().copied().chain([f64::MAX]);
        let buckets: Vec<(f64, u64)> = bounds.zip(counts.iter().copied()).collect();
        let count = counts.iter().sum();
        metric.encode_histogram::<NoLabelSet>(sum, count, &buckets, None)
    }
}
