//! Any bytes as a list of leads in CSV: the reader returns, and its result fits the bounds.

use redial_leads::{FilePosition, ROWS_MAX, Region, TEXT_MAX, read_csv};

/// Reads the bytes as a list of leads.
///
/// # Panics
///
/// If the list breaks a bound, or its positions are not the lines of the file in order.
pub(crate) fn check(bytes: &[u8]) {
    let Ok(import) = read_csv(bytes, Region::default()) else { return };
    assert_eq!(import.leads.len(), import.positions.len());
    assert!(import.leads.len() + import.bad.len() <= ROWS_MAX);
    for lead in &import.leads {
        for text in [&lead.name, &lead.job_title, &lead.phone_number, &lead.company, &lead.email] {
            assert!(!text.trim().is_empty() && text.chars().count() <= TEXT_MAX, "{text:?}");
        }
        if let Some(number) = &lead.phone_e164 {
            let digits = number.strip_prefix('+').expect("E.164 begins with a plus");
            assert!(digits.len() <= 15 && digits.bytes().all(|byte| byte.is_ascii_digit()), "{number:?}");
        }
    }
    assert!(import.bad.iter().all(|bad| !bad.reason.is_empty()));
    // The header is on the first line or later, and each row begins on a line of its own. The reader also ends a line
    // at a lone CR.
    let lines = 1 + bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count() as u64;
    let good = import.positions.iter().copied().map(line);
    let bad = import.bad.iter().map(|bad| line(bad.position));
    for numbers in [good.collect::<Vec<_>>(), bad.collect()] {
        assert!(numbers.is_sorted(), "{numbers:?}");
        assert!(numbers.iter().all(|number| (1..=lines).contains(number)), "{numbers:?} of {lines}");
    }
}

fn line(position: FilePosition) -> u64 {
    match position {
        FilePosition::Line(line) => line,
        FilePosition::Entry(entry) => panic!("entry {entry} of a CSV file"),
    }
}
