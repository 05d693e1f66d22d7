//! The reserve of disk space that is kept allocated beyond the ends of files that grow.

use tokio::sync::watch;

/// The state of the reserve.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum DiskReserve {
    /// At least half the reserve is free.
    Enough,
    /// The pending batches fit; new input is rejected.
    Short,
    /// Even the pending batches must wait.
    Full,
}

impl DiskReserve {
    /// The reserve for the journal, in bytes. New input is rejected while less than half of it is left.
    pub const JOURNAL: u64 = 8 << 20;

    /// The reserve for the CRM log, in bytes.
    pub(crate) const CRM_LOG: u64 = 2 << 20;

    /// The space that must be free on a full disk before new input is accepted, in MiB.
    pub const MIB: u64 = (Self::JOURNAL + Self::CRM_LOG) >> 20;
}

/// Watches the reserve of one file, or of two as one; clones watch the same.
#[derive(Clone, Debug)]
pub struct ReserveWatch {
    first: watch::Receiver<DiskReserve>,
    second: Option<watch::Receiver<DiskReserve>>,
}

impl ReserveWatch {
    /// Starts with [`DiskReserve::Enough`]; the sender reports every change.
    #[must_use]
    pub fn new() -> (watch::Sender<DiskReserve>, Self) {
        let (sender, first) = watch::channel(DiskReserve::Enough);
        (sender, Self { first, second: None })
    }

    /// Watches another file as well: the worse of the two states counts.
    #[must_use]
    pub fn and(self, other: Option<Self>) -> Self {
        Self { second: other.map(|other| other.first).or(self.second), ..self }
    }

    /// Returns the state of the reserve.
    #[must_use]
    pub fn now(&self) -> DiskReserve {
        let second = self.second.as_ref().map_or(DiskReserve::Enough, |second| *second.borrow());
        second.max(*self.first.borrow())
    }

    /// Waits until a state differs from the one last seen.
    pub async fn changed(&mut self) {
        tokio::select! {
            () = changed(Some(&mut self.first)) => {}
            () = changed(self.second.as_mut()) => {}
        }
    }

    /// Waits until the disk is full.
    pub async fn full(&mut self) {
        while self.now() != DiskReserve::Full {
            self.changed().await;
        }
    }
}

/// Waits for a change; a writer that has ended changes nothing any more.
async fn changed(reserve: Option<&mut watch::Receiver<DiskReserve>>) {
    if let Some(reserve) = reserve
        && reserve.changed().await.is_ok()
    {
        return;
    }
    std::future::pending().await
}
