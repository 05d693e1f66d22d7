//! The counts of a run.

use redial_engine::{Outcome, SessionId, State, Status};

/// A count of a run.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Count {
    /// One for each run.
    Runs,
    /// 1 if a call connected, else 0.
    Won,
    /// Calls placed.
    Attempted,
    /// Calls that ended as NO_ANSWER, BUSY, VOICEMAIL or FAILED.
    Failed,
    /// Calls that the dialer canceled.
    Canceled,
    /// People who answered a line that was being released.
    Abandoned,
    /// Calls that a person answered: connected or abandoned.
    Live,
    /// Calls that the dialer ended before they had rung for 15 s, by cancel or ring timeout, and that no person
    /// answered meanwhile.
    CutShort,
    /// Milliseconds from the start of the session to its stop.
    DurationMs,
    /// Milliseconds from the start of the session until a call connected; 0 if none did.
    WaitMs,
    /// Milliseconds that calls rang, over all lines.
    RingingMs,
    /// Milliseconds that the lines could have rung: the session's duration times its lines.
    LineMs,
    /// Calls whose result reached the CRM.
    Synced,
    /// Milliseconds from the end of a call until its result was in the CRM, over all calls.
    CrmLagMs,
}

/// The number of counts.
pub(super) const COUNTS: usize = 14;

/// The time that a call must ring before the dialer may give it up, in milliseconds. 16 CFR 310.4(b)(4)(ii) requires
/// 15 s or four rings.
const FULL_RING_MS: u64 = 15_000;

impl Count {
    /// Every count.
    pub const ALL: [Self; COUNTS] = [
        Self::Runs,
        Self::Won,
        Self::Attempted,
        Self::Failed,
        Self::Canceled,
        Self::Abandoned,
        Self::Live,
        Self::CutShort,
        Self::DurationMs,
        Self::WaitMs,
        Self::RingingMs,
        Self::LineMs,
        Self::Synced,
        Self::CrmLagMs,
    ];

    /// Returns its name in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Runs => "runs",
            Self::Won => "won",
            Self::Attempted => "attempted",
            Self::Failed => "failed",
            Self::Canceled => "canceled",
            Self::Abandoned => "abandoned",
            Self::Live => "live",
            Self::CutShort => "cut_short",
            Self::DurationMs => "duration_ms",
            Self::WaitMs => "wait_ms",
            Self::RingingMs => "ringing_ms",
            Self::LineMs => "line_ms",
            Self::Synced => "synced",
            Self::CrmLagMs => "crm_lag_ms",
        }
    }
}

/// The counts of one run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Run([u64; COUNTS]);

impl Run {
    /// Counts a finished run. The state does not record when a result reached the CRM, so the caller passes the sum of
    /// the lags.
    pub(super) fn count(state: &State, crm_lag_ms: u64) -> Self {
        let session = &state.sessions()[SessionId(0).index()];
        let metrics = session.metrics();
        let Status::Stopped { at, .. } = session.status() else {
            unreachable!("a run ends when no event is left, and its session has stopped by then")
        };
        let duration = at.ms_since(session.started_at());
        let ring_timeout_ms = u64::from(state.config().ring_timeout_ms);
        let (mut ringing, mut cut_short, mut synced) = (0, 0, 0);
        for call in session.calls() {
            let Some((outcome, ended_at)) = call.ending() else { continue };
            let rang = ended_at.ms_since(call.started_at);
            ringing += rang;
            let is_ours = match outcome {
                Outcome::CanceledByDialer => true,
                // A deadline wins a tie with the carrier's event, so the dialer ended every call that rang so long.
                Outcome::NoAnswer => rang >= ring_timeout_ms,
                Outcome::Connected | Outcome::Busy | Outcome::Voicemail | Outcome::Failed => false,
            };
            cut_short += u64::from(is_ours && rang < FULL_RING_MS && !call.abandoned);
            synced += u64::from(matches!(call.crm, redial_engine::CrmSync::Synced { .. }));
        }
        let won = u64::from(metrics.connected);
        Self([
            1,
            won,
            metrics.attempted.into(),
            metrics.failed.into(),
            metrics.canceled.into(),
            metrics.abandoned.into(),
            won + u64::from(metrics.abandoned),
            cut_short,
            duration,
            duration * won,
            ringing,
            duration * u64::from(session.spec().lines),
            synced,
            crm_lag_ms,
        ])
    }

    /// Makes a run from its counts, in the order of [`Count::ALL`].
    pub(super) const fn from_counts(counts: [u64; COUNTS]) -> Self {
        Self(counts)
    }

    /// Returns a count.
    #[inline]
    #[must_use]
    pub const fn of(&self, count: Count) -> u64 {
        self.0[count as usize]
    }

    /// Returns all counts, in the order of [`Count::ALL`].
    pub(super) const fn counts(&self) -> &[u64; COUNTS] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_count_is_at_its_index() {
        for (place, count) in Count::ALL.into_iter().enumerate() {
            assert_eq!(count as usize, place, "{}", count.name());
        }
    }
}
