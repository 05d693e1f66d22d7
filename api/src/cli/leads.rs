//! `redial leads`: a list of invented leads, for trials.

use std::io::{self, BufWriter, ErrorKind, Write};

use anyhow::Context;
use clap::ValueEnum;
use clap::builder::RangedU64ValueParser;
use redial_engine::LeadDetails;
use redial_leads::{FIELDS, ROWS_MAX};
use redial_sim::leads::invent;
use serde::Serialize;

/// Invent leads, and write them to the standard output
///
/// The same count and seed make the same list, byte for byte; a longer list begins like a shorter one. No lead exists:
/// numbers are the fictional 555-0100 to 555-0199 of many area codes, addresses end in .example. As in real lists, some
/// leads share a number and some have none.
///
///     redial leads --count 5000 --seed 1 > leads.csv
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct LeadsArgs {
    /// The number of leads, 1 to 100000
    #[arg(long, value_name = "N", value_parser = RangedU64ValueParser::<u32>::new().range(1..=ROWS_MAX as u64))]
    count: u32,
    /// The seed of the list
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// The format of the list; `--leads` takes both
    #[arg(long, value_enum, default_value_t = ListFormat::Csv)]
    format: ListFormat,
}

/// The format of a list of leads.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum ListFormat {
    /// A table whose first line names the columns
    Csv,
    /// An array of objects, one for each line
    Json,
}

/// Writes the list.
pub(crate) fn run(args: &LeadsArgs) -> anyhow::Result<()> {
    let out = BufWriter::new(io::stdout().lock());
    match write(args, out) {
        // The reader has enough, like `head`.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written.context("failed to write the leads"),
    }
}

/// The columns, in the order of [`FIELDS`].
#[derive(Serialize)]
struct LeadRow<'a> {
    name: &'a str,
    job_title: &'a str,
    phone_number: &'a str,
    company: &'a str,
    email: &'a str,
    headcount: &'static str,
    industry: &'static str,
}

impl<'a> LeadRow<'a> {
    fn new(lead: &'a LeadDetails) -> Self {
        Self {
            name: &lead.name,
            job_title: &lead.job_title,
            phone_number: &lead.phone_number,
            company: &lead.company,
            email: &lead.email,
            headcount: lead.headcount.as_str(),
            industry: lead.industry.as_str(),
        }
    }
}

fn write(args: &LeadsArgs, out: impl Write) -> io::Result<()> {
    let leads = (0..args.count).map(|index| invent(args.seed, index));
    match args.format {
        ListFormat::Csv => write_csv(leads, out),
        ListFormat::Json => write_json(leads, out),
    }
}

fn write_csv(leads: impl Iterator<Item = LeadDetails>, out: impl Write) -> io::Result<()> {
    let mut table = csv::WriterBuilder::new().has_headers(false).from_writer(out);
    table.write_record(FIELDS).map_err(plain)?;
    for lead in leads {
        table.serialize(LeadRow::new(&lead)).map_err(plain)?;
    }
    table.flush()
}

/// Returns the system's error inside.
fn plain(error: csv::Error) -> io::Error {
    if let csv::ErrorKind::Io(error) = error.into_kind() { error } else { io::Error::other("a row is not even") }
}

fn write_json(leads: impl Iterator<Item = LeadDetails>, mut out: impl Write) -> io::Result<()> {
    let mut before = "[\n  ";
    for lead in leads {
        out.write_all(before.as_bytes())?;
        serde_json::to_writer(&mut out, &LeadRow::new(&lead))?;
        before = ",\n  ";
    }
    out.write_all(b"\n]\n")?;
    out.flush()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use redial_leads::{Import, Region, read_csv, read_json};

    fn written(count: u32, format: ListFormat) -> Vec<u8> {
        let mut bytes = Vec::new();
        write(&LeadsArgs { count, seed: 1, format }, &mut bytes).unwrap();
        bytes
    }

    /// Equal to the invented leads, their E.164 numbers included: the inventor and the phone parser agree.
    fn assert_invented(import: &Import, count: u32) {
        assert_eq!(import.bad, []);
        assert_eq!(import.leads, (0..count).map(|index| invent(1, index)).collect::<Vec<_>>());
    }

    #[test]
    fn the_command_writes_the_fixture() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/leads-5000.csv");
        let file = std::fs::read(&path).unwrap();
        let is_same = file == written(5000, ListFormat::Csv);
        assert!(is_same, "run: redial leads --count 5000 --seed 1 > fixtures/leads-5000.csv");
        assert_invented(&read_csv(&file, Region::default()).unwrap(), 5000);
    }

    #[test]
    fn both_forms_read_back_as_the_same_leads() {
        assert_invented(&read_csv(&written(100, ListFormat::Csv), Region::default()).unwrap(), 100);
        assert_invented(&read_json(&written(100, ListFormat::Json), Region::default()).unwrap(), 100);
    }

    #[test]
    fn a_longer_list_begins_like_a_shorter_one() {
        assert!(written(50, ListFormat::Csv).starts_with(&written(20, ListFormat::Csv)));
    }
}
