//! The precision that a study must reach.

use super::measure::Measure;

/// How precise a measure must be in every setting before a study may stop.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct PrecisionGoal {
    /// What is measured.
    pub measure: &'static Measure,
    /// Half of the widest interval that will do, in the measure's unit.
    pub half_width: f64,
}
