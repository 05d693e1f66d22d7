//! Scripts: files of timed answers, for exact cases in tests and demonstrations.
//!
//! A script is JSON Lines. Blank lines and lines that begin with `#` are passed over. There are three kinds of lines:
//!
//! - `{"settings": {"ring_timeout_ms": 10000}}`: the dialer's settings; at most one such line.
//! - `{"when": {"ask": "dial", "lead": "Ada Byron"}, "say": [{"after_ms": 3000, "carrier": "answered"}]}`: a rule. It
//!   answers the first ask that it matches, or with `"always": true` every one. The first rule that matches wins.
//! - `{"at_ms": 5000, "say": [{"carrier": "busy", "call": "0.1"}]}`: an event that no ask causes. Its time counts from
//!   the start of the server.

use std::path::{Path, PathBuf};

use redial_engine::{CallId, CarrierEvent, Config, EnrichmentReply};
use serde::Deserialize;

use crate::ask::Ask;

/// A file of timed answers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Script {
    /// The file.
    pub path: PathBuf,
    /// The dialer's settings.
    pub settings: Config,
    pub(crate) rules: Vec<ScriptRule>,
    pub(crate) events: Vec<ScriptedEvent>,
}

/// A script cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("{}, line {line}: {what}", .path.display())]
pub struct ScriptError {
    path: PathBuf,
    line: usize,
    what: String,
}

/// The answers to an ask.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct ScriptRule {
    pub(crate) when: AskPattern,
    pub(crate) say: Vec<Saying>,
    pub(crate) always: bool,
}

/// Sayings that no ask causes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct ScriptedEvent {
    pub(crate) at_ms: u64,
    pub(crate) say: Vec<Saying>,
}

/// The asks that a rule answers; a field that is left out matches everything.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AskPattern {
    ask: AskKind,
    lead: Option<String>,
    phone: Option<String>,
    call: Option<CallId>,
    attempt: Option<u8>,
}

/// The kinds of asks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum AskKind {
    Dial,
    HangUp,
    Contact,
    Activity,
    Enrich,
}

/// One answer, so many milliseconds after its ask.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Saying {
    pub(crate) after_ms: u64,
    pub(crate) content: SayingContent,
}

/// The content of an answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum SayingContent {
    /// The carrier reports about a call; `None` stands for the call of the ask.
    Carrier(Option<CallId>, CarrierEvent),
    /// The CRM did as it was asked.
    CrmDone,
    /// The CRM failed.
    CrmFailed,
    /// The enrichment service answers.
    Enrichment(EnrichmentReply),
}

/// A line, before it is judged.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ScriptLine {
    settings: Option<Config>,
    when: Option<AskPattern>,
    at_ms: Option<u64>,
    say: Option<Vec<SayingLine>>,
    always: Option<bool>,
}

/// A saying, before it is judged.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SayingLine {
    #[serde(default)]
    after_ms: u64,
    call: Option<CallId>,
    carrier: Option<CarrierEvent>,
    crm: Option<CrmWord>,
    enrichment: Option<EnrichmentReply>,
}

/// What a CRM may say in a script.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum CrmWord {
    Done,
    Failed,
}

impl Script {
    /// Reads a script from its text; `path` names it in errors.
    ///
    /// # Errors
    ///
    /// A line is no rule, event or settings; the error names it.
    pub fn read(path: &Path, text: &str) -> Result<Self, ScriptError> {
        let mut script =
            Self { path: path.to_owned(), settings: Config::default(), rules: Vec::new(), events: Vec::new() };
        let mut has_settings = false;
        for (number, line) in (1..).zip(text.lines()) {
            let error = |what: String| ScriptError { path: path.to_owned(), line: number, what };
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let line: ScriptLine = serde_json::from_str(line).map_err(|cause| error(fault(&cause)))?;
            if line.settings.is_some() && std::mem::replace(&mut has_settings, true) {
                return Err(error("a script has one line of settings at most".to_owned()));
            }
            script.add(line).map_err(error)?;
        }
        Ok(script)
    }

