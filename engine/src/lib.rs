//! A multi-line dialer as a pure state machine.
//!
//! The engine never asks. Time, carrier events and CRM replies arrive as [`Input`]. State changes only by
//! [`Transition`]s. A request to the world is an [`Effect`] and follows from a transition. The engine has no clock, no
//! dice, no IO, no thread, no float and no `std`, so the same inputs lead to the same transitions on every machine.
//!
//! A driver is a loop around [`Dialer::step`]: wake at the next deadline, pass in the inputs that arrived, persist the
//! record, and only then perform its effects.
//!
//! ```
//! use std::sync::Arc;
//! use redial_engine::*;
//!
//! let mut dialer = Dialer::new(Config::default());
//! let ada = LeadDetails {
//!     name: "Ada Byron".into(),
//!     job_title: "Analyst".into(),
//!     phone_number: "+1 415 555 0132".into(),
//!     phone_e164: Some("+14155550132".into()),
//!     company: "Northwind".into(),
//!     email: "ada@northwind.example".into(),
//!     headcount: Headcount::UpTo50,
//!     industry: Industry::Technology,
//! };
//! dialer.step(Instant::EPOCH, &Input::Command(Command::AddLead(Arc::new(ada))));
//!
//! let spec = SessionSpec { agent: "agent-1".into(), leads: [LeadId(0)].into(), lines: 2 };
//! let start = Input::Command(Command::StartSession(Arc::new(spec)));
//! let stepped = dialer.step(Instant::from_ms(10), &start);
//! // Here a driver writes the record; then it asks the world:
//! let effects: Vec<Effect> = stepped.transitions.iter().filter_map(|t| Effect::of(t, stepped.state)).collect();
//! let call = CallId::new(SessionId(0), 0);
//! assert_eq!(effects, [Effect::Dial { call, lead: LeadId(0) }]);
//!
//! // The next deadline is the ring timeout; but the carrier's answer arrives first.
//! assert_eq!(dialer.next_deadline(), Some(Instant::from_ms(30_010)));
//! let answered = Input::Carrier { call, event: CarrierEvent::Answered };
//! let stepped = dialer.step(Instant::from_ms(4_200), &answered);
//! assert!(stepped.transitions.contains(&Transition::SessionWon { call }));
//! ```
//!
//! `examples/driver.rs` is a whole driver that runs: `cargo run -p redial-engine --example driver`.
//!
//! Reading order: [`Input`], [`Transition`] and [`Effect`]; then [`State`] and the rules.
#![no_std]
#![deny(
    clippy::float_arithmetic,
    clippy::std_instead_of_core,
    clippy::std_instead_of_alloc,
    clippy::alloc_instead_of_core
)]

extern crate alloc;

mod audit;
mod call;
mod config;
mod dialer;
mod due;
mod effect;
mod fits;
mod id;
mod image;
mod input;
mod key;
mod lead;
mod list;
mod lookup;
mod person;
mod reason;
mod rules;
mod session;
mod spec;
mod state;
mod time;
mod transition;
mod turn;

pub use audit::Breach;
pub use call::{Call, CrmSync, Line, Outcome};
pub use config::Config;
pub use dialer::{Dialer, Stepped};
pub use due::{Due, Wait};
pub use effect::Effect;
pub use fits::Misfit;
pub use id::{ActivityId, CallId, ContactId, LeadId, NotACall, PersonId, SessionId};
pub use input::{CarrierEvent, Command, CrmReply, EnrichmentReply, Input, Keyed, Resumption};
pub use key::{KEY_BYTES_MAX, KEY_LIFE_MS, KEYS_MAX, KeyUse, RequestHash, RequestKey};
pub use lead::{Enrichment, Headcount, Industry, Lead, LeadDetails, Linked};
pub use person::Person;
pub use reason::{CarrierIgnore, CrmIgnore, EnrichmentFailure, EnrichmentIgnore, Refusal, StopReason};
pub use session::{Metrics, Session, Status};
pub use spec::{MAX_LEADS, MAX_LINES, SessionSpec};
pub use state::{Mark, State};
pub use time::Instant;
pub use transition::{CrmAsk, ReleasedBy, Transition};

/// The version of the rules. It rises when the same inputs lead to other transitions.
pub const RULES: u32 = 2;

/// The version of the engine.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
