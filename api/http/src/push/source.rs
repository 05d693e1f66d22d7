//! The source: the one task that reads each new record once and publishes it to every topic that readers follow.

use std::io;
use std::ops::RangeInclusive;
use std::sync::Arc;

use tokio::sync::watch;

use super::hub::{FollowedTopics, Hub};
use super::renderer::Renderer;
use redial_live::desk::Desk;

/// How many records are published before another reader may join or leave.
const PAGE: u64 = 64;

/// Follows the journal until the dialer is gone; then the readers end.
pub(super) async fn run(
    desk: Desk,
    hub: Arc<Hub>,
    closing: watch::Sender<bool>,
    mut published: u64,
    renderer: impl Fn() -> Renderer,
) {
    let mut tail = desk.durable_tail();
    let mut at_work = renderer();
    loop {
        let tip = *tail.borrow_and_update();
        while published < tip {
            let until = tip.min(published + PAGE);
            let followed = hub.begin(until);
            // Without readers, rendering is wasted.
            if followed.is_empty() {
                published = until;
                continue;
            }
            let (desk, publishing, first) = (desk.clone(), Arc::clone(&hub), published + 1);
            let work = move || publish(at_work, &desk, &publishing, &followed, first..=until);
            at_work = match tokio::task::spawn_blocking(work).await.unwrap_or_else(|panic| Err(io::Error::other(panic)))
            {
                Ok(at_work) => at_work,
                Err(error) => {
                    tracing::error!("records {} to {until} could not be pushed: {error}", published + 1);
                    hub.skip_to(until);
                    renderer()
                }
            };
            published = until;
        }
        if tail.changed().await.is_err() {
            closing.send_replace(true);
            return;
        }
    }
}

/// Renders and publishes the records of a range.
fn publish(
    renderer: Renderer,
    desk: &Desk,
    hub: &Hub,
    followed: &FollowedTopics,
    seqs: RangeInclusive<u64>,
) -> io::Result<Renderer> {
    renderer.keep(followed);
    for seq in seqs {
        hub.publish(&renderer.render(&desk.archive().line(seq)?, followed)?);
    }
    Ok(renderer)
}
