//! Tests of the store: power cuts, full disks, damage and snapshots, on a disk in memory.

#![expect(clippy::unwrap_used, reason = "a test may stop at once")]

mod conformance;
mod corpus;
mod directory;
mod disk;
mod full;
mod snapshots;
mod vouched;
