//! The encoder: headers and records as lines, each with its chain.

use redial_engine::{Input, Instant, Stepped, Transition};

use crate::canonical::write;
use crate::chain::Chain;
use crate::header::Header;
use crate::record::{AFTER_CHAIN, BEFORE_CHAIN};

/// Appends lines to a buffer. Its only state is the running chain.
#[derive(Clone, Copy, Debug)]
pub struct Encoder {
    chain: Chain,
}

/// Continues after a line with this chain.
impl From<Chain> for Encoder {
    fn from(chain: Chain) -> Self {
        Self { chain }
    }
}

impl Encoder {
    /// Appends the header's line, and returns the encoder that continues after it. A process that continues a journal
    /// also begins with a header; the header's `prev` is then the chain of the last line.
    #[must_use]
    pub fn begin(header: &Header, out: &mut Vec<u8>) -> Self {
        let start = out.len();
        serde_json::to_writer(&mut *out, header).expect("memory takes every byte, and every key is a string");
        out.pop();
        // Only the scenario's raw JSON can contain newlines, between its tokens; a space is equivalent there.
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

    /// Appends one record.
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

    /// Appends one record after its encoded beginning, which ends with the input.
    #[inline]
    pub(crate) fn record_after(&mut self, beginning: &[u8], transitions: &[Transition], out: &mut Vec<u8>) {
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

    /// Appends the record of a step.
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
