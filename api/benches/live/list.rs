//! The lists of leads that a server is given.

use std::ops::Range;

use anyhow::Result;

use crate::people;

/// Leads of a session.
pub(crate) const LEADS: u32 = 6;

/// The most leads of one list: a server takes no more than 8 MiB at once.
pub(crate) const AT_ONCE: u32 = 60_000;

/// Returns a list of leads in CSV; no two share a number.
pub(crate) fn csv(leads: Range<u32>) -> Result<Vec<u8>> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(["name", "job_title", "phone_number", "company", "email", "headcount", "industry"])?;
    for index in leads {
        let lead = people::person(index);
        table.write_record([
            &*lead.name,
            &*lead.job_title,
            &*lead.phone_number,
            &*lead.company,
            &*lead.email,
            lead.headcount.as_str(),
            lead.industry.as_str(),
        ])?;
    }
    Ok(table.into_inner()?)
}
