//! The bounds of requests and pages: handlers judge by them, and the OpenAPI document names them.

/// The largest body of a request, in bytes, on a route that has no bound of its own.
pub(crate) const BODY_MAX: usize = 64 * 1024;

/// The largest body that starts a session, in bytes. It can name 10,000 leads.
pub(crate) const SESSION_BODY_MAX: usize = 1024 * 1024;

/// The most items of a page.
pub(crate) const LIMIT_MAX: u64 = 1_000;

/// The default page size of a list that grows without bound.
pub(crate) const PAGE: usize = 50;

/// The default page size of the list of a study's runs.
pub(crate) const RUNS_PAGE: usize = 100;

/// The most ids of leads and calls in a page of sessions, about 1 MB. A page holds at least one whole session, which
/// may have more.
pub(crate) const IDS_MAX: usize = 25_000;

/// The most requests that wait for the enrichment service.
pub(crate) const ENRICHMENTS_MAX: usize = 256;

/// The default number of lines of a session.
pub(crate) const LINES: u8 = 2;

/// The routes that no rate limit applies to: monitoring must work best when the server is busiest.
pub(crate) const EXEMPT: [&str; 2] = ["/health", "/metrics"];
