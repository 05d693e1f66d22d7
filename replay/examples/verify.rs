//! Verifies a journal: executes every input again, compares, and prints the verdict.
//!
//! Run it with `cargo run -p redial-replay --example verify -- JOURNAL`. It exits with 0 if the journal is sound, with
//! 1 if it is damaged or diverges, and with 2 if the file cannot be read.

use std::fs::File;
use std::io::{self, BufReader};
use std::process::ExitCode;

use redial_replay::{Comparison, ReadError, Reader, Report, Tail, verify};

fn main() -> ExitCode {
    let Some(path) = std::env::args_os().nth(1) else {
        eprintln!("usage: verify JOURNAL");
        return ExitCode::from(2);
    };
    match File::open(path).and_then(judge) {
        Ok((verdict, is_sound)) => {
            println!("{verdict}");
            if is_sound { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => {
            eprintln!("failed to read the journal: {error}");
            ExitCode::from(2)
        }
    }
}

/// Returns the verdict in words, and whether the journal is sound.
fn judge(file: File) -> io::Result<(String, bool)> {
    match Reader::open(BufReader::new(file)) {
        Ok(reader) => verify(reader).map(|report| words(&report)),
        Err(ReadError::Damage(damage)) => Ok((damage.to_string(), false)),
        Err(ReadError::Io(error)) => Err(error),
    }
}

fn words(report: &Report) -> (String, bool) {
    match &report.result {
        Comparison::Same => {
            let tail = match report.tail {
                Tail::Clean => String::new(),
                Tail::Torn { offset, bytes } => {
                    format!("; an unfinished line of {bytes} bytes follows at byte {offset}")
                }
            };
            (format!("verified: {} records, fingerprint {}{tail}", report.records, report.fingerprint), true)
        }
        Comparison::Diverged(divergence) => {
            let text = format!("diverged at seq {}, in {}\n{}", divergence.seq, divergence.field, divergence.recent);
            (text, false)
        }
        Comparison::Damaged(damage) => (damage.to_string(), false),
    }
}
