//! Lists of leads, read and checked: one set of rules for REST bodies, CSV files and JSON files.
//!
//! A reader returns the good leads, and every bad one with its position and all its mistakes.
//!
//! ```
//! use redial_leads::{Region, read_csv};
//!
//! let list = b"name,job_title,phone_number,company,email,headcount,industry
//! Ada Byron,Analyst,(415) 555-0132,Northwind,ada@northwind.example,11-50,Technology
//! Lin Wu,,030 901820,Acme,lin@acme.example,11-50,Finance
//! ";
//! let import = read_csv(list, Region::default()).expect("the header names every column");
//! assert_eq!(import.leads[0].phone_e164.as_deref(), Some("+14155550132"));
//! assert_eq!(import.bad[0].to_string(), "line 3: job_title is \"\": it must not be blank");
//! ```

mod csv;
mod duplicates;
mod import;
mod json;
mod lead_draft;
mod phone;
mod quoted;

use std::path::Path;
use std::sync::Arc;

use redial_engine::LeadDetails;

pub use self::duplicates::{Original, SeenLeads};
pub use self::import::{BadLead, FILE_MAX, FilePosition, Import, ImportError, ROWS_MAX};
pub use self::json::Fields;
pub use self::lead_draft::{FIELDS, Mistakes, TEXT_MAX};
pub use self::phone::Region;
pub use self::quoted::{kind, quoted, shown};

/// Returns the six leads of a new server.
pub fn demo() -> Vec<Arc<LeadDetails>> {
    let file = include_bytes!("../../../fixtures/leads.json");
    let import = read_json(file, Region::default()).expect("the file is an array, as a test holds");
    import.leads.into_iter().map(Arc::new).collect()
}

/// Reads a file of leads; the ending of its name selects CSV or JSON.
///
/// # Errors
///
/// The file cannot be read. A bad lead is no error: it is listed in [`Import::bad`].
pub fn read_file(path: &Path, region: Region) -> Result<Import, ImportError> {
    let read = match path.extension().and_then(|ending| ending.to_str()) {
        Some(ending) if ending.eq_ignore_ascii_case("csv") => read_csv,
        Some(ending) if ending.eq_ignore_ascii_case("json") => read_json,
        Some(_) | None => return Err(ImportError::Unknown(path.to_owned())),
    };
    let bytes = bytes_of(path)?;
    read(&bytes, region).map_err(|error| ImportError::Content { path: path.to_owned(), error: Box::new(error) })
}

/// Reads leads from the bytes of a CSV file with the column names of [`FIELDS`], in any order.
///
/// # Errors
///
/// The bytes cannot be read.
pub fn read_csv(bytes: &[u8], region: Region) -> Result<Import, ImportError> {
    csv::read(without_mark(bounded(bytes)?), region)
}

/// Reads leads from the bytes of a JSON file: an array of objects with the fields of [`FIELDS`].
///
/// # Errors
///
/// The bytes cannot be read.
pub fn read_json(bytes: &[u8], region: Region) -> Result<Import, ImportError> {
    json::read(without_mark(bounded(bytes)?), region)
}

fn bytes_of(path: &Path) -> Result<Vec<u8>, ImportError> {
    use std::io::Read as _;
    let mut bytes = Vec::new();
    std::fs::File::open(path)
        .and_then(|file| file.take(FILE_MAX + 1).read_to_end(&mut bytes))
        .map_err(|error| ImportError::Io { path: path.to_owned(), error })?;
    Ok(bytes)
}

fn bounded(bytes: &[u8]) -> Result<&[u8], ImportError> {
    if bytes.len() as u64 > FILE_MAX { Err(ImportError::TooLarge) } else { Ok(bytes) }
}

/// Drops a byte order mark, with which spreadsheets often begin a file.
fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_file_tells_its_format() {
        let error = read_file(Path::new("leads.xlsx"), Region::default()).unwrap_err();
        assert_eq!(error.to_string(), "leads.xlsx: a file of leads ends in .csv or .json");
    }

    #[test]
    fn a_missing_file_is_named() {
        let error = read_file(Path::new("/nowhere/leads.csv"), Region::default()).unwrap_err();
        assert!(error.to_string().starts_with("/nowhere/leads.csv: "), "{error}");
    }

    #[test]
    fn a_file_beyond_the_bound_is_refused() {
        let bytes = vec![b' '; usize::try_from(FILE_MAX).unwrap() + 1];
        assert!(matches!(read_csv(&bytes, Region::default()), Err(ImportError::TooLarge)));
        assert!(matches!(read_json(&bytes, Region::default()), Err(ImportError::TooLarge)));
    }

    #[test]
    fn the_demo_leads_are_good_and_cover_every_industry_and_headcount() {
        let leads = demo();
        let industries: Vec<_> = leads.iter().map(|lead| lead.industry).collect();
        assert_eq!(industries, redial_engine::Industry::ALL);
        for headcount in redial_engine::Headcount::ALL {
            assert!(leads.iter().any(|lead| lead.headcount == headcount), "{headcount:?}");
        }
        assert!(leads.iter().all(|lead| lead.phone_e164.is_some()));
    }

    #[test]
    fn a_file_on_disk_is_read_as_its_bytes_are() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/leads.json");
        let import = read_file(&path, Region::default()).unwrap();
        assert_eq!(import.leads.into_iter().map(Arc::new).collect::<Vec<_>>(), demo());
    }
}
