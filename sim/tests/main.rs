//! The integration tests of the simulator, as one binary.

mod closed;
mod exact;
mod glare;
mod laws;
mod planted;
mod random;
mod worlds;
