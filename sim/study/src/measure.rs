//! What a study measures: each figure is a sum of one count over a sum of another.

use super::count::Count::{self, *};

/// A figure that every setting of a study gets. It is estimated as one sum over another: a mean over runs is the case
/// in which the other sum is the number of runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Measure {
    /// Its name, as files and tables spell it.
    pub name: &'static str,
    /// What it is, in a line.
    pub about: &'static str,
    /// What is summed up.
    pub top: Count,
    /// What that is divided by.
    pub bottom: Count,
    /// What it is counted in.
    pub unit: Unit,
}

/// What a figure is counted in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unit {
    /// So many of each run.
    PerRun,
    /// Parts of a whole, 0 to 1.
    Share,
    /// Milliseconds.
    Ms,
    /// So many in an hour of dialing.
    PerHour,
}

impl Unit {
    /// Returns what the quotient of the two sums is multiplied by: times are summed up in milliseconds.
    pub(super) const fn scale(self) -> f64 {
        match self {
            Self::PerRun | Self::Share | Self::Ms => 1.0,
            Self::PerHour => 3_600_000.0,
        }
    }
}

/// Every measure, in the order in which tables show them.
pub const MEASURES: [Measure; 14] = [
    measure("won", "runs in which somebody was put through", Won, Runs, Unit::Share),
    measure("attempted", "calls placed", Attempted, Runs, Unit::PerRun),
    measure("connected", "calls that were put through", Won, Runs, Unit::PerRun),
    measure("failed", "calls without an answer: engaged, voicemail, no answer, failed", Failed, Runs, Unit::PerRun),
    measure("canceled", "calls that the dialer gave up", Canceled, Runs, Unit::PerRun),
    measure("abandoned", "persons who answered and were not put through", Abandoned, Runs, Unit::PerRun),
    measure(
        "abandoned_share",
        "persons who answered and were not put through, of all live answers (16 CFR 310.4(b)(4)(i))",
        Abandoned,
        Live,
        Unit::Share,
    ),
    measure(
        "cut_short",
        "calls that the dialer ended before they had rung for 15 s, unanswered",
        CutShort,
        Runs,
        Unit::PerRun,
    ),
    measure("duration_ms", "from the start of the session to its stop", DurationMs, Runs, Unit::Ms),
    measure("wait_ms", "until somebody was put through, where somebody was", WaitMs, Won, Unit::Ms),
    measure("dials_per_hour", "calls placed in an hour of dialing", Attempted, DurationMs, Unit::PerHour),
    measure("conversations_per_hour", "calls put through in an hour of dialing", Won, DurationMs, Unit::PerHour),
    measure("line_use", "of the lines' time, how much rang", RingingMs, LineMs, Unit::Share),
    measure("crm_lag_ms", "from the end of a call until the CRM had it", CrmLagMs, Synced, Unit::Ms),
];

const fn measure(name: &'static str, about: &'static str, top: Count, bottom: Count, unit: Unit) -> Measure {
    Measure { name, about, top, bottom, unit }
}

impl Measure {
    /// Finds a measure by its name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        MEASURES.iter().find(|measure| measure.name == name)
    }

    /// Returns true when it is a mean over runs.
    #[must_use]
    pub fn is_mean(&self) -> bool {
        self.bottom == Runs
    }
}
