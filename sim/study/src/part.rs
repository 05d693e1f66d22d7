//! The progress of a study, or of one part of it. It can be saved in a file, resumed, and merged with other parts.

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
    /// The identity of the plan: parts of different plans cannot be merged.
    pub plan: String,
    /// The part.
    pub shard: Shard,
    /// The block that comes next.
    next: u64,
    /// The results of the blocks between each look and the one before.
    looks: Vec<Results>,
}

/// The reason why parts do not make a whole.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PartError {
    /// A part belongs to another study.
    #[error("part {0} is of another study, or was made by another version of the program")]
    Other(Shard),
    /// A part belongs to another division, or is repeated.
    #[error("part {found} does not follow: part {wanted} is needed")]
    Missing {
        /// The part that was found.
        found: Shard,
        /// The part that is needed there.
        wanted: Shard,
    },
    /// The last parts are missing.
    #[error("part {0} is missing: name its folder with the others")]
    End(Shard),
    /// A part is not finished.
    #[error("part {0} is not finished; resume it with --resume{option}", option = option(.0))]
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

    /// Returns the next blocks: at most `most`, none beyond the next look, and none once the part is done.
    #[must_use]
    pub fn next_blocks(&self, plan: &Plan, most: u64) -> Range<u64> {
        let blocks = self.shard.blocks(plan);
        if self.is_done(plan) {
            return blocks.end..blocks.end;
        }
        let look = plan.looks().into_iter().find(|look| *look > self.next).unwrap_or(blocks.end);
        self.next..blocks.end.min(look).min(self.next.saturating_add(most))
    }

    /// Adds the next block.
    pub fn take(&mut self, plan: &Plan, block: &Block) {
        debug_assert_eq!(block.number, self.next, "blocks are taken in order");
        let look = plan.looks().iter().position(|look| *look > block.number).expect("the last look is at the end");
        self.looks[look].add(&block.results);
        self.next += 1;
    }

    /// Returns true if no block is left, or the results are precise enough. One of several parts plays all its blocks,
    /// because precision depends on all parts.
    #[must_use]
    pub fn is_done(&self, plan: &Plan) -> bool {
        self.next == self.shard.blocks(plan).end || (self.is_at_look(plan) && self.enough(plan).is_some())
    }

    /// Returns true if a study is exactly at one of its looks, including the end. One of several parts never looks.
    #[must_use]
    pub fn is_at_look(&self, plan: &Plan) -> bool {
        self.shard == Shard::WHOLE && plan.looks().contains(&self.next)
    }

    /// Returns the result of the last look; `None` before the first one, for one of several parts, and without goals.
    #[must_use]
    pub fn last_look(&self, plan: &Plan) -> Option<InterimResult> {
        let passed = plan.looks().iter().take_while(|look| **look <= self.next).count();
        let looks = self.shard == Shard::WHOLE && passed > 0 && !plan.goals.is_empty();
        looks.then(|| plan.judge(&self.sum(passed)))
    }

    /// Returns the number of finished runs of each setting.
    #[must_use]
    pub fn runs_done(&self, plan: &Plan) -> u64 {
        let first = self.shard.blocks(plan).start;
        if self.next == first { 0 } else { plan.runs_of(self.next - 1).end - plan.runs_of(first).start }
    }

    /// Returns the first run that is not finished.
    #[must_use]
    pub fn next_run(&self, plan: &Plan) -> u64 {
        plan.runs_of(self.next).start.min(plan.runs)
    }

    /// Returns the results of a whole study, and the number of runs of each setting after which it stopped.
    #[must_use]
    pub fn outcome(&self, plan: &Plan) -> (Results, u64) {
        self.enough(plan).unwrap_or_else(|| (self.sum(self.looks.len()), self.next_run(plan)))
    }

    /// Returns the results and the number of runs at the first look that ends the study: every goal met, or one
    /// unreachable.
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

    /// Merges the parts of a study, in order.
    ///
    /// # Errors
    ///
    /// The parts do not make the whole; the error names the first wrong part.
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
