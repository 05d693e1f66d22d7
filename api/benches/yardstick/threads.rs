//! The same batch on two threads, by the clock on the wall.

use rayon::{ThreadPool, ThreadPoolBuilder};
use redial_sim::{Scenario, batch};

use crate::batch::{SEED, leads};
use crate::figure::Figure;
use crate::limit::Limit;
use crate::{Options, clock, ratios};

pub(crate) fn figures(options: &Options, _: Option<&Limit>) -> Vec<Figure> {
    let (one, two) = (pool(1), pool(2));
    let (mut by_one, mut by_two) = (Vec::new(), Vec::new());
    for _ in 0..options.rounds {
        by_one.push(rate(&one, options.runs));
        by_two.push(rate(&two, options.runs));
    }
    let gain = ratios(&by_two, &by_one);
    vec![
        Figure::new("batch, one thread, by the wall: sessions", "/s", by_one),
        Figure::new("batch, two threads, by the wall: sessions", "/s", by_two),
        Figure::new("batch: two threads against one", "", gain).with(1.8..=f64::INFINITY, 1.8),
    ]
}

fn pool(threads: usize) -> ThreadPool {
    ThreadPoolBuilder::new().num_threads(threads).build().expect("two threads can be started")
}

fn rate(pool: &ThreadPool, runs: u64) -> f64 {
    let (scenario, leads) = (Scenario::seed(), leads());
    let begun = clock::wall();
    let totals = pool.install(|| batch(&scenario, &leads, SEED, runs, &|_| {}));
    totals.runs() as f64 / (clock::wall() - begun)
}
