//! The reserve of disk space that the writer keeps allocated beyond the ends of its files.

use tokio::sync::watch;

/// The state of the reserve.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum DiskReserve {
    /// At least half the reserve is free.
    Enough,
    /// The pending batches fit; new input is rejected.
    Short,
    /// Even the pending batches must wait.
    Full,
}

impl DiskReserve {
    /// The reserve for the journal, in bytes. New input is rejected while less than half of it is left.
    pub(super) const JOURNAL: u64 = 8 << 20;

    /// The reserve for the CRM log, in bytes.
    pub(super) const CRM_LOG: u64 = 2 << 20;

    /// The space that must be free on a full disk before new input is accepted, in MiB.
    pub(crate) const MIB: u64 = (Self::JOURNAL + Self::CRM_LOG) >> 20;
}

/// Watches the reserve; clones watch the same.
#[derive(Clone, Debug)]
pub(crate) struct ReserveWatch(watch::Receiver<DiskReserve>);

impl ReserveWatch {
    /// Starts with [`DiskReserve::Enough`]; the sender reports every change.
    pub(super) fn new() -> (watch::Sender<DiskReserve>, Self) {
        let (sender, receiver) = watch::channel(DiskReserve::Enough);
        (sender, Self(receiver))
    }

    /// Returns the state of the reserve.
    pub(crate) fn now(&self) -> DiskReserve {
        *self.0.borrow()
    }

    /// Waits until the state differs from the one last seen.
    pub(super) async fn changed(&mut self) {
        if self.0.changed().await.is_err() {
            std::future::pending().await
        }
    }

    /// Waits until the disk is full.
    pub(super) async fn full(&mut self) {
        if self.0.wait_for(|reserve| *reserve == DiskReserve::Full).await.is_err() {
            std::future::pending().await
        }
    }
}
