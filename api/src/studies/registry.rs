//! The room where studies are worked on, one at a time, and kept.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use redial_engine::LeadDetails;
use redial_leads::Fields;
use redial_study::Plan;

use super::plan::{PlanError, plan};
use super::run::people;
use super::study::Study;

/// How many studies are kept; the oldest ones go first.
pub(crate) const KEPT: usize = 16;

/// How many studies are worked on, or wait for it.
const UNDER_WAY_MAX: usize = 4;

/// All studies of one server; clones are the same room.
#[derive(Clone, Default)]
pub(crate) struct Studies {
    kept: Arc<Mutex<KeptStudies>>,
    /// Whom runs dial, as far as somebody asked: studies share them.
    people: Arc<Mutex<Vec<Arc<LeadDetails>>>>,
    /// Held by the study that is worked on.
    turn: Arc<tokio::sync::Mutex<()>>,
}

#[derive(Default)]
struct KeptStudies {
    last: u64,
    studies: VecDeque<Arc<Study>>,
}

/// Why a study cannot begin.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StudiesError {
    /// Others are under way.
    #[error("{UNDER_WAY_MAX} studies are under way already; wait for one to end, or cancel it")]
    Busy,
}

impl Studies {
    /// Makes a plan of what was asked for.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub(crate) fn plan(&self, fields: &Fields) -> Result<Plan, PlanError> {
        plan(fields, |take| self.people(take))
    }

    /// Begins a study.
    ///
    /// # Errors
    ///
    /// Too many are under way.
    pub(crate) fn begin(&self, plan: Plan) -> Result<Arc<Study>, StudiesError> {
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
    pub(crate) fn find(&self, id: u64) -> Option<Arc<Study>> {
        lock(&self.kept).studies.iter().find(|study| study.id == id).map(Arc::clone)
    }

    /// Returns every study that is kept, newest first.
    pub(crate) fn all(&self) -> Vec<Arc<Study>> {
        lock(&self.kept).studies.iter().rev().map(Arc::clone).collect()
    }

    /// Returns how many are worked on, or wait for it.
    pub(crate) fn under_way(&self) -> usize {
        count_under_way(&lock(&self.kept))
    }

    /// Stops all of them: the server is going down.
    pub(crate) fn close(&self) {
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

/// Works on a study when it is its turn. One that is canceled until then needs none.
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
