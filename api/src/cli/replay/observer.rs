//! The observer of a verification: it prints the timeline, and finds the session that the options name.

use std::io::{self, Write};
use std::ops::ControlFlow;

use anyhow::anyhow;
use redial_engine::{SessionId, Transition};
use redial_replay::{Header, PublicIds, ReplayedState, Step, Timeline, Verified};
use serde_json::json;

use super::until::SessionSelector;
use crate::cli::failure::Failure;

/// Sees each record while the journal is verified.
pub(crate) struct Observer<'a, W> {
    printer: Printer,
    wanted: Option<&'a SessionSelector>,
    session: Option<SessionId>,
    names: PublicIds,
    out: &'a mut W,
    failed: Option<io::Error>,
}

/// The form in which each record is printed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum PrintedForm {
    Nothing,
    /// Rows of the timeline, for people.
    Rows,
    /// An object for each transition, for machines.
    Json,
}

/// The same, with the state that it needs.
enum Printer {
    Nothing,
    Rows(Box<Timeline>),
    Json,
}

impl<'a, W: Write> Observer<'a, W> {
    pub(crate) fn new(form: PrintedForm, wanted: Option<&'a SessionSelector>, header: &Header, out: &'a mut W) -> Self {
        let names = PublicIds::of(header);
        let session = wanted.and_then(SessionSelector::known);
        let mut failed = None;
        let printer = match form {
            PrintedForm::Nothing => Printer::Nothing,
            PrintedForm::Json => Printer::Json,
            PrintedForm::Rows => {
                let (mut timeline, mut head) = (Timeline::new(), String::new());
                timeline.head(header, &mut head);
                timeline.only(session);
                failed = out.write_all(head.as_bytes()).err();
                Printer::Rows(Box::new(timeline))
            }
        };
        Self { printer, wanted, session, names, out, failed }
    }

    /// Sees a record that holds.
    pub(crate) fn observe(&mut self, step: &Step<'_>) -> ControlFlow<()> {
        if step.header.forks != self.names.forks() {
            self.names = PublicIds::of(step.header);
            if let Printer::Rows(timeline) = &mut self.printer {
                timeline.turn_to(step.header);
            }
        }
        if self.wanted.is_some() && self.session.is_none() {
            self.find(step.transitions);
        }
        let printed = self.text(step).and_then(|text| self.out.write_all(text.as_bytes()));
        self.failed = self.failed.take().or(printed.err());
        if self.failed.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    /// Returns the session that the options name, which must have started by now.
    pub(crate) fn done(self, verified: &Verified) -> Result<Option<SessionId>, Failure> {
        if let Some(error) = self.failed {
            return Err(Failure::io(error));
        }
        let Some(wanted) = self.wanted else { return Ok(None) };
        let has_started = |session: SessionId| match &verified.world {
            None => true,
            Some(ReplayedState::Whole(dialer)) => dialer.state().session(session).is_some(),
            Some(ReplayedState::Extract(extract)) => extract.id() == session,
        };
        match self.session {
            Some(session) if has_started(session) => Ok(Some(session)),
            None if verified.world.is_none() => Ok(None),
            Some(_) | None => {
                let sessions = verified.report.sessions;
                Err(Failure::usage(anyhow!(
                    "no session {wanted} in the records that were read; they have {sessions} sessions"
                )))
            }
        }
    }

    fn find(&mut self, transitions: &[Transition]) {
        let started = transitions.iter().filter_map(|transition| {
            if let Transition::SessionStarted { session, .. } = transition { Some(*session) } else { None }
        });
        let found = started.into_iter().find(|id| self.wanted.is_some_and(|wanted| wanted.is(*id, &self.names)));
        if let (Some(session), Printer::Rows(timeline)) = (found, &mut self.printer) {
            timeline.only(Some(session));
        }
        self.session = found;
    }

    /// Returns the text of a record. A session that was not found yet has no records.
    fn text(&mut self, step: &Step<'_>) -> io::Result<String> {
        let is_hidden = self.wanted.is_some() && self.session.is_none();
        let mut text = String::new();
        match &mut self.printer {
            Printer::Nothing => {}
            Printer::Rows(timeline) => {
                timeline.record(step.seq, step.at, step.input, step.transitions, &mut text);
                if is_hidden {
                    text.clear();
                }
            }
            Printer::Json if is_hidden => {}
            Printer::Json => {
                let is_shown =
                    |transition: &&Transition| self.session.is_none() || transition.session() == self.session;
                for transition in step.transitions.iter().filter(is_shown) {
                    let row = json!({ "seq": step.seq, "at_ms": step.at, "transition": transition });
                    text += &format!("{row}\n");
                }
            }
        }
        Ok(text)
    }
}
