//! The measures of a study: each is the sum of one count over the sum of another.

use super::count::Count::{self, *};

/// A figure of every setting. It is estimated as one sum over another; in a mean over runs, the second sum is the
/// number of runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Measure {
    /// Its name in files and tables.
    pub name: &'static str,
    /// Its meaning, in a line.
    pub about: &'static str,
    /// The count of the numerator.
    pub top: Count,
    /// The count of the denominator.
    pub bottom: Count,
    /// Its unit.
    pub unit: Unit,
}

/// The unit of a figure.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unit {
    /// A number for each run.
    PerRun,
    /// A share, 0 to 1.
    Share,
    /// Milliseconds.
    Ms,
    /// A number for each hour of dialing.
    PerHour,
}

impl Unit {
    /// Returns the factor of the quotient. Times are sums of milliseconds.
    pub(super) const fn scale(self) -> f64 {
        match self {
            Self::PerRun | Self::Share | Self::Ms => 1.0,
            Self::PerHour => 3_600_000.0,
        }
    }
}

/// Every measure, in the order in which tables show them.
pub const MEASURES: [Measure; 14] = [
    measure("won", "runs in which a person was put through", Won, Runs, Unit::Share),
    measure("attempted", "calls placed", Attempted, Runs, Unit::PerRun),
    measure("connected", "calls that were put through", Won, Runs, Unit::PerRun),
    measure("failed", "calls that no person answered: busy, voicemail, no answer, failed", Failed, Runs, Unit::PerRun),
    measure("canceled", "calls that the dialer canceled", Canceled, Runs, Unit::PerRun),
    measure("abandoned", "people who answered and were not put through", Abandoned, Runs, Unit::PerRun),
    measure(
        "abandoned_share",
        "people who answered and were not put through, of all live answers (16 CFR 310.4(b)(4)(i))",
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
    measure("wait_ms", "until a person was put through, in the runs in which one was", WaitMs, Won, Unit::Ms),
    measure("dials_per_hour", "calls placed in an hour of dialing", Attempted, DurationMs, Unit::PerHour),
    measure("conversations_per_hour", "calls put through in an hour of dialing", Won, DurationMs, Unit::PerHour),
    measure("line_use", "share of the lines' time that rang", RingingMs, LineMs, Unit::Share),
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

    /// Returns true if it is a mean over runs.
    #[must_use]
    pub fn is_mean(&self) -> bool {
        self.bottom == Runs
    }
}
