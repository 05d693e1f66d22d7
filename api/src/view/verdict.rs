//! What was found in a journal, as JSON: on the command line and over HTTP.

use redial_replay::{Comparison, Damage, Divergence, Report, Verdict};
use serde_json::{Value, json};

/// Returns the verdict on a journal.
pub(crate) fn verdict(report: &Report) -> Value {
    let (verdict, divergence, damage) = match &report.result {
        Comparison::Same => ("same", None, None),
        Comparison::Diverged(divergence) => ("divergence", Some(of_divergence(divergence)), None),
        Comparison::Damaged(damage) => ("damaged", None, Some(of_damage(damage))),
    };
    let torn = match report.verdict {
        Verdict::Clean => None,
        Verdict::Torn { offset, bytes } => Some(json!({ "offset": offset, "bytes": bytes })),
    };
    json!({
        "verdict": verdict,
        "journal": report.header.journal,
        "rules": report.header.rules,
        "extract": report.header.extract,
        "records": report.records,
        "seq": report.seq,
        "at_ms": report.at,
        "transitions": report.transitions,
        "sessions": report.sessions,
        "calls": report.calls,
        "fingerprint": report.fingerprint,
        "partial": report.is_partial,
        "torn": torn,
        "rules_changed": { "records": report.rules_changed.records, "first": report.rules_changed.first },
        "divergence": divergence,
        "damage": damage,
    })
}

/// Returns the verdict on a journal that cannot even be opened.
pub(crate) fn unopened(damage: &Damage) -> Value {
    json!({ "verdict": "damaged", "records": 0, "damage": of_damage(damage) })
}

fn of_damage(damage: &Damage) -> Value {
    json!({
        "seq": damage.seq,
        "offset": damage.offset,
        "kind": damage.kind.name(),
        "detail": damage.kind.to_string(),
    })
}

fn of_divergence(divergence: &Divergence) -> Value {
    json!({
        "seq": divergence.seq,
        "at_ms": divergence.at,
        "session": divergence.session,
        "call": divergence.call,
        "field": divergence.field,
        "input": divergence.input,
        "recorded": divergence.recorded,
        "computed": divergence.computed,
        "recent": divergence.recent.lines().collect::<Vec<_>>(),
    })
}
