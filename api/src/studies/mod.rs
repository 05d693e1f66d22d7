//! Studies: a scenario run many times on several numbers of lines, beside the live dialer.
//!
//! A study is worked on in a thread pool of its own, a core fewer than there are, so that dialing goes on. What it came to is a
//! function of scenario, seed and runs. Studies are kept in memory, the last few of them.

mod plan;
mod room;
pub(crate) mod rounds;
mod run;

pub(crate) use self::plan::{Plan, RUNS_MAX};
pub(crate) use self::room::{Status, Studies, Study};
pub(crate) use self::run::{EPOCH, header, journal, people};
