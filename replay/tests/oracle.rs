//! The expected results of reading damaged copies of a journal, and forged copies.

use redial_engine::State;
use redial_replay::{Chain, Comparison, Damage, JournalLine, ReadError, Reader, Recovered, Report, recover, verify};

/// The states after every prefix of a journal: a reader of a damaged copy must return one of them, or an error.
pub(crate) struct PrefixOracle {
    pub(crate) journal: Vec<u8>,
    /// The beginning of each line, and the number of records before it.
    pub(crate) lines: Vec<(usize, u64)>,
    /// The state after each number of records.
    pub(crate) states: Vec<State>,
}

impl PrefixOracle {
    pub(crate) fn of(journal: &[u8]) -> Self {
        let mut reader = Reader::open(journal).unwrap();
        let mut states = vec![State::new(reader.header().config)];
        let mut lines = vec![(0, 0)];
        while let Some(line) = reader.next().unwrap() {
            lines.push((usize::try_from(line.offset()).unwrap(), states.len() as u64 - 1));
            if let JournalLine::Record(record) = line {
                let mut state = states.last().unwrap().clone();
                state.fold(record.at, &record.parse().unwrap().transitions).unwrap();
                states.push(state);
            }
        }
        Self { journal: journal.to_vec(), lines, states }
    }

    /// Returns the beginning of the line with this byte, and the number of records before it.
    pub(crate) fn line_of(&self, byte: usize) -> (usize, u64) {
        *self.lines.iter().rfind(|(start, _)| *start <= byte).unwrap()
    }

    pub(crate) fn is_true(&self, recovered: &Recovered) -> bool {
        self.states.get(usize::try_from(recovered.records).unwrap()) == Some(&recovered.state)
    }
}

pub(crate) fn recovered(bytes: &[u8]) -> Result<Recovered, Damage> {
    match Reader::open(bytes).and_then(recover) {
        Ok(recovered) => Ok(recovered),
        Err(ReadError::Damage(damage)) => Err(damage),
        Err(ReadError::Io(error)) => panic!("memory reads: {error}"),
    }
}

pub(crate) fn verified(bytes: &[u8]) -> Result<Report, Damage> {
    let report = match Reader::open(bytes) {
        Ok(reader) => verify(reader).unwrap(),
        Err(ReadError::Damage(damage)) => return Err(damage),
        Err(ReadError::Io(error)) => panic!("memory reads: {error}"),
    };
    if let Comparison::Damaged(damage) = report.result { Err(damage) } else { Ok(report) }
}

pub(crate) fn lines(journal: &[u8]) -> Vec<Vec<u8>> {
    journal.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect()
}

/// Changes text in one line, and recomputes all chains, as a forger would.
pub(crate) fn forged(journal: &[u8], seq: u64, from: &str, to: &str) -> Vec<u8> {
    let opening = format!("{{\"seq\":{seq},");
    let mut chain = Chain::ZERO;
    let mut bytes = Vec::new();
    for line in lines(journal) {
        let line = String::from_utf8(line).unwrap();
        let (body, _) = line.rsplit_once(",\"chain\":\"").unwrap();
        let mut body = body.to_owned();
        if body.starts_with(&opening) || seq == 0 {
            assert!(seq == 0 || body.contains(from), "{body} has no {from}");
            body = body.replace(from, to);
        }
        if let Some((before, after)) = body.split_once("\"prev\":\"") {
            body = format!("{before}\"prev\":\"{chain}{}", &after[32..]);
        }
        chain = chain.then(body.as_bytes());
        bytes.extend_from_slice(format!("{body},\"chain\":\"{chain}\"}}\n").as_bytes());
    }
    bytes
}
