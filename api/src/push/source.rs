//! The source: the one task that reads each new record once and tells it to every topic that is followed.

use std::io;
use std::ops::Range;
use std::sync::Arc;

use tokio::sync::watch;

use super::hub::{Hub, Wanted};
use super::past::records;
use super::teller::Teller;
use crate::desk::Desk;
use crate::view::Lens;

/// How many records are read at once.
const PAGE: u64 = 64;

/// Follows the journal until the dialer is gone; then the readers end.
pub(super) async fn run(desk: Desk, lens: Lens, hub: Arc<Hub>, closing: watch::Sender<bool>, mut told: u64) {
    let mut tide = desk.tide();
    let mut teller = Teller::new(desk.clone(), lens.clone());
    loop {
        let tip = *tide.borrow_and_update();
        while told < tip {
            // Nothing is rendered for nobody.
            let until = tip.min(told + PAGE);
            let wanted = hub.begin(until);
            if wanted.is_nothing() {
                told = until;
                continue;
            }
            let (fresh, desk, telling, from) = (desk.clone(), desk.clone(), Arc::clone(&hub), told);
            let work = move || tell(teller, &desk, &telling, &wanted, from..until);
            teller = match tokio::task::spawn_blocking(work).await.unwrap_or_else(|panic| Err(io::Error::other(panic)))
            {
                Ok(teller) => teller,
                Err(error) => {
                    tracing::error!("records {} to {until} could not be pushed: {error}", told + 1);
                    hub.skip_to(until);
                    Teller::new(fresh, lens.clone())
                }
            };
            told = until;
        }
        if tide.changed().await.is_err() {
            closing.send_replace(true);
            return;
        }
    }
}

/// Tells the records after `range.start`, up to `range.end`.
fn tell(mut teller: Teller, desk: &Desk, hub: &Hub, wanted: &Wanted, range: Range<u64>) -> io::Result<Teller> {
    teller.keep(wanted);
    let count = usize::try_from(range.end - range.start).unwrap_or(usize::MAX);
    let page = desk.archive().after(range.start, count)?;
    for line in records(&page.bytes) {
        hub.publish(&teller.tell(line, wanted)?);
    }
    Ok(teller)
}
