//! The registry of studies: it runs one at a time, and keeps the last ones.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use redial_engine::LeadDetails;
use redial_leads::Fields;
use redial_study::Plan;

use super::plan::{PlanError, plan};
use super::run::people;
use super::study::Study;

/// How many studies are kept; the oldest ended ones are dropped first.
pub const KEPT: usize = 16;

/// The most studies that run or wait.
const UNDER_WAY_MAX: usize = 4;

/// All studies of one server; clones share them.
#[derive(Clone, Default)]
pub struct Studies {
    kept: Arc<Mutex<KeptStudies>>,
    /// The leads that runs dial, as many as a study has needed: studies share them.
    people: Arc<Mutex<Vec<Arc<LeadDetails>>>>,
    /// Held by the study that runs.
    turn: Arc<tokio::sync::Mutex<()>>,
}

#[derive(Default)]
struct KeptStudies {
    last: u64,
    studies: VecDeque<Arc<Study>>,
}

/// Why a study cannot begin.
#[derive(Debug, thiserror::Error)]
pub enum StudiesError {
    /// Too many run or wait already.
    #[error("{UNDER_WAY_MAX} studies are under way already; wait for one to end, or cancel it")]
    Busy,
}

impl Studies {
    /// Plans a study from the fields of a request.
    ///
    /// # Errors
    ///
    /// The first field with a mistake.
    pub fn plan(&self, fields: &Fields) -> Result<Plan, PlanError> {
        plan(fields, |take| self.people(take))
    }

    /// Begins a study.
    ///
    /// # Errors
    ///
    /// Too many run or wait.
    pub fn begin(&self, plan: Plan) -> Result<Arc<Study>, StudiesError> {
        let mut kept = lock(&self.kept);
        if count_under_way(&kept) >= UNDER_WAY_MAX {
            return Err(StudiesError::Busy);
        }
        kept.last += 1;
        let study = Arc::new(Study::new(kept.last, plan));
        kept.studies.push_back(Arc::clone(&study));
        while kept.studies.len() > KEPT {
            let Some(oldest) = kept.studies.iter().position(|study| study.progress().status.is_end()) else { break };
            kept.studies.remove(oldest);
        }
        tokio::spawn(take_turn(Arc::clone(&self.turn), Arc::clone(&study)));
        Ok(study)
    }

    /// Returns a study by its number.
    pub fn find(&self, id: u64) -> Option<Arc<Study>> {
        lock(&self.kept).studies.iter().find(|study| study.id == id).map(Arc::clone)
    }

    /// Returns every study that is kept, newest first.
    pub fn all(&self) -> Vec<Arc<Study>> {
        lock(&self.kept).studies.iter().rev().map(Arc::clone).collect()
    }

    /// Returns how many run or wait.
    pub fn under_way(&self) -> usize {
        count_under_way(&lock(&self.kept))
    }

    /// Cancels all of them, when the server closes.
    pub fn close(&self) {
        lock(&self.kept).studies.iter().for_each(|study| study.cancel());
    }

    fn people(&self, take: u32) -> Vec<Arc<LeadDetails>> {
        let mut known = lock(&self.people);
        if known.len() < take as usize {
            *known = people(take);
        }
        known[..take as usize].to_vec()
    }
}

/// Runs a study once the previous one has ended, unless it was canceled by then.
async fn take_turn(turn: Arc<tokio::sync::Mutex<()>>, study: Arc<Study>) {
    let _turn = tokio::select! {
        turn = turn.lock_owned() => turn,
        () = study.ended() => return,
    };
    let working = Arc::clone(&study);
    if tokio::task::spawn_blocking(move || working.work()).await.is_err() {
        study.fail("a fault in the server stopped it; it is in the log".to_owned());
    }
}

fn count_under_way(kept: &KeptStudies) -> usize {
    kept.studies.iter().filter(|study| !study.progress().status.is_end()).count()
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
