//! Who the leads are: the dialer's own entries, looked up once for all who listen.

use std::io;
use std::sync::{Arc, PoisonError, RwLock};

use redial_engine::{Lead, LeadDetails, LeadId};
use tokio::runtime::Handle;

use crate::live::desk::Desk;

/// How many entries are looked up at once.
const AT_ONCE: usize = 4_096;

/// Who the leads are, from the first on; clones know the same. Leads never go away, and who they are never changes.
#[derive(Clone)]
pub(super) struct People {
    desk: Desk,
    known: Arc<RwLock<Vec<Arc<LeadDetails>>>>,
}

impl People {
    /// Begins with nobody.
    pub(super) fn new(desk: Desk) -> Self {
        Self { desk, known: Arc::default() }
    }

    /// Looks up all leads up to this one, where that was not done already. It may wait for the dialer, on a thread that may.
    ///
    /// # Errors
    ///
    /// The dialer does not answer, or knows no such lead.
    pub(super) fn meet(&self, last: LeadId) -> io::Result<()> {
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
            // Somebody else may have asked for the same.
            if known.len() == from {
                known.extend(more);
            }
        }
    }

    /// Returns who a lead is that was met.
    pub(super) fn who(&self, lead: LeadId) -> Arc<LeadDetails> {
        Arc::clone(&self.known.read().unwrap_or_else(PoisonError::into_inner)[lead.index()])
    }
}
