//! Small parts: the names that the API shows, and a step of a crowded world.

use std::hint::black_box;

use redial_engine::{CallId, Instant, SessionId};
use redial_replay::PublicIds;
use redial_sim::{Scenario, SimWorld};
use uuid::Uuid;

use crate::batch::SEED;
use crate::figure::BenchFigure;
use crate::options::YardstickOptions;
use crate::reading::{add_leads, start};
use crate::rounds::worked;

/// The number of names made in a round.
const NAMES: u32 = 2_000_000;

/// The microseconds between two starts: a session lasts 8.016 s in the mean, so some 10,000 are live.
const INTERVAL_US: u64 = 802;
/// Starts until the number of live sessions is steady: none lasts longer than this many intervals.
const WARM_UP: u32 = 40_000;
/// The number of starts in a round.
const STARTS: u32 = 12_500;

pub(crate) fn figures(options: &YardstickOptions) -> Vec<BenchFigure> {
    let names = PublicIds::new(Uuid::from_u128(1));
    let text = names.call(CallId::new(SessionId(7), 3)).to_string();
    let (mut naming, mut parsing, mut stepping) = (Vec::new(), Vec::new(), Vec::new());
    let mut crowd = Crowd::gather();
    for _ in 0..options.rounds {
        naming.push(nanoseconds(|n| names.call(CallId::new(SessionId(n), 3))));
        parsing.push(nanoseconds(|_| names.parse_call(black_box(&text))));
        let (seconds, steps) = worked(|| crowd.pass(STARTS));
        stepping.push(seconds * 1e9 / steps as f64);
    }
    let live = crowd.world.state().sessions().iter().filter(|session| session.is_running()).count();
    vec![
        BenchFigure::new("a UUID, made from an ordinal", "ns", naming),
        BenchFigure::new("an ordinal, read from a UUID's text", "ns", parsing),
        BenchFigure::new("a step of a crowded world, with its weather", "ns", stepping),
        BenchFigure::new("sessions live in that world", "", vec![live as f64]),
    ]
}

/// Returns the time of making a name, and of reading one.
fn nanoseconds<T>(name: impl Fn(u32) -> T) -> f64 {
    let (seconds, ()) = worked(|| {
        for n in 0..NAMES {
            black_box(name(black_box(n)));
        }
    });
    seconds * 1e9 / f64::from(NAMES)
}

/// A world in which sessions start all the time, each over leads that no live session has.
struct Crowd {
    world: SimWorld,
    started: u32,
}

impl Crowd {
    fn gather() -> Self {
        let mut crowd = Self { world: SimWorld::new(&Scenario::seed(), SEED, 0), started: 0 };
        add_leads(&mut crowd.world, WARM_UP * 6, &mut |_| {});
        crowd.pass(WARM_UP);
        crowd
    }

    /// Starts this many sessions; returns the number of steps.
    fn pass(&mut self, starts: u32) -> u64 {
        let mut steps = 0;
        for _ in 0..starts {
            let at = Instant::from_ms(u64::from(self.started) * INTERVAL_US / 1000);
            self.world.run_until(at, &mut |_| steps += 1);
            self.world.tell(at, &start(self.started % WARM_UP), &mut |_| steps += 1);
            self.started += 1;
        }
        steps
    }
}
