//! The same batch on two threads, by the wall clock; the yardstick on two threads shows the machine's limit.

use rayon::{ThreadPool, ThreadPoolBuilder};
use redial_sim::{Scenario, batch};

use crate::batch::{MORE, SEED, leads};
use crate::clock;
use crate::figure::BenchFigure;
use crate::limit::Limit;
use crate::options::YardstickOptions;
use crate::rounds::ratios;

/// One thread and two take turns this often in a round. The best turn counts: other work on the machine only makes a
/// turn slower.
const TURNS: u32 = 4;

pub(crate) fn figures(options: &YardstickOptions, limit: Option<&Limit>) -> Vec<BenchFigure> {
    let pools = [1, 2].map(|threads| ThreadPoolBuilder::new().num_threads(threads).build());
    let [one, two] = pools.map(|pool| pool.expect("two threads can be started"));
    let (mut goalpost, mut by_one, mut by_two) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..options.rounds {
        let (mut best_limit, mut best) = ([0.0_f64; 2], [0.0_f64; 2]);
        for _ in 0..TURNS {
            if let Some(limit) = limit {
                let rate = |threads| limit_rate(limit, threads, options.runs * MORE);
                best_limit = [best_limit[0].max(rate("1")), best_limit[1].max(rate("2"))];
            }
            best = [best[0].max(rate(&one, options.runs)), best[1].max(rate(&two, options.runs))];
        }
        goalpost.extend(limit.map(|_| best_limit[1] / best_limit[0]));
        by_one.push(best[0]);
        by_two.push(best[1]);
    }
    let gain = ratios(&by_two, &by_one);
    vec![
        BenchFigure::new("goalpost: two threads against one", "", goalpost),
        BenchFigure::new("batch, one thread, by the wall: sessions", "/s", by_one),
        BenchFigure::new("batch, two threads, by the wall: sessions", "/s", by_two),
        BenchFigure::new("batch: two threads against one", "", gain).with(1.8..=f64::INFINITY, 1.8),
    ]
}

fn limit_rate(limit: &Limit, threads: &str, sessions: u64) -> f64 {
    let found = limit.run(&["sim", "--rng", "chacha8", "--threads", threads], sessions);
    sessions as f64 / found["wall_seconds"].as_f64().expect("the yardstick says how long it took")
}

fn rate(pool: &ThreadPool, runs: u64) -> f64 {
    let (scenario, leads) = (Scenario::seed(), leads());
    let begun = clock::wall();
    let totals = pool.install(|| batch(&scenario, &leads, SEED, runs, &|_| {}));
    totals.runs() as f64 / (clock::wall() - begun)
}
