//! The state of the server, which handlers share.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use redial_leads::Region;
use tokio::sync::{Mutex, Semaphore};
use uuid::Uuid;

use crate::guard::Hosts;
use crate::limit::RateLimit;
use crate::limits::ENRICHMENTS_MAX;
use crate::metrics::ServerMetrics;
use crate::net::ConnectionMetrics;
use crate::permits::Permits;
use crate::push::{Push, PushMemory};
use crate::wire::Lens;
use redial_live::Lost;
use redial_live::StartReport;
use redial_live::desk::Desk;
use redial_live::history::HistoryCache;
use redial_studies::Studies;

/// The state of the server.
pub struct ServerState {
    /// The dialer's desk.
    pub desk: Desk,
    /// The journal's own id.
    pub journal: Uuid,
    /// The start of the journal's time.
    pub epoch: DateTime<Utc>,
    /// The records of the mock CRM whose cause the journal has lost.
    pub lost: Arc<Lost>,
    /// The region of phone numbers without a country code.
    pub region: Region,
    /// The push of records to readers.
    pub push: Push,
    /// Held while a list is imported: imports are one at a time.
    pub importing: Arc<Mutex<()>>,
    /// Held while all failed syncs are retried: such requests are one at a time.
    pub retrying: Arc<Mutex<()>>,
    /// The studies.
    pub studies: Studies,
    /// The histories of sessions that were read last.
    pub histories: HistoryCache,
    /// Bounds the work on uploaded journals and on a study's runs.
    pub permits: Permits,
    /// Bounds the requests that wait for the enrichment service.
    pub enrichments: Semaphore,
    /// The host names of the server.
    pub hosts: Hosts,
    /// The metrics of connections.
    pub connections: ConnectionMetrics,
    /// All metrics.
    pub metrics: Arc<ServerMetrics>,
    /// The rate limit of each client.
    pub rate_limit: Option<Arc<RateLimit>>,
}

impl ServerState {
    /// Builds the state over a live dialer.
    pub fn new(desk: Desk, opening: &StartReport, region: Region, hosts: Hosts) -> Self {
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
            enrichments: Semaphore::new(ENRICHMENTS_MAX),
            studies: Studies::default(),
            hosts,
            connections,
            metrics,
            rate_limit: None,
        }
    }

    /// Returns the lens for the ids and times of the journal.
    pub fn lens(&self) -> Lens {
        Lens { names: self.desk.names().clone(), epoch: self.epoch }
    }
}
