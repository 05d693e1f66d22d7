//! The server's metrics, from `/metrics`.

use anyhow::Result;

use crate::server::MeasuredServer;

/// The metrics of one moment.
pub(crate) struct Scrape(String);

impl Scrape {
    /// Gets them.
    pub(crate) fn of(server: &MeasuredServer) -> Result<Self> {
        server.get("/metrics").map(Self)
    }

    /// Returns the value of a series; 0 for one that does not exist yet.
    pub(crate) fn value(&self, series: &str) -> f64 {
        let found = self.0.lines().filter_map(|line| line.strip_prefix(series)?.strip_prefix(' ')?.parse().ok()).next();
        found.unwrap_or(0.0)
    }
}
