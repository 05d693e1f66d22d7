//! The list of leads that a server begins with.

use std::path::Path;

use anyhow::{Context, Result};

use crate::people;

/// Leads of a session.
pub(crate) const LEADS: u32 = 6;

/// Writes so many leads, whom no two telephones share.
pub(crate) fn write(path: &Path, leads: u32) -> Result<()> {
    let mut table = csv::Writer::from_path(path).with_context(|| format!("{} cannot be written", path.display()))?;
    table.write_record(["name", "job_title", "phone_number", "company", "email", "headcount", "industry"])?;
    for index in 0..leads {
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
    table.flush().with_context(|| format!("{} cannot be written", path.display()))
}
