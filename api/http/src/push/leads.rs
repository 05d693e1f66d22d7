//! The lead cache: the details of the dialer's leads, read once for all readers.

use std::io;
use std::sync::{Arc, PoisonError, RwLock};

use redial_engine::{Lead, LeadDetails, LeadId};
use tokio::runtime::Handle;

use redial_live::desk::Desk;

/// How many leads one read of the dialer fetches.
const AT_ONCE: usize = 4_096;

/// The details of the leads, from the first on; clones share them. Leads are never removed, and their details never
/// change.
#[derive(Clone)]
pub(super) struct LeadCache {
    desk: Desk,
    known: Arc<RwLock<Vec<Arc<LeadDetails>>>>,
}

impl LeadCache {
    /// Begins empty.
    pub(super) fn new(desk: Desk) -> Self {
        Self { desk, known: Arc::default() }
    }

    /// Fetches the leads up to `last` that are missing. Blocks until the dialer answers, so the thread must allow that.
    ///
    /// # Errors
    ///
    /// The dialer does not answer, or has no such lead.
    pub(super) fn fetch(&self, last: LeadId) -> io::Result<()> {
        loop {
            let from = self.known.read().unwrap_or_else(PoisonError::into_inner).len();
            if last.index() < from {
                return Ok(());
            }
            let more = self.desk.read(move |view| {
                let leads = view.state.leads().iter().skip(from).take(AT_ONCE);
                leads.map(|lead: &Lead| Arc::clone(&lead.details)).collect::<Vec<_>>()
            });
            let more = Handle::current().block_on(more).map_err(io::Error::other)?;
            if more.is_empty() {
                return Err(io::Error::new(io::ErrorKind::NotFound, format!("lead {last} is not known")));
            }
            let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
            // Another thread may have fetched the same leads.
            if known.len() == from {
                known.extend(more);
            }
        }
    }

    /// Returns the details of a lead that was fetched.
    pub(super) fn get(&self, lead: LeadId) -> Arc<LeadDetails> {
        Arc::clone(&self.known.read().unwrap_or_else(PoisonError::into_inner)[lead.index()])
    }
}
