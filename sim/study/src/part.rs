//! How far a study, or a part of it, has come: it can be kept in a file, gone on with, and put together with other
//! parts.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::block::Block;
use super::interim::InterimResult;
use super::plan::Plan;
use super::results::Results;
use super::shard::Shard;

/// The results of one part so far. Blocks are added in order.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Part {
    /// What the plan is known by: parts of different plans do not fit together.
    pub plan: String,
    /// Which part it is.
    pub shard: Shard,
    /// The block that comes next.
    next: u64,
    /// What the blocks before each look came to, after the look before.
    looks: Vec<Results>,
}

/// Why parts do not make a whole.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PartError {
    /// A part of something else.
    #[error("part {0} is of another study, or was made by another version of the program")]
    Other(Shard),
    /// A part of another division, or one that is there twice.
    #[error("part {found} does not follow: part {wanted} is needed")]
    Missing {
        /// Which part was found.
        found: Shard,
        /// Which one is needed there.
        wanted: Shard,
    },
    /// The last parts are not there.
    #[error("part {0} is missing: name its folder with the others")]
    End(Shard),
    /// A part that was broken off.
    #[error("part {0} is not finished; go on with it with --resume{option}", option = option(.0))]
    Unfinished(Shard),
}

/// Returns the option that names a part; the whole needs none.
fn option(shard: &Shard) -> String {
    if *shard == Shard::WHOLE { String::new() } else { format!(" --shard {shard}") }
}

impl Part {
    /// Begins a part.
    #[must_use]
    pub fn begin(plan: &Plan, known_by: String, shard: Shard) -> Self {
        let looks = vec![Results::none(plan.settings.len()); plan.looks().len()];
        Self { plan: known_by, shard, next: shard.blocks(plan).start, looks }
    }

    /// Returns true if the part fits the plan; one read from a file may not.
    #[must_use]
    pub fn fits(&self, plan: &Plan) -> bool {
        (1..=self.shard.of).contains(&self.shard.place)
            && self.shard.blocks(plan).start <= self.next
            && self.next <= self.shard.blocks(plan).end
            && self.looks.len() == plan.looks().len()
            && self.looks.iter().all(|results| results.settings().len() == plan.settings.len())
    }

    /// Returns the blocks that come next: at most so many, none beyond the next look, and none once all is done.
    #[must_use]
    pub fn next_blocks(&self, plan: &Plan, most: u64) -> Range<u64> {
        let blocks = self.shard.blocks(plan);
        if self.is_done(plan) {
            return blocks.end..blocks.end;
        }
        let look = plan.looks().into_iter().find(|look| *look > self.next).unwrap_or(blocks.end);
        self.next..blocks.end.min(look).min(self.next.saturating_add(most))
    }

    /// Takes in the next block.
    pub fn take(&mut self, plan: &Plan, block: &Block) {
        debug_assert_eq!(block.number, self.next, "blocks are taken in order");
        let look = plan.looks().iter().position(|look| *look > block.number).expect("the last look is at the end");
        self.looks[look].add(&block.results);
        self.next += 1;
    }

    /// Returns true if no block is left, or the results are precise enough. One of several parts cannot tell, and plays
    /// all.
    #[must_use]
    pub fn is_done(&self, plan: &Plan) -> bool {
        self.next == self.shard.blocks(plan).end || (self.is_at_look(plan) && self.enough(plan).is_some())
    }

    /// Returns true when a study is exactly at one of its looks, the end among them. A part of several never looks.
    #[must_use]
    pub fn is_at_look(&self, plan: &Plan) -> bool {
        self.shard == Shard::WHOLE && plan.looks().contains(&self.next)
    }

    /// Returns what the last look found; `None` before the first, in a part of several, and where no goals are set.
    #[must_use]
    pub fn last_look(&self, plan: &Plan) -> Option<InterimResult> {
        let passed = plan.looks().iter().take_while(|look| **look <= self.next).count();
        let looks = self.shard == Shard::WHOLE && passed > 0 && !plan.goals.is_empty();
        looks.then(|| plan.judge(&self.sum(passed)))
    }

    /// Returns how many runs are done, of each setting.
    #[must_use]
    pub fn runs_done(&self, plan: &Plan) -> u64 {
        let first = self.shard.blocks(plan).start;
        if self.next == first { 0 } else { plan.runs_of(self.next - 1).end - plan.runs_of(first).start }
    }

    /// Returns the first run that is not done.
    #[must_use]
    pub fn next_run(&self, plan: &Plan) -> u64 {
        plan.runs_of(self.next).start.min(plan.runs)
    }

    /// Returns what a whole study came to, and after how many runs of each setting it stopped.
    #[must_use]
    pub fn outcome(&self, plan: &Plan) -> (Results, u64) {
        self.enough(plan).unwrap_or_else(|| (self.sum(self.looks.len()), self.next_run(plan)))
    }

    /// Returns the results at the first look that found every goal met, or one out of reach, and the runs they rest on.
    fn enough(&self, plan: &Plan) -> Option<(Results, u64)> {
        let looks = plan.looks();
        let passed = looks.iter().take_while(|look| **look <= self.next).count();
        (1..=passed).find_map(|count| {
            let results = self.sum(count);
            plan.ends_after(&plan.judge(&results)).then(|| (results, plan.runs_of(looks[count - 1] - 1).end))
        })
    }

    fn sum(&self, looks: usize) -> Results {
        let mut results = self.looks[0].clone();
        self.looks[1..looks].iter().for_each(|more| results.add(more));
        results
    }

    /// Puts the parts of a study together, in order.
    ///
    /// # Errors
    ///
    /// Parts that do not make the whole, naming the first that is not as it should be.
    pub fn merge(plan: &Plan, parts: &[Self]) -> Result<Self, PartError> {
        let (first, of) = match parts.first() {
            None => return Err(PartError::End(Shard::WHOLE)),
            Some(first) => (first, first.shard.of),
        };
        let mut whole = Self::begin(plan, first.plan.clone(), Shard::WHOLE);
        for (part, place) in parts.iter().zip(1..) {
            let wanted = Shard { place, of };
            if part.plan != whole.plan || !part.fits(plan) {
                return Err(PartError::Other(part.shard));
            }
            if part.shard != wanted {
                return Err(PartError::Missing { found: part.shard, wanted });
            }
            if !part.is_done(plan) {
                return Err(PartError::Unfinished(part.shard));
            }
            whole.looks.iter_mut().zip(&part.looks).for_each(|(look, more)| look.add(more));
        }
        if parts.len() < of as usize {
            return Err(PartError::End(Shard { place: parts.len() as u32 + 1, of }));
        }
        whole.next = plan.blocks();
        Ok(whole)
    }
}
