//! Many simulated sessions on one thread, nothing written down: what studies are made of.

use std::sync::Arc;

use redial_engine::LeadDetails;
use redial_sim::{Scenario, Stage, some_runs};

use crate::figure::Figure;
use crate::limit::Limit;
use crate::{Options, people, ratios, worked};

/// The seed of every measurement here.
pub(crate) const SEED: u64 = 42;

/// The yardstick is faster; so many times the sessions make its rounds as long, or nearly.
pub(crate) const MORE: u64 = 4;

pub(crate) fn figures(options: &Options, limit: Option<&Limit>) -> Vec<Figure> {
    let (mut goalpost, mut goalpost_events) = (Vec::new(), Vec::new());
    let (mut sessions, mut transitions) = (Vec::new(), Vec::new());
    let mut stage = Stage::set(&Scenario::seed(), &leads(), SEED, 0, &mut |_| {});
    for _ in 0..options.rounds {
        if let Some(limit) = limit {
            let found = limit.run(&["sim", "--rng", "chacha8"], options.runs * MORE);
            goalpost.extend(found["sessions_per_s"].as_f64());
            goalpost_events.extend(found["events_per_s"].as_f64());
        }
        let (seconds, totals) = worked(|| some_runs(&mut stage, 0..options.runs));
        sessions.push(totals.runs() as f64 / seconds);
        transitions.push(totals.transitions as f64 / seconds);
    }
    let share = ratios(&sessions, &goalpost);
    let share_of_events = ratios(&transitions, &goalpost_events);
    vec![
        Figure::new("goalpost: sessions", "/s", goalpost),
        Figure::new("batch: sessions", "/s", sessions),
        Figure::new("batch: sessions, of the goalpost's", "", share).with(0.12..=f64::INFINITY, 0.25),
        Figure::new("goalpost: events", "/s", goalpost_events),
        Figure::new("batch: transitions", "/s", transitions),
        Figure::new("batch: transitions, of the goalpost's events", "", share_of_events),
    ]
}

/// The leads of one session.
pub(crate) fn leads() -> Vec<Arc<LeadDetails>> {
    (0..6).map(|index| Arc::new(people::person(index))).collect()
}
