//! The precision goals of a study.

use super::measure::Measure;

/// The precision that a measure must reach in every setting before a study may stop.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct PrecisionGoal {
    /// The measure.
    pub measure: &'static Measure,
    /// Half the width of the widest sufficient interval, in the measure's unit.
    pub half_width: f64,
}
