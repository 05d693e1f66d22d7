//! Whether there is room on the disk, as the writing thread finds it.

use tokio::sync::watch;

/// How much room there is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum DiskReserve {
    /// For more than is stepped before somebody looks again.
    Enough,
    /// For what is on its way, and for nothing more: no input is taken.
    Short,
    /// Not even for what is on its way: it waits, and so does whoever waits for it.
    Full,
}

impl DiskReserve {
    /// How many bytes of the journal there is room for ahead; no input is taken when less than half of it is left.
    pub(super) const JOURNAL: u64 = 8 << 20;

    /// The same for the mock CRM's books.
    pub(super) const CRM_LOG: u64 = 2 << 20;

    /// How much must be free on a disk that was full before anything is taken in again, in MiB.
    pub(crate) const MIB: u64 = (Self::JOURNAL + Self::CRM_LOG) >> 20;
}

/// What is known of the room; clones know the same.
#[derive(Clone, Debug)]
pub(crate) struct ReserveWatch(watch::Receiver<DiskReserve>);

impl ReserveWatch {
    /// Begins with room for everything; the sender knows better.
    pub(super) fn new() -> (watch::Sender<DiskReserve>, Self) {
        let (sender, receiver) = watch::channel(DiskReserve::Enough);
        (sender, Self(receiver))
    }

    /// Returns how much room there is.
    pub(crate) fn now(&self) -> DiskReserve {
        *self.0.borrow()
    }

    /// Waits until there is more or less of it than when somebody looked last.
    pub(super) async fn changed(&mut self) {
        if self.0.changed().await.is_err() {
            std::future::pending().await
        }
    }

    /// Waits until there is none.
    pub(super) async fn gone(&mut self) {
        if self.0.wait_for(|room| *room == DiskReserve::Full).await.is_err() {
            std::future::pending().await
        }
    }
}
