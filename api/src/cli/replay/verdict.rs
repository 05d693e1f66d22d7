//! The verdict on a journal, for people and for machines.

use std::io::{self, Write};
use std::path::Path;

use redial_engine::{SessionId, Transition};
use redial_http::wire;
use redial_replay::{Comparison, Damage, Divergence, Report, Tail};
use redial_store::Fault;
use serde_json::{Value, json};

/// Reports a journal that cannot be opened.
pub(crate) fn unopened(damage: &Damage, is_json: bool, out: &mut impl Write) -> io::Result<()> {
    if is_json {
        return writeln!(out, "{}", wire::unopened(damage));
    }
    writeln!(out, "DAMAGED at byte {}: {}", damage.offset, damage.kind)?;
    writeln!(out, "  Nothing of it can be verified. A journal begins with a line like {{\"redial\":1,\"journal\":…")
}

/// Reports a data directory whose journal is damaged.
pub(crate) fn refused(fault: &Fault, path: &Path, is_json: bool, out: &mut impl Write) -> io::Result<()> {
    let Fault { file, seq, offset, kind } = fault;
    if is_json {
        let damage =
            json!({ "file": file, "seq": seq, "offset": offset, "kind": kind.name(), "detail": kind.to_string() });
        return writeln!(out, "{}", json!({ "verdict": "damaged", "records": 0, "damage": damage }));
    }
    writeln!(out, "DAMAGED at {file}, #{seq}, byte {offset}: {kind}")?;
    salvage(path, out)
}

fn salvage(path: &Path, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "  Keep the directory as it is. Its sound part can continue in a new one:")?;
    writeln!(out, "    redial journal salvage {} NEW", path.display())
}

/// Prints the verdict, for people.
pub(crate) fn text(report: &Report, path: &Path, session: Option<SessionId>, out: &mut impl Write) -> io::Result<()> {
    match &report.result {
        Comparison::Same => same(report, out)?,
        Comparison::Diverged(divergence) => diverged(divergence, path, session, out)?,
        Comparison::Damaged(damage) => damaged(damage, path, out)?,
    }
    let Report { records, transitions, sessions, calls, at, fingerprint, .. } = report;
    let what = if matches!(report.result, Comparison::Same) { "" } else { "sound: " };
    writeln!(
        out,
        "  {what}{records} records, {transitions} transitions, {sessions} sessions, {calls} calls, up to {at}"
    )?;
    writeln!(out, "  fingerprint {fingerprint}")?;
    notes(report, out)
}

fn same(report: &Report, out: &mut impl Write) -> io::Result<()> {
    match report.header.extract {
        None if report.is_partial => {
            writeln!(out, "SAME up to #{}: executed again, these records come out as they were written", report.seq)
        }
        None => writeln!(out, "SAME: executed again, every record comes out as it was written"),
        Some(excerpt) => {
            writeln!(out, "FOLDS: the records of session {} follow from each other", excerpt.session)?;
            writeln!(out, "  Whether the whole journal holds the same, with the same chain, cannot be checked.")
        }
    }
}

fn notes(report: &Report, out: &mut impl Write) -> io::Result<()> {
    let (began, rules) = (report.header.rules, redial_engine::RULES);
    if began != rules {
        writeln!(out, "  the journal began under rules {began}; those of today are {rules}")?;
    }
    if let Tail::Torn { offset, bytes } = report.tail {
        writeln!(out, "  torn tail: {bytes} bytes from byte {offset} on are no whole record and were not read;")?;
        writeln!(out, "  their writer was stopped in the middle, or is just writing")?;
    }
    let changed = &report.rules_changed;
    if changed.records > 0 {
        let listed: Vec<String> = changed.first.iter().map(|seq| format!("#{seq}")).collect();
        let more = changed.records - changed.first.len() as u64;
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let (count, listed) = (changed.records, listed.join(", "));
        writeln!(out, "  rules changed: by rules {rules}, those of today, {count} would differ: {listed}{more};")?;
        writeln!(out, "  the state continued from the records")?;
    }
    Ok(())
}

fn damaged(damage: &Damage, path: &Path, out: &mut impl Write) -> io::Result<()> {
    let Damage { seq, offset, kind } = damage;
    writeln!(out, "DAMAGED at #{seq}, byte {offset}: {kind}")?;
    if path.is_dir() {
        return salvage(path, out);
    }
    writeln!(
        out,
        "  Nothing from there on can be trusted; all before it holds. Keep the file as it is. The sound part:"
    )?;
    writeln!(out, "    head -c {offset} {} > sound.jsonl", path.display())
}

fn diverged(divergence: &Divergence, path: &Path, only: Option<SessionId>, out: &mut impl Write) -> io::Result<()> {
    let Divergence { seq, at, session, call, field, place, .. } = divergence;
    let session_text = session.map(|session| format!(", session {session}")).unwrap_or_default();
    let call_text = call.map(|call| format!(", call {call}")).unwrap_or_default();
    writeln!(out, "DIVERGED at #{seq}, at {at}{session_text}{call_text}: {field}")?;
    let or_nothing = |transition: &Option<Transition>| {
        transition.as_ref().map_or_else(|| "nothing more".to_owned(), |transition| json!(transition).to_string())
    };
    writeln!(out, "  input                    {}", json!(divergence.input))?;
    writeln!(out, "  recorded, transition {place:<3} {}", or_nothing(&divergence.recorded))?;
    writeln!(out, "  computed, transition {place:<3} {}", or_nothing(&divergence.computed))?;
    if !divergence.recent.is_empty() {
        writeln!(out, "  the records before it:")?;
        divergence.recent.lines().try_for_each(|line| writeln!(out, "  {line}"))?;
    }
    writeln!(
        out,
        "  The chain holds, but this engine derives other transitions from the input: another build wrote the"
    )?;
    writeln!(out, "  journal, or it was changed and chained anew. The state before, and on both sides:")?;
    let option = only.or(*session).map(|session| format!(" --session {session}")).unwrap_or_default();
    let path = path.display();
    writeln!(out, "    redial replay {path} --until {}{option}", seq - 1)?;
    writeln!(out, "    redial replay {path} --until {seq}{option}")
}

/// Prints everything as one object, for machines.
pub(crate) fn json(report: &Report, states: Vec<(&'static str, Value)>, out: &mut impl Write) -> io::Result<()> {
    let mut object = wire::verdict(report);
    for (side, state) in states {
        object[side] = state;
    }
    writeln!(out, "{object}")
}