    fn add(&mut self, line: ScriptLine) -> Result<(), String> {
        match line {
            ScriptLine { settings: Some(settings), when: None, at_ms: None, say: None, always: None } => {
                self.settings = settings;
            }
            ScriptLine { settings: None, when: Some(when), at_ms: None, say: Some(say), always } => {
                let say = say.into_iter().map(SayingLine::judged).collect::<Result<Vec<_>, _>>()?;
                if let Some(saying) = say.iter().find(|saying| !when.ask.may_hear(&saying.content)) {
                    return Err(format!("{:?} is no answer to this ask", saying.content));
                }
                when.judge()?;
                self.rules.push(ScriptRule { when, say, always: always.unwrap_or(false) });
            }
            ScriptLine { settings: None, when: None, at_ms: Some(at_ms), say: Some(say), always: None } => {
                let say = say.into_iter().map(SayingLine::judged).collect::<Result<Vec<_>, _>>()?;
                let names_a_call = |saying: &Saying| matches!(saying.content, SayingContent::Carrier(Some(_), _));
                if !say.iter().all(names_a_call) {
                    return Err("without an ask only the carrier speaks, and names the call".to_owned());
                }
                self.events.push(ScriptedEvent { at_ms, say });
            }
            ScriptLine { .. } => {
                return Err("a line has `settings`, or `when` and `say`, or `at_ms` and `say`".to_owned());
            }
        }
        Ok(())
    }
}

/// Names a fault of JSON by its column alone: the text is one line of the script, and not its first.
fn fault(cause: &serde_json::Error) -> String {
    let (what, place) = (cause.to_string(), format!(" at line {} column {}", cause.line(), cause.column()));
    format!("{} (column {})", what.strip_suffix(&place).unwrap_or(&what), cause.column())
}

impl SayingLine {
    fn judged(self) -> Result<Saying, String> {
        let content = match self {
            Self { call, carrier: Some(event), crm: None, enrichment: None, .. } => SayingContent::Carrier(call, event),
            Self { call: None, carrier: None, crm: Some(CrmWord::Done), enrichment: None, .. } => {
                SayingContent::CrmDone
            }
            Self { call: None, carrier: None, crm: Some(CrmWord::Failed), enrichment: None, .. } => {
                SayingContent::CrmFailed
            }
            Self { call: None, carrier: None, crm: None, enrichment: Some(reply), .. } => {
                SayingContent::Enrichment(reply)
            }
            Self { .. } => {
                return Err(
                    "a saying has one of `carrier`, `crm` and `enrichment`; only the carrier names a `call`".to_owned()
                );
            }
        };
        Ok(Saying { after_ms: self.after_ms, content })
    }
}

impl AskKind {
    /// Says whether an ask of this kind can have such an answer.
    const fn may_hear(self, content: &SayingContent) -> bool {
        match self {
            Self::Dial | Self::HangUp => matches!(content, SayingContent::Carrier(..)),
            Self::Contact | Self::Activity => matches!(content, SayingContent::CrmDone | SayingContent::CrmFailed),
            Self::Enrich => matches!(content, SayingContent::Enrichment(_)),
        }
    }
}

impl AskPattern {
    /// Refuses a pattern that no ask can match.
    fn judge(&self) -> Result<(), String> {
        match self.ask {
            AskKind::Enrich if self.call.is_some() => Err("`enrich` is not about a `call`".to_owned()),
            AskKind::Dial | AskKind::HangUp | AskKind::Enrich if self.attempt.is_some() => {
                Err("only `contact` and `activity` have an `attempt`".to_owned())
            }
            AskKind::Dial | AskKind::HangUp | AskKind::Contact | AskKind::Activity | AskKind::Enrich => Ok(()),
        }
    }

