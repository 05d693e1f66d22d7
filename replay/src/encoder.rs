//! Writing: headers and records as lines, each with its chain.

use redial_engine::{Input, Instant, Stepped, Transition};

use crate::canonical::write;
use crate::chain::Chain;
use crate::header::Header;
use crate::record::{AFTER_CHAIN, BEFORE_CHAIN};

/// Writes lines to the end of a buffer; it holds nothing but the running chain.
#[derive(Clone, Copy, Debug)]
pub struct Encoder {
    chain: Chain,
}

/// Goes on after a line with this chain.
impl From<Chain> for Encoder {
    fn from(chain: Chain) -> Self {
        Self { chain }
    }
}

impl Encoder {
    /// Writes the header's line and goes on after it. A new stretch of an old journal is begun the same way, with the running
    /// chain as the header's `prev`.
    #[must_use]
    pub fn begin(header: &Header, out: &mut Vec<u8>) -> Self {
        let start = out.len();
        serde_json::to_writer(&mut *out, header).expect("memory takes every byte, and every key is a string");
        out.pop();
        // A newline can only stand between the words of the scenario; a space means the same there.
        out[start..].iter_mut().filter(|byte| matches!(byte, b'\n' | b'\r')).for_each(|byte| *byte = b' ');
        let mut encoder = Self::from(header.prev);
        encoder.seal(start, out);
        encoder
    }

    /// Returns the chain of the last line.
    #[must_use]
    pub const fn chain(&self) -> Chain {
        self.chain
    }

    /// Writes one record.
    #[inline]
    pub fn record(&mut self, seq: u64, at: Instant, input: &Input, transitions: &[Transition], out: &mut Vec<u8>) {
        let start = out.len();
        out.extend_from_slice(b"{\"seq\":");
        write(out, &seq);
        out.extend_from_slice(b",\"at\":");
        write(out, &at);
        out.extend_from_slice(b",\"input\":");
        write(out, input);
        self.follow(start, transitions, out);
    }

    /// Writes one record whose beginning, up to the end of its input, is known to be spelled as it would be written.
    #[inline]
    pub(crate) fn go_on(&mut self, beginning: &[u8], transitions: &[Transition], out: &mut Vec<u8>) {
        let start = out.len();
        out.extend_from_slice(beginning);
        self.follow(start, transitions, out);
    }

    #[inline]
    fn follow(&mut self, start: usize, transitions: &[Transition], out: &mut Vec<u8>) {
        out.extend_from_slice(b",\"transitions\":");
        write(out, transitions);
        self.seal(start, out);
    }

    /// Writes what a step of the dialer came to.
    #[inline]
    pub fn step(&mut self, step: &Stepped<'_>, out: &mut Vec<u8>) {
        self.record(step.seq, step.at, step.input, step.transitions, out);
    }

    #[inline]
    fn seal(&mut self, start: usize, out: &mut Vec<u8>) {
        self.chain = self.chain.then(&out[start..]);
        out.extend_from_slice(BEFORE_CHAIN);
        out.extend_from_slice(&self.chain.text());
        out.extend_from_slice(AFTER_CHAIN);
    }
}
