//! Tests of studies: intervals cover the true values as often as promised, and results do not depend on the order of
//! work.

mod figures;
mod files;
mod intervals;
mod looks;
mod parts;

use std::sync::Arc;

use redial_engine::LeadDetails;
use redial_sim::{SEED, leads};
use redial_study::{Measure, Part, Plan, Shard, StudyFile};

const COVERED: &str = r#"
name = "covered"
scenario = "seed"
runs = 500
[grid]
lines = [1, 3]
take = [4]
"carrier.cancel_ms" = [[1_500, 1_500]]
"crm.contact_ms" = [[40, 4_000]]
"crm.activity_ms" = [[60, 600]]
"#;

const PRECISE: &str = r#"
name = "precise"
scenario = "seed"
runs = 200_000
[grid]
lines = [1, 2]
[precision]
won = 0.002
"#;

fn people(take: u32) -> Vec<Arc<LeadDetails>> {
    (0..take).map(|n| Arc::new(leads::invent(1, n))).collect()
}

fn plan(study: &str) -> Plan {
    let file = StudyFile::read(study).unwrap_or_else(|error| panic!("{error}"));
    Plan::new(&file, SEED, people).unwrap_or_else(|error| panic!("{error}"))
}

fn play(plan: &Plan, part: &mut Part) {
    let mut scratch = plan.scratch();
    while !part.is_done(plan) {
        for block in part.next_blocks(plan, 3) {
            part.take(plan, &plan.play(&mut scratch, block, false).expect("every run ends"));
        }
    }
}

fn whole(plan: &Plan) -> Part {
    let mut part = Part::begin(plan, "this".to_owned(), Shard::WHOLE);
    play(plan, &mut part);
    part
}

fn measure(name: &str) -> &'static Measure {
    Measure::named(name).expect("it is one")
}