    /// Returns true if the pattern matches the ask.
    pub(crate) fn matches(&self, ask: &Ask) -> bool {
        let (kind, call, attempt, details) = match ask {
            Ask::Dial { call, details, .. } => (AskKind::Dial, Some(*call), None, details),
            Ask::HangUp { call, details, .. } => (AskKind::HangUp, Some(*call), None, details),
            Ask::UpsertContact { call, attempt, details, .. } => {
                (AskKind::Contact, Some(*call), Some(*attempt), details)
            }
            Ask::CreateActivity { call, attempt, details, .. } => {
                (AskKind::Activity, Some(*call), Some(*attempt), details)
            }
            Ask::Enrich { details, .. } => (AskKind::Enrich, None, None, details),
        };
        let is_phone = |phone: &str| details.phone_e164.as_deref() == Some(phone) || *details.phone_number == *phone;
        self.ask == kind
            && self.lead.as_deref().is_none_or(|lead| *details.name == *lead)
            && self.phone.as_deref().is_none_or(is_phone)
            && (self.call.is_none() || self.call == call)
            && (self.attempt.is_none() || self.attempt == attempt)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Script, String> {
        Script::read(Path::new("s.jsonl"), text).map_err(|error| error.to_string())
    }

    #[test]
    fn a_script_has_settings_rules_and_events() {
        let script = read(
            r##"# Ada answers, and so does Grace, a moment later.
{"settings": {"ring_timeout_ms": 9000}}

{"when": {"ask": "dial", "lead": "Ada Byron"}, "say": [{"after_ms": 3000, "carrier": "answered"}]}
{"when": {"ask": "activity"}, "say": [], "always": true}
{"at_ms": 5000, "say": [{"carrier": "busy", "call": "0.1"}]}
"##,
        )
        .expect("it is sound");
        assert_eq!((script.settings.ring_timeout_ms, script.rules.len(), script.events.len()), (9_000, 2, 1));
        assert_eq!((script.rules[0].always, script.rules[1].always), (false, true));
        let saying = Saying { after_ms: 3_000, content: SayingContent::Carrier(None, CarrierEvent::Answered) };
        assert_eq!(script.rules[0].say, [saying]);
    }

    #[test]
    fn a_line_that_is_wrong_is_named_with_its_fault() {
        for (text, what) in [
            ("\n{", "line 2: EOF while parsing an object (column 1)"),
            (r#"{"when": {"ask": "dial", "attempt": 2}, "say": []}"#, "line 1: only `contact` and `activity` have"),
            (r#"{"when": {"ask": "enrich", "call": "0.1"}, "say": []}"#, "line 1: `enrich` is not about a `call`"),
            (r#"{"whne": {}}"#, "line 1: unknown field `whne`"),
            (r#"{"at_ms": 1}"#, "line 1: a line has `settings`, or `when` and `say`, or `at_ms` and `say`"),
            (
                r#"{"settings": {}}
{"settings": {}}"#,
                "line 2: a script has one line of settings at most",
            ),
            (r#"{"settings": {"lines": 2}}"#, "line 1: unknown field `lines`"),
            (r#"{"when": {"ask": "dial"}, "say": [{"crm": "done"}]}"#, "line 1: CrmDone is no answer to this ask"),
            (r#"{"when": {"ask": "dial"}, "say": [{}]}"#, "line 1: a saying has one of"),
            (r#"{"when": {"ask": "ring"}, "say": []}"#, "line 1: unknown variant `ring`"),
            (r#"{"at_ms": 1, "say": [{"carrier": "busy"}]}"#, "line 1: without an ask only the carrier speaks"),
            (r#"{"at_ms": 1, "say": [{"carrier": "busy", "call": "x"}]}"#, "line 1: invalid value"),
        ] {
            let error = read(text).expect_err(text);
            assert!(error.starts_with(&format!("s.jsonl, {what}")), "{error}");
        }
    }
}
