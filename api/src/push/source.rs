//! The source: the one task that reads each new record once and tells it to every topic that is followed.

use std::io;
use std::ops::RangeInclusive;
use std::sync::Arc;

use tokio::sync::watch;

use super::hub::{Hub, Wanted};
use super::renderer::Teller;
use crate::live::desk::Desk;

/// How many records are told before somebody else may join or leave.
const PAGE: u64 = 64;

/// Follows the journal until the dialer is gone; then the readers end.
pub(super) async fn run(
    desk: Desk,
    hub: Arc<Hub>,
    closing: watch::Sender<bool>,
    mut told: u64,
    teller: impl Fn() -> Teller,
) {
    let mut durable_tail = desk.durable_tail();
    let mut at_work = teller();
    loop {
        let tip = *durable_tail.borrow_and_update();
        while told < tip {
            // Nothing is rendered for nobody.
            let until = tip.min(told + PAGE);
            let wanted = hub.begin(until);
            if wanted.is_nothing() {
                told = until;
                continue;
            }
            let (desk, telling, first) = (desk.clone(), Arc::clone(&hub), told + 1);
            let work = move || tell(at_work, &desk, &telling, &wanted, first..=until);
            at_work = match tokio::task::spawn_blocking(work).await.unwrap_or_else(|panic| Err(io::Error::other(panic)))
            {
                Ok(at_work) => at_work,
                Err(error) => {
                    tracing::error!("records {} to {until} could not be pushed: {error}", told + 1);
                    hub.skip_to(until);
                    teller()
                }
            };
            told = until;
        }
        if durable_tail.changed().await.is_err() {
            closing.send_replace(true);
            return;
        }
    }
}

/// Tells the records of a range.
fn tell(teller: Teller, desk: &Desk, hub: &Hub, wanted: &Wanted, seqs: RangeInclusive<u64>) -> io::Result<Teller> {
    teller.keep(wanted);
    for seq in seqs {
        hub.publish(&teller.tell(&desk.archive().line(seq)?, wanted)?);
    }
    Ok(teller)
}
