//! The arithmetic of rounds: the time that a round worked, and the ratio of figures of one round.

use crate::clock;

/// Returns the seconds of processor time that this thread works on something, and the result.
pub(crate) fn worked<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let now = || clock::seconds(rustix::time::ClockId::ThreadCPUTime);
    let begun = now();
    let made = std::hint::black_box(work());
    (now() - begun, made)
}

/// Divides round by round: only figures of the same round are compared.
pub(crate) fn ratios(above: &[f64], below: &[f64]) -> Vec<f64> {
    above.iter().zip(below).map(|(above, below)| above / below).collect()
}
