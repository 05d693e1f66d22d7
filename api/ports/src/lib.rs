//! The ports: the world outside the dialer. Asks go out, inputs come in.
//!
//! The driver performs each effect of a durable record here, and takes inputs from here. It cannot tell which world it
//! has: [`World::Simulated`] answers inline, from the dice of a seed; [`World::Real`] is a pair of queues, and an
//! adapter at their other end talks to a carrier, a CRM or an enrichment service. An [`Ask`] therefore carries its key
//! and every detail that an adapter needs, and never the dialer's state. An input has no asker: the engine judges if it
//! answers a request.
//!
//! The first adapter is [`Script`]: a file of timed answers, for exact cases in tests and demonstrations.
//!
//! Never in here: HTTP, the journal's writer, a decision about dialing.

mod ask;
mod disk_reserve;
mod mock_crm;
mod real;
mod script;
mod scripted;
mod setting;
mod simulated;
mod world;
mod world_error;

pub use ask::Ask;
pub use disk_reserve::{DiskReserve, ReserveWatch};
pub use mock_crm::{CRM_LOG, Lost, LostActivity, LostContact, MockCrmError, MockCrmView, judge_crm_log};
pub use real::RealWorld;
pub use redial_sim::{Activity, Contact, MockCrm, Scenario};
pub use script::{Script, ScriptError};
pub use setting::{LeftWorld, WorldSetting};
pub use simulated::SimulatedWorld;
pub use world::World;
pub use world_error::WorldError;
