//! The log of a CRM on the simulated disk.

use std::io;

use redial_engine::{ActivityId, CallId, ContactId, Instant, LeadId, Outcome};
use redial_sim::{Activity, Contact, Weather};
use redial_store::{Disk, DiskFile};
use serde::{Deserialize, Serialize};

use super::disk::{MemoryDisk, MemoryFile};
use crate::left::BOOKS;

/// A line of the CRM's log.
#[derive(Serialize, Deserialize, PartialEq, Eq, Clone, Copy, Debug)]
pub(super) enum CrmLine {
    Contact(ContactId, LeadId, Instant),
    Activity(ActivityId, CallId, LeadId, ContactId, Outcome, Instant),
}

/// The CRM's log on the disk.
pub(super) struct DiskCrm {
    file: MemoryFile,
    length: u64,
    contacts: usize,
    activities: usize,
    /// Lines that are not written yet.
    fresh: Vec<u8>,
}

pub(super) fn entries(disk: &MemoryDisk) -> Vec<CrmLine> {
    if disk.open(BOOKS).is_err() {
        return Vec::new();
    }
    let bytes = disk.bytes(BOOKS);
    let whole = bytes.split_inclusive(|byte| *byte == b'\n').filter(|line| line.ends_with(b"\n"));
    whole.map_while(|line| serde_json::from_slice(line).ok()).collect()
}

fn write(entry: &CrmLine, lines: &mut Vec<u8>) {
    serde_json::to_writer(&mut *lines, entry).expect("it is plain data");
    lines.push(b'\n');
}

impl DiskCrm {
    pub(super) fn open(disk: &MemoryDisk, weather: &mut Weather) -> io::Result<Self> {
        let mut whole = Vec::new();
        for entry in entries(disk) {
            write(&entry, &mut whole);
            match entry {
                CrmLine::Contact(id, lead, at) => weather.crm_mut().restore_contact(Contact { id, lead, at }),
                CrmLine::Activity(id, call, lead, contact, outcome, at) => {
                    weather.crm_mut().restore_activity(Activity { id, call, lead, contact, outcome, at })
                }
            }
            .map_err(io::Error::other)?;
        }
        // Written again: bytes that a killed process left can be read, and yet may not be on the disk.
        let mut file = disk.create("mock-crm.jsonl.new")?;
        file.write_at(&whole, 0)?;
        file.sync()?;
        disk.rename("mock-crm.jsonl.new", BOOKS)?;
        disk.sync()?;
        let length = whole.len() as u64;
        let crm = weather.crm();
        let (contacts, activities) = (crm.contact_count(), crm.activity_count());
        Ok(Self { file, length, contacts, activities, fresh: Vec::new() })
    }

    pub(super) fn note(&mut self, weather: &Weather) {
        let crm = weather.crm();
        let contacts = crm.contacts(self.contacts).map(|one| CrmLine::Contact(one.id, one.lead, one.at));
        let activities = crm
            .activities(self.activities)
            .map(|one| CrmLine::Activity(one.id, one.call, one.lead, one.contact, one.outcome, one.at));
        for entry in contacts.chain(activities) {
            write(&entry, &mut self.fresh);
        }
        (self.contacts, self.activities) = (crm.contact_count(), crm.activity_count());
    }

    pub(super) fn write(&mut self) -> io::Result<()> {
        if self.fresh.is_empty() {
            return Ok(());
        }
        self.file.write_at(&self.fresh, self.length)?;
        self.file.sync()?;
        self.length += self.fresh.len() as u64;
        self.fresh.clear();
        Ok(())
    }
}
