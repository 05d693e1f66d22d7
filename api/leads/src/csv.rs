//! Leads in CSV, as spreadsheets and CRMs export them.

use redial_engine::LeadDetails;

use super::import::{BadLead, FilePosition, Import, ImportError, ROWS_MAX};
use super::lead_draft::{FIELDS, FieldValue, LeadDraft};
use super::phone::Region;
use super::quoted::quoted;
use csv::{ByteRecord, ReaderBuilder};

/// Reads a table whose first line names the columns. Further columns are ignored.
pub(super) fn read(bytes: &[u8], region: Region) -> Result<Import, ImportError> {
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let mut row = ByteRecord::new();
    let mut next = |row: &mut ByteRecord| {
        let more = reader.read_byte_record(row).expect("memory can be read, and rows may have any length");
        more.then(|| line_of(bytes, row))
    };
    if next(&mut row).is_none() {
        return Err(ImportError::Header("the file is empty".into()));
    }
    let columns = Columns::new(&row).map_err(ImportError::Header)?;
    let mut import = Import::default();
    while let Some(line) = next(&mut row) {
        if import.leads.len() + import.bad.len() == ROWS_MAX {
            return Err(ImportError::TooMany);
        }
        match columns.lead(&row, region) {
            Ok(lead) => {
                import.leads.push(lead);
                import.positions.push(FilePosition::Line(line));
            }
            Err(reason) => import.bad.push(BadLead { position: FilePosition::Line(line), reason }),
        }
    }
    Ok(import)
}

/// Returns the line on which a row begins; to the reader, blank lines before a row are part of it.
fn line_of(bytes: &[u8], row: &ByteRecord) -> u64 {
    let position = row.position().expect("a row that was read has a position");
    let start = usize::try_from(position.byte()).expect("the file is in memory");
    let skipped = bytes[start..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
    position.line() + skipped.filter(|byte| **byte == b'\n').count() as u64
}

/// The column of each of [`FIELDS`].
struct Columns {
    positions: [usize; 7],
    width: usize,
}

impl Columns {
    fn new(header: &ByteRecord) -> Result<Self, String> {
        let mut positions = [None; 7];
        for (column, name) in header.iter().enumerate() {
            let Some(position) = FIELDS.iter().position(|field| field.as_bytes() == name.trim_ascii()) else {
                continue;
            };
            if positions[position].replace(column).is_some() {
                return Err(format!("{} stands twice", FIELDS[position]));
            }
        }
        let missing: Vec<_> =
            FIELDS.iter().zip(positions).filter(|(_, position)| position.is_none()).map(|(f, _)| *f).collect();
        if missing.is_empty() {
            Ok(Self { positions: positions.map(|position| position.expect("none is missing")), width: header.len() })
        } else {
            let found = header.iter().map(|name| quoted(&String::from_utf8_lossy(name))).take(20).collect::<Vec<_>>();
            Err(format!("{} missing; found {}", missing.join(", "), found.join(", ")))
        }
    }

    fn lead(&self, row: &ByteRecord, region: Region) -> Result<LeadDetails, String> {
        if row.len() != self.width {
            let unclosed = if row.as_slice().contains(&b'\n') { "; is there a quote that is not closed?" } else { "" };
            return Err(format!("the row has {} fields, the first line {}{unclosed}", row.len(), self.width));
        }
        let mut cells = [""; 7];
        for (cell, (field, position)) in cells.iter_mut().zip(FIELDS.iter().zip(self.positions)) {
            *cell = std::str::from_utf8(&row[position]).map_err(|_| {
                format!("{field} is {}: it is not in UTF-8", quoted(&String::from_utf8_lossy(&row[position])))
            })?;
        }
        let mut cells = cells.into_iter();
        LeadDraft::new(|_| cells.next().map_or(FieldValue::Missing, FieldValue::Text))
            .check(region)
            .map_err(|mistakes| mistakes.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "industry,name,job_title,phone_number,company,email,headcount,notes\n";

    fn row(name: &str) -> String {
        format!("Finance,{name},CFO,+1 212 555 0101,Acme,x@acme.example,1-10,\"warm, ask\"\n")
    }

    fn read(bytes: &[u8]) -> Result<Import, ImportError> {
        super::super::read_csv(bytes, Region::default())
    }

    #[test]
    fn columns_may_have_any_order_and_others_are_ignored() {
        let import = read(format!("\u{feff}{HEADER}{}{}", row("Ada"), row("\"Wu, Lin\"")).as_bytes()).unwrap();
        assert_eq!(import.bad, []);
        assert_eq!(import.leads.iter().map(|lead| &*lead.name).collect::<Vec<_>>(), ["Ada", "Wu, Lin"]);
        assert_eq!(import.leads[0].phone_e164.as_deref(), Some("+12125550101"));
    }

    #[test]
    fn every_bad_row_is_named_by_its_line_and_the_good_ones_are_kept() {
        let mut file =
            [HEADER, &row("Ada"), &row(" "), "\r\n\n", &row("\"Two\nlines\""), "a,b\n"].concat().into_bytes();
        file.extend_from_slice(
            &row("N?").into_bytes().into_iter().map(|b| if b == b'?' { 0xff } else { b }).collect::<Vec<_>>(),
        );
        file.extend_from_slice(row("Lin").as_bytes());
        file.extend_from_slice(row("Omar").trim_end().as_bytes());
        let import = read(&file).unwrap();
        assert_eq!(
            import.leads.iter().map(|lead| &*lead.name).collect::<Vec<_>>(),
            ["Ada", "Two\nlines", "Lin", "Omar"]
        );
        let bad: Vec<_> = import.bad.iter().map(ToString::to_string).collect();
        assert_eq!(
            bad,
            [
                "line 3: name is \" \": it must not be blank",
                "line 8: the row has 2 fields, the first line 8",
                "line 9: name is \"N\u{fffd}\": it is not in UTF-8",
            ]
        );
    }

    #[test]
    fn a_quote_that_is_never_closed_is_reported_where_it_begins() {
        let file = format!("{HEADER}{}{}{}", row("Ada"), row("\"Lin"), row("Omar")).replace("\"warm, ask\"", "warm");
        let import = read(file.as_bytes()).unwrap();
        assert_eq!((import.leads.len(), import.bad.len()), (1, 1));
        let said = "line 3: the row has 2 fields, the first line 8; is there a quote that is not closed?";
        assert_eq!(import.bad[0].to_string(), said);
    }

    #[test]
    fn a_first_line_without_the_columns_is_refused() {
        let said = |file: &str| read(file.as_bytes()).unwrap_err().to_string();
        assert!(said("").ends_with("once: the file is empty"), "{}", said(""));
        let twice = HEADER.replace("notes", "name");
        assert!(said(&twice).ends_with("once: name stands twice"), "{}", said(&twice));
        let missing = HEADER.replace("email", "E-Mail");
        assert!(said(&missing).contains("once: email missing; found \"industry\", \"name\""), "{}", said(&missing));
    }

    #[test]
    fn a_file_with_too_many_rows_is_refused() {
        let file = format!("{HEADER}{}", "x\n".repeat(ROWS_MAX + 1));
        assert!(matches!(read(file.as_bytes()), Err(ImportError::TooMany)));
    }
}
