//! The live driver: one task owns the dialer and its weather, and waits for the next input.
//!
//! Persist, then act: a record is durable before its effects leave and before its answer is sent. The next batch builds
//! while one batch is written. A large batch is handed to the writer before the batch ahead of it is durable.

pub(crate) mod archive;
mod batch;
mod check;
mod commit;
mod delta_list;
pub(crate) mod desk;
mod dialer_metrics;
mod disk_reserve;
mod driver;
pub(crate) mod history;
mod index;
mod journal_writer;
mod live_metrics;
pub(crate) mod lost;
mod mock_crm_file;
mod mock_crm_log;
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

pub(crate) use disk_reserve::DiskReserve;
pub(crate) use driver::Driver;
pub(crate) use mock_crm_file::CRM_LOG;
pub(crate) use open::judge_crm_log;
pub(crate) use open_error::OpenError;
pub(crate) use options::{StartOptions, StorageOptions};
pub(crate) use start_report::StartReport;
pub(crate) use store_error::StoreError;
