//! The verdict on a journal as JSON, on the command line and over HTTP.

use redial_engine::{CallId, Input, Instant, SessionId, Transition};
use redial_replay::{Chain, Comparison, Damage, Divergence, Excerpt, Report, Tail};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

/// The verdict on a journal. A file that is no journal has `verdict`, `records` and `damage` alone.
#[derive(Serialize, ToSchema)]
#[schema(as = Verdict)]
pub struct VerdictView<'a> {
    /// The finding.
    verdict: Finding,
    /// The number of records that verify.
    records: u64,
    /// The journal's id.
    #[schema(required = false)]
    journal: Uuid,
    /// The rules that wrote it.
    #[schema(required = false)]
    rules: u32,
    /// The session of a log, if the file is one.
    #[schema(value_type = Option<ExcerptOf>)]
    extract: Option<Excerpt>,
    /// The seq of the last record that verifies.
    #[schema(required = false)]
    seq: u64,
    /// The time of that record, in milliseconds since the journal's epoch.
    #[schema(required = false, value_type = u64)]
    at_ms: Instant,
    /// The number of facts in those records.
    #[schema(required = false)]
    transitions: u64,
    /// The number of sessions started.
    #[schema(required = false)]
    sessions: u64,
    /// The number of calls placed.
    #[schema(required = false)]
    calls: u64,
    /// The chain of the last line that verifies.
    #[schema(required = false, value_type = String, pattern = "^[0-9a-f]{32}$")]
    fingerprint: Chain,
    /// Whether reading was stopped before the end.
    #[schema(required = false)]
    partial: bool,
    /// The unfinished bytes at the end, if there are some.
    torn: Option<TornBytes>,
    /// The records that today's rules decide otherwise.
    #[schema(required = false)]
    rules_changed: ChangedRules<'a>,
    /// The first record that the engine computes otherwise.
    divergence: Option<DivergenceView<'a>>,
    /// The first damaged line.
    damage: Option<DamageView>,
}

/// The finding on a journal.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[schema(as = VerdictWord)]
#[serde(rename_all = "lowercase")]
enum Finding {
    /// Executed again, every record is the same.
    Same,
    /// The engine computes a record otherwise.
    Divergence,
    /// The bytes are not those that were written.
    Damaged,
}

/// Documents the session of a log.
#[derive(ToSchema)]
#[schema(as = Excerpt)]
#[expect(dead_code, reason = "it is shown in the document; the archive's own type is what is written")]
struct ExcerptOf {
    /// The number of the session.
    session: u32,
}

/// The bytes of an unfinished line.
#[derive(Serialize, ToSchema)]
#[schema(as = Torn)]
struct TornBytes {
    /// Their offset.
    offset: u64,
    /// The number.
    bytes: u64,
}

/// The records whose facts today's rules no longer derive from their inputs.
#[derive(Serialize, ToSchema)]
#[schema(as = RulesChanged)]
struct ChangedRules<'a> {
    /// The number.
    records: u64,
    /// The seqs of the first of them.
    first: &'a [u64],
}

/// The first record that the engine computes otherwise.
#[derive(Serialize, ToSchema)]
#[schema(as = Divergence)]
struct DivergenceView<'a> {
    /// The record.
    seq: u64,
    /// Its time, in milliseconds since the journal's epoch.
    #[schema(value_type = u64)]
    at_ms: Instant,
    /// The session of the differing fact.
    #[schema(required, value_type = Option<u32>)]
    session: Option<SessionId>,
    /// The call of the differing fact, as timelines name it.
    #[schema(required, value_type = Option<String>)]
    call: Option<CallId>,
    /// The first field that differs.
    field: &'a str,
    /// The input.
    #[schema(value_type = serde_json::Value)]
    input: &'a Input,
    /// The recorded fact; null if the record has fewer.
    #[schema(required, value_type = Option<Object>)]
    recorded: Option<&'a Transition>,
    /// The computed fact; null if the engine computes fewer.
    #[schema(required, value_type = Option<Object>)]
    computed: Option<&'a Transition>,
    /// The last records before it that touched the session, as lines of a timeline.
    recent: Vec<&'a str>,
}

/// The first damaged line.
#[derive(Serialize, ToSchema)]
#[schema(as = Damage)]
struct DamageView {
    /// The record.
    seq: u64,
    /// The byte at which its line begins.
    offset: u64,
    /// The kind of damage, as a word.
    kind: &'static str,
    /// The damage, for people.
    detail: String,
}

/// Returns the verdict on a journal.
pub fn verdict(report: &Report) -> Value {
    let (verdict, divergence, damage) = match &report.result {
        Comparison::Same => (Finding::Same, None, None),
        Comparison::Diverged(divergence) => (Finding::Divergence, Some(of_divergence(divergence)), None),
        Comparison::Damaged(damage) => (Finding::Damaged, None, Some(of_damage(damage))),
    };
    let view = VerdictView {
        verdict,
        records: report.records,
        journal: report.header.journal,
        rules: report.header.rules,
        extract: report.header.extract,
        seq: report.seq,
        at_ms: report.at,
        transitions: report.transitions,
        sessions: report.sessions,
        calls: report.calls,
        fingerprint: report.fingerprint,
        partial: report.is_partial,
        torn: match report.tail {
            Tail::Clean => None,
            Tail::Torn { offset, bytes } => Some(TornBytes { offset, bytes }),
        },
        rules_changed: ChangedRules { records: report.rules_changed.records, first: &report.rules_changed.first },
        divergence,
        damage,
    };
    json!(view)
}

/// Returns the verdict on a file that cannot be opened as a journal.
pub fn unopened(damage: &Damage) -> Value {
    json!({ "verdict": Finding::Damaged, "records": 0, "damage": of_damage(damage) })
}

fn of_damage(damage: &Damage) -> DamageView {
    let (kind, detail) = (damage.kind.name(), damage.kind.to_string());
    DamageView { seq: damage.seq, offset: damage.offset, kind, detail }
}

fn of_divergence(divergence: &Divergence) -> DivergenceView<'_> {
    DivergenceView {
        seq: divergence.seq,
        at_ms: divergence.at,
        session: divergence.session,
        call: divergence.call,
        field: &divergence.field,
        input: &divergence.input,
        recorded: divergence.recorded.as_ref(),
        computed: divergence.computed.as_ref(),
        recent: divergence.recent.lines().collect(),
    }
}
