//! The simulated world: a carrier, a CRM and people's luck as functions of a seed, under a virtual clock.
//!
//! The dialer cannot tell whether it is simulated: a driver steps it, performs its effects on [`Weather`], and passes
//! in the inputs that arrive from there. [`SimWorld`] is that driver with a virtual clock; the live server is another,
//! with a real one.
//!
//! All luck is keyed ([`Dice`]), so a run is a function of (scenario, seed, run) alone. The simulator does not know
//! journals: the caller passes a sink that receives every record.
//!
//! ```
//! use std::sync::Arc;
//! use redial_sim::{Scenario, SessionWorld, leads};
//!
//! let people: Vec<_> = (0..6).map(|n| Arc::new(leads::invent(1, n))).collect();
//! let mut records = 0;
//! let mut stage = SessionWorld::set(&Scenario::seed(), &people, 42, 0, &mut |_| records += 1);
//! let state = stage.play(&mut |_| records += 1);
//! assert!(state.sessions()[0].is_settled());
//! assert_eq!(state.seq(), records);
//! ```

mod batch;
mod call_ref;
mod carrier;
mod context;
mod crm;
mod dice;
mod draw;
mod enrichment;
mod file_error;
mod histogram;
pub mod leads;
mod mix;
mod per_call;
mod queue;
mod scenario;
mod stats;
mod weather;
mod world;

pub use batch::{Totals, batch, some_runs, stage_of_one_thread};
pub use crm::{Activity, Contact, MockCrm, StrangeId};
pub use dice::{CrmPurpose, Dice, Purpose, below};
pub use enrichment::enrichment;
pub use file_error::{FileError, FileErrors, NAME_MAX, is_plain};
pub use histogram::Histogram;
pub use scenario::{
    CarrierFaults, CarrierScenario, CrmScenario, EventFaults, Lognormal, Outcomes, OutcomesWhen, PRESETS, Percent,
    Preset, RingByOutcome, SEED, Scenario, SessionScenario, Span, Times,
};
pub use stats::Moments;
pub use weather::Weather;
pub use world::{SessionWorld, SimWorld};
