//! The journal format: lines are encoded, read, checked, folded, executed again, compared and printed.
//!
//! A journal is a text of lines (JSON Lines). The first is a [`Header`]; the others are [`Record`]s, and one more
//! header for each process that continued the journal. A record is one step of the dialer: its input, and every
//! transition that followed. Every line ends in a [`Chain`], a hash of the line and of the previous chain. So a line
//! that was changed, lost, doubled or moved is found, with seq, byte offset and kind ([`Damage`]).
//!
//! - [`Encoder`] appends lines to a buffer; the caller stores the bytes.
//! - [`Reader`] returns checked lines, one at a time.
//! - [`recover`] folds the transitions into the state to continue from.
//! - [`verify()`] executes the inputs again and compares: it proves that the engine's rules lead from the inputs to the
//!   transitions. `examples/verify.rs` verifies a file: `cargo run -p redial-replay --example verify -- JOURNAL`.
//! - [`extract()`] copies one session's records; [`Timeline`] prints; [`PublicIds`] are the UUIDs that the API shows.
//!
//! There is no clock in here, no thread and no file: callers hand in anything that reads or takes bytes. The crate
//! `redial-store` keeps a journal on disk.
//!
//! ```
//! use redial_engine::{Config, Dialer, Input, Instant};
//! use redial_replay::{Comparison, Encoder, Header, Reader, recover, verify};
//!
//! let header = Header::new(uuid::Uuid::from_u128(1), "2026-01-01T00:00:00Z", Config::default());
//! let mut journal = Vec::new();
//! let mut encoder = Encoder::begin(&header, &mut journal);
//! let mut dialer = Dialer::new(header.config);
//! let step = dialer.step(Instant::from_ms(5), &Input::Tick);
//! encoder.step(&step, &mut journal);
//!
//! let report = verify(Reader::open(&journal[..])?)?;
//! assert!(matches!(report.result, Comparison::Same));
//! assert_eq!(report.fingerprint, encoder.chain());
//! assert_eq!(recover(Reader::open(&journal[..])?)?.state, *dialer.state());
//! # Ok::<(), redial_replay::ReadError>(())
//! ```

mod canonical;
mod chain;
mod check;
mod damage;
mod divergence;
mod encoder;
mod extract;
pub mod fast_input;
mod fold;
mod header;
mod journal_place;
mod line;
mod printable;
mod public_ids;
mod reader;
mod record;
mod report;
mod stored;
mod timeline;
mod verify;
mod words;

pub use chain::Chain;
pub use damage::{Damage, DamageKind, MAX_LINE, ReadError};
pub use divergence::Divergence;
pub use encoder::Encoder;
pub use extract::{Extract, extract, header_line, leads_of};
pub use fold::{Recovered, recover};
pub use header::{Excerpt, Fork, Header, SCHEMA_MAJOR};
pub use journal_place::JournalPlace;
pub use line::{JournalLine, StoredRecord};
pub use printable::printable;
pub use public_ids::PublicIds;
pub use reader::{Reader, Tail};
pub use record::Record;
pub use report::{Comparison, ReplayedState, Report, RulesChanged, Step, Until, Verified};
pub use stored::{LINE_END, check_lines};
pub use timeline::{Timeline, Words};
pub use verify::{verify, verify_until};
