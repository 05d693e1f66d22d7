//! What was found in a journal, as JSON: on the command line and over HTTP.

use redial_engine::{CallId, Input, Instant, SessionId, Transition};
use redial_replay::{Chain, Comparison, Damage, Divergence, Excerpt, Report, Tail};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

/// Whether a journal holds, and how much of it. A file that is no journal has `verdict`, `records` and `damage` alone.
#[derive(Serialize, ToSchema)]
#[schema(as = Verdict)]
pub(crate) struct VerdictView<'a> {
    /// Whether it holds.
    verdict: Finding,
    /// How many records hold.
    records: u64,
    /// The journal's id.
    #[schema(required = false)]
    journal: Uuid,
    /// The rules that wrote it.
    #[schema(required = false)]
    rules: u32,
    /// Which session it is the log of, if it is one.
    #[schema(value_type = Option<ExcerptOf>)]
    extract: Option<Excerpt>,
    /// The seq of the last record that holds.
    #[schema(required = false)]
    seq: u64,
    /// The time of that record, in milliseconds since the journal's epoch.
    #[schema(required = false, value_type = u64)]
    at_ms: Instant,
    /// How many facts those records have.
    #[schema(required = false)]
    transitions: u64,
    /// How many sessions were started.
    #[schema(required = false)]
    sessions: u64,
    /// How many calls were placed.
    #[schema(required = false)]
    calls: u64,
    /// The chain of the last line that holds.
    #[schema(required = false, value_type = String, pattern = "^[0-9a-f]{32}$")]
    fingerprint: Chain,
    /// Whether reading was stopped before the end.
    #[schema(required = false)]
    partial: bool,
    /// The unfinished bytes at the end, if there are some.
    torn: Option<TornBytes>,
    /// Where the engine of today decides otherwise than the rules that wrote.
    #[schema(required = false)]
    rules_changed: ChangedRules<'a>,
    /// Where the engine makes something else of an input.
    divergence: Option<DivergenceView<'a>>,
    /// Where the bytes are not what was written.
    damage: Option<DamageView>,
}

/// Whether a journal holds.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[schema(as = VerdictWord)]
#[serde(rename_all = "lowercase")]
enum Finding {
    /// Executed again, every record comes out as it was written.
    Same,
    /// The engine makes something else of an input.
    Divergence,
    /// The bytes are not what was written.
    Damaged,
}

/// Documents which session a log is of.
#[derive(ToSchema)]
#[schema(as = Excerpt)]
#[expect(dead_code, reason = "it is shown in the document; the archive's own type is what is written")]
struct ExcerptOf {
    /// The number of the session.
    session: u32,
}

/// Bytes that were not finished.
#[derive(Serialize, ToSchema)]
#[schema(as = Torn)]
struct TornBytes {
    /// Where they begin.
    offset: u64,
    /// How many there are.
    bytes: u64,
}

/// Records whose facts follow no more from their inputs, because the rules have changed since.
#[derive(Serialize, ToSchema)]
#[schema(as = RulesChanged)]
struct ChangedRules<'a> {
    /// How many there are.
    records: u64,
    /// The seqs of the first of them.
    first: &'a [u64],
}

/// Where the engine makes something else of an input.
#[derive(Serialize, ToSchema)]
#[schema(as = Divergence)]
struct DivergenceView<'a> {
    /// The record.
    seq: u64,
    /// Its time, in milliseconds since the journal's epoch.
    #[schema(value_type = u64)]
    at_ms: Instant,
    /// The session that the differing fact is about.
    #[schema(required, value_type = Option<u32>)]
    session: Option<SessionId>,
    /// The call that it is about, as timelines name it.
    #[schema(required, value_type = Option<String>)]
    call: Option<CallId>,
    /// The first field that differs.
    field: &'a str,
    /// What the dialer was told.
    #[schema(value_type = serde_json::Value)]
    input: &'a Input,
    /// What was recorded; null if the record ends before.
    #[schema(required, value_type = Option<Object>)]
    recorded: Option<&'a Transition>,
    /// What the engine makes of it; null if it ends before.
    #[schema(required, value_type = Option<Object>)]
    computed: Option<&'a Transition>,
    /// The last records before it that touched the session, as lines of a timeline.
    recent: Vec<&'a str>,
}

/// Where the bytes are not what was written.
#[derive(Serialize, ToSchema)]
#[schema(as = Damage)]
struct DamageView {
    /// The record.
    seq: u64,
    /// The byte at which its line begins.
    offset: u64,
    /// What is wrong, in a word.
    kind: &'static str,
    /// What is wrong, for people.
    detail: String,
}

/// Returns the verdict on a journal.
pub(crate) fn verdict(report: &Report) -> Value {
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

/// Returns the verdict on a journal that cannot even be opened.
pub(crate) fn unopened(damage: &Damage) -> Value {
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
