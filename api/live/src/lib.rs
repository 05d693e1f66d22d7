//! The live driver: one task owns the dialer and its world, and waits for the next input.
//!
//! Persist, then act: a record is durable before its effects leave and before its answer is sent. The next batch builds
//! while one batch is written. A large batch is handed to the writer before the batch ahead of it is durable.

pub mod archive;
mod batch;
mod check;
mod commit;
mod delta_list;
pub mod desk;
mod dialer_metrics;
mod driver;
pub mod history;
mod index;
mod journal_writer;
mod live_metrics;
mod open;
mod open_error;
mod options;
mod owner;
mod recovery;
mod request;
mod snapshots;
mod start_report;
mod store;
mod store_error;
mod timed_disk;

#[cfg(test)]
mod tests;

pub use driver::Driver;
pub use open_error::OpenError;
pub use options::{StartOptions, StorageOptions, WorldOptions};
pub use start_report::{StartReport, WorldReport};
pub use store_error::StoreError;

pub use redial_ports::{
    Activity, CRM_LOG, Contact, DiskReserve, Lost, LostActivity, LostContact, MockCrmView, judge_crm_log,
};
