//! The context that every part of the weather shares: the dice and the event queue.

use crate::dice::Dice;
use crate::queue::Queue;

#[derive(Clone, Debug)]
pub(crate) struct SimContext {
    pub(crate) dice: Dice,
    pub(crate) queue: Queue,
}
