//! The status page: metrics in Prometheus' text form on `/metrics`, health as JSON on `/health`.
//!
//! Reads the hub; changes nothing. Whoever can reach it can read it: it has names of clients and DNs' counts, and no
//! secrets.

mod metrics;

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use commdn_config::ConfigError;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::hub::Service;
use crate::shared::Shared;

/// The page's listener.
#[derive(Debug)]
pub(crate) struct StatusPage {
    socket: TcpListener,
    address: SocketAddr,
}

impl StatusPage {
    /// Listen there.
    pub async fn bind(listen: &str) -> Result<Self, ConfigError> {
        let cannot = |error: std::io::Error| {
            ConfigError::at("status.listen", format!("cannot listen on {listen}: {error}"))
        };
        let socket = TcpListener::bind(listen).await.map_err(cannot)?;
        let address = socket.local_addr().map_err(cannot)?;
        Ok(Self { socket, address })
    }

    /// Where.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serve until `ends`.
    pub async fn serve(self, shared: Arc<Shared>, mut ends: watch::Receiver<bool>) {
        let router = Router::new()
            .route("/", get(|| async { "commdn-bridge: /health, /metrics\n" }))
            .route("/health", get(health))
            .route("/metrics", get(metrics))
            .with_state(shared);
        let until = async move {
            let _ = ends.wait_for(|ends| *ends).await;
        };
        let served = axum::serve(self.socket, router).with_graceful_shutdown(until).await;
        if let Err(error) = served {
            tracing::warn!(event = "status-page-ended", cause = %error);
        }
    }
}

/// 200 while clients are served and the server's link is up, or while the other bridge of the pair serves; else 503.
async fn health(State(shared): State<Arc<Shared>>) -> impl IntoResponse {
    let gauges = shared.with(|hub, _| hub.gauges());
    let healthy = match gauges.service {
        Service::On => gauges.server.is_up(),
        Service::Standby => true,
        Service::Draining => false,
    };
    let body = json!({
        "healthy": healthy,
        "service": gauges.service.name(),
        "server": gauges.server.name(),
        "clients": gauges.clients,
        "dns": gauges.dns,
        "version": env!("CARGO_PKG_VERSION"),
    });
    let code = if healthy { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (code, [(header::CONTENT_TYPE, "application/json")], format!("{body}\n"))
}

async fn metrics(State(shared): State<Arc<Shared>>) -> impl IntoResponse {
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], metrics_text(&shared))
}

/// The page of metrics.
pub(crate) fn metrics_text(shared: &Shared) -> String {
    // Writing to a text does not fail.
    metrics::text(shared).unwrap_or_default()
}
