//! The state of the server, which handlers share.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use redial_leads::Region;
use tokio::sync::Mutex;
use uuid::Uuid;

use super::guard::Hosts;
use super::limit::RateLimit;
use super::metrics::ServerMetrics;
use super::permits::Permits;
use crate::net::ConnectionMetrics;
use crate::push::{Push, PushMemory};
use crate::wire::Lens;
use redial_live::Lost;
use redial_live::StartReport;
use redial_live::desk::Desk;
use redial_live::history::HistoryCache;
use redial_studies::Studies;

/// The state of the server.
pub(crate) struct ServerState {
    /// The door to the dialer.
    pub(crate) desk: Desk,
    /// The journal's own id.
    pub(crate) journal: Uuid,
    /// The start of the journal's time.
    pub(crate) epoch: DateTime<Utc>,
    /// The records of the mock CRM whose cause the journal has lost.
    pub(crate) lost: Arc<Lost>,
    /// The region of phone numbers without a country code.
    pub(crate) region: Region,
    /// Where listeners are told.
    pub(crate) push: Push,
    /// Held while a list is imported: imports are one at a time.
    pub(crate) importing: Arc<Mutex<()>>,
    /// Held while all failed syncs are retried: such requests are one at a time.
    pub(crate) retrying: Arc<Mutex<()>>,
    /// The studies.
    pub(crate) studies: Studies,
    /// The histories of sessions that were read last.
    pub(crate) histories: HistoryCache,
    /// Bounds the work on uploaded journals and on a study's runs.
    pub(crate) permits: Permits,
    /// The host names of the server.
    pub(crate) hosts: Hosts,
    /// The metrics of connections.
    pub(crate) connections: ConnectionMetrics,
    /// All metrics.
    pub(crate) metrics: Arc<ServerMetrics>,
    /// The rate limit of each client.
    pub(crate) rate_limit: Option<Arc<RateLimit>>,
}

impl ServerState {
    /// Builds the state over a live dialer.
    pub(crate) fn new(desk: Desk, opening: &StartReport, region: Region, hosts: Hosts) -> Self {
        let lens = Lens { names: desk.names().clone(), epoch: opening.epoch };
        let push = Push::start(desk.clone(), lens, PushMemory::default());
        let connections = ConnectionMetrics::default();
        let metrics = Arc::new(ServerMetrics::new(&desk, &connections));
        Self {
            desk,
            journal: opening.journal,
            epoch: opening.epoch,
            lost: Arc::clone(&opening.lost),
            region,
            push,
            importing: Arc::default(),
            histories: HistoryCache::default(),
            retrying: Arc::default(),
            permits: Permits::default(),
            studies: Studies::default(),
            hosts,
            connections,
            metrics,
            rate_limit: None,
        }
    }

    /// Returns the lens for the ids and times of the journal.
    pub(crate) fn lens(&self) -> Lens {
        Lens { names: self.desk.names().clone(), epoch: self.epoch }
    }
}
