//! Single runs of a study.

use redial_study::{Count, Run};
use serde::Serialize;
use utoipa::ToSchema;

/// The counts of a run, named as the columns of `runs.csv`.
#[derive(Serialize, ToSchema)]
#[schema(as = StudyRunCounts)]
pub struct RunCounts {
    /// Whether a person was put through: 0 or 1.
    #[schema(maximum = 1)]
    won: u64,
    /// Calls placed.
    attempted: u64,
    /// Calls that ended as NO_ANSWER, BUSY, VOICEMAIL or FAILED.
    failed: u64,
    /// Calls that the dialer canceled.
    canceled: u64,
    /// Persons who answered a line that was being released.
    abandoned: u64,
    /// Unanswered calls that the dialer ended before they had rung for 15 s.
    cut_short: u64,
    /// From the start of the session to its stop, in milliseconds.
    duration_ms: u64,
    /// From the start to the first person put through, in milliseconds; absent if there was none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    wait_ms: Option<u64>,
    /// The ringing time of all lines together, in milliseconds.
    ringing_ms: u64,
    /// The time in which the lines could have rung, in milliseconds.
    line_ms: u64,
    /// Calls whose result reached the CRM.
    synced: u64,
    /// From the end of each call to its result in the CRM, summed, in milliseconds.
    crm_lag_ms: u64,
}

impl RunCounts {
    /// Builds the view of a run.
    pub fn of(run: &Run) -> Self {
        let won = run.of(Count::Won);
        Self {
            won,
            attempted: run.of(Count::Attempted),
            failed: run.of(Count::Failed),
            canceled: run.of(Count::Canceled),
            abandoned: run.of(Count::Abandoned),
            cut_short: run.of(Count::CutShort),
            duration_ms: run.of(Count::DurationMs),
            wait_ms: (won > 0).then(|| run.of(Count::WaitMs)),
            ringing_ms: run.of(Count::RingingMs),
            line_ms: run.of(Count::LineMs),
            synced: run.of(Count::Synced),
            crm_lag_ms: run.of(Count::CrmLagMs),
        }
    }
}
