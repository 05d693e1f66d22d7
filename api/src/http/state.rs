//! The state of the server: everything that handlers work on.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use redial_leads::Region;
use tokio::sync::Mutex;
use uuid::Uuid;

use super::guard::Hosts;
use super::limit::RateLimit;
use super::metrics::ServerMetrics;
use super::permits::Permits;
use crate::live::StartReport;
use crate::live::desk::Desk;
use crate::live::history::HistoryCache;
use crate::live::lost::Lost;
use crate::net::ConnectionMetrics;
use crate::push::{Push, PushMemory};
use crate::studies::Studies;
use crate::wire::Lens;

/// The state of the server that handlers work on.
pub(crate) struct ServerState {
    /// The way to the dialer.
    pub(crate) desk: Desk,
    /// The journal's own id.
    pub(crate) journal: Uuid,
    /// What the journal's times count from.
    pub(crate) epoch: DateTime<Utc>,
    /// What the mock CRM knows of a past that the journal lost.
    pub(crate) lost: Arc<Lost>,
    /// Where a phone number without a country code is meant.
    pub(crate) region: Region,
    /// Where listeners are told.
    pub(crate) push: Push,
    /// Held by whoever imports a list.
    pub(crate) importing: Arc<Mutex<()>>,
    /// Held by whoever has all failed syncs tried again.
    pub(crate) retrying: Arc<Mutex<()>>,
    /// Where planners' studies are worked on.
    pub(crate) studies: Studies,
    /// What was read of sessions whose past somebody looks at.
    pub(crate) histories: HistoryCache,
    /// Taken by whoever looks at a journal from disk, or at a study's single runs.
    pub(crate) permits: Permits,
    /// By which names the server may be asked.
    pub(crate) hosts: Hosts,
    /// What the accept loop counts.
    pub(crate) connections: ConnectionMetrics,
    /// What is shown to whoever watches.
    pub(crate) metrics: Arc<ServerMetrics>,
    /// How much one client may ask for.
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

    /// Returns how ids and times are shown.
    pub(crate) fn lens(&self) -> Lens {
        Lens { names: self.desk.names().clone(), epoch: self.epoch }
    }
}
