//! The archive: the journal, written, read, checked, folded, executed again, compared and printed.
//!
//! A journal is a text of lines (JSON Lines). The first is a [`Header`]; each further one is a [`Record`], one step of the dialer:
//! what it was told and all that followed. Every line ends in a [`Chain`], a hash of itself and of the chain before it, so
//! whatever was changed, lost, doubled or moved is found, with seq, byte offset and kind ([`Damage`]).
//!
//! - [`Encoder`] writes lines into memory; what becomes of the bytes is its caller's business.
//! - [`Reader`] hands out lines that hold, one at a time.
//! - [`recover`] folds the transitions: the state to go on from.
//! - [`verify()`] executes the inputs again and compares: the proof that the journal is what the engine makes of the world.
//! - [`extract()`] cuts out one session; [`Timeline`] prints; [`PublicIds`] are the UUIDs that the API shows.
//!
//! There is no clock in here, no thread and no file: callers hand in anything that reads or takes bytes. The crate `redial-store`
//! keeps a journal on disk.
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
mod fast_input;
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
pub use line::{Line, StoredRecord};
pub use printable::printable;
pub use public_ids::PublicIds;
pub use reader::{Reader, Tail};
pub use record::Record;
pub use report::{Comparison, ReplayedState, Report, RulesChanged, Step, Until, Verified};
pub use stored::{LINE_END, check_lines};
pub use timeline::{Timeline, Words};
pub use verify::{verify, verify_until};
