//! What every part of the weather shares: the dice, and the queue of words that will arrive.

use crate::dice::Dice;
use crate::queue::Queue;

#[derive(Clone, Debug)]
pub(crate) struct Sky {
    pub(crate) dice: Dice,
    pub(crate) queue: Queue,
}
