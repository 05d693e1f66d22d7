//! The scripted world: an adapter that answers by a script. It is as far from the dialer as a carrier or a CRM: it has
//! the asks and the queues, and nothing else.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use redial_clock::Clock;
use redial_engine::{
    ActivityId, CallId, CarrierEvent, ContactId, CrmReply, CrmSync, EnrichmentReply, Input, Instant, LeadId, State,
};

use crate::ask::Ask;
use crate::real::{AdapterQueues, RealWorld};
use crate::script::{Saying, SayingContent, Script, ScriptRule};

/// How long the carrier takes to release a line unless the script says otherwise, in milliseconds.
const RELEASE_MS: u64 = 100;

/// How long the CRM takes for a contact unless the script says otherwise, in milliseconds.
const CONTACT_MS: u64 = 40;

/// How long the CRM takes for an activity unless the script says otherwise, in milliseconds.
const ACTIVITY_MS: u64 = 60;

/// The adapter at work.
struct ScriptedAdapter {
    queues: AdapterQueues,
    clock: Clock,
    rules: Vec<ScriptRule>,
    due: BinaryHeap<Reverse<DueInput>>,
    /// How many inputs were ever queued.
    queued: u64,
    crm: ScriptedCrm,
}

/// The CRM of a script: it keeps one contact a lead, and one activity a call.
struct ScriptedCrm {
    contacts: BTreeMap<LeadId, ContactId>,
    activities: BTreeMap<CallId, ActivityId>,
    next: u32,
}

/// An input that is due at a time; ties go by the order in which they were queued.
#[derive(PartialEq, Eq)]
struct DueInput {
    at: Instant,
    ordinal: u64,
    input: Input,
}

impl Ord for DueInput {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.at, self.ordinal).cmp(&(other.at, other.ordinal))
    }
}

impl PartialOrd for DueInput {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl RealWorld {
    /// Starts a world that answers by a script. `state` is the dialer's at the start: the CRM of the script keeps the
    /// ids that are in it. An ask that no rule answers is answered like this: a line is released, a contact and an
    /// activity are made, an enrichment fails, and a call rings on.
    ///
    /// # Panics
    ///
    /// Outside of a tokio runtime.
    pub(crate) fn scripted(script: &Script, state: &State, clock: Clock) -> Self {
        let (world, queues) = Self::new();
        let crm = ScriptedCrm::of(state);
        let rules = script.rules.clone();
        let mut adapter = ScriptedAdapter { queues, clock, rules, due: BinaryHeap::new(), queued: 0, crm };
        let start = adapter.clock.now();
        for event in &script.events {
            for Saying { after_ms, content } in &event.say {
                if let SayingContent::Carrier(Some(call), event_name) = content {
                    let at = start.after_ms(event.at_ms.saturating_add(*after_ms));
                    adapter.queue(at, Input::Carrier { call: *call, event: *event_name });
                }
            }
        }
        tokio::spawn(adapter.run());
        world
    }
}

impl ScriptedAdapter {
    /// Answers until the driver drops its end of the queues.
    async fn run(mut self) {
        loop {
            let wake = self.due.peek().map(|Reverse(due)| self.clock.wake(due.at));
            tokio::select! {
                biased;
                ask = self.queues.asks.recv() => match ask {
                    Some((at, ask)) => self.hear(at, &ask),
                    None => return,
                },
                () = sleep_until(wake), if wake.is_some() => {
                    if self.speak().await.is_err() {
                        return;
                    }
                }
            }
        }
    }

    /// Sends the inputs that are due. Fails once the driver has dropped its end.
    async fn speak(&mut self) -> Result<(), tokio::sync::mpsc::error::SendError<Input>> {
        let now = self.clock.now();
        while self.due.peek().is_some_and(|Reverse(due)| due.at <= now) {
            if let Some(Reverse(due)) = self.due.pop() {
                self.queues.inputs.send(due.input).await?;
            }
        }
        Ok(())
    }

    /// Queues the answers to an ask.
    fn hear(&mut self, at: Instant, ask: &Ask) {
        let rule = self.rules.iter().position(|rule| rule.when.matches(ask));
        let say = match rule {
            Some(place) if self.rules[place].always => self.rules[place].say.clone(),
            Some(place) => self.rules.remove(place).say,
            None => usual(ask),
        };
        for Saying { after_ms, content } in say {
            if let Some(input) = self.crm.answer(ask, content) {
                self.queue(at.after_ms(after_ms), input);
            }
        }
    }

    fn queue(&mut self, at: Instant, input: Input) {
        self.due.push(Reverse(DueInput { at, ordinal: self.queued, input }));
        self.queued += 1;
    }
}

/// Returns the answers to an ask that the script does not mention.
fn usual(ask: &Ask) -> Vec<Saying> {
    let (after_ms, content) = match ask {
        Ask::Dial { .. } => return Vec::new(),
        Ask::HangUp { .. } => (RELEASE_MS, SayingContent::Carrier(None, CarrierEvent::Released)),
        Ask::UpsertContact { .. } => (CONTACT_MS, SayingContent::CrmDone),
        Ask::CreateActivity { .. } => (ACTIVITY_MS, SayingContent::CrmDone),
        Ask::Enrich { .. } => (0, SayingContent::Enrichment(EnrichmentReply::Failed)),
    };
    vec![Saying { after_ms, content }]
}

impl ScriptedCrm {
    /// Takes over the ids that the dialer knows.
    fn of(state: &State) -> Self {
        let leads = (0..).map(LeadId).zip(state.leads());
        let contacts: BTreeMap<_, _> = leads.filter_map(|(lead, known)| Some((lead, known.contact?.contact))).collect();
        let calls = state
            .numbered_sessions()
            .flat_map(|(session, known)| (0..).map(move |n| CallId::new(session, n)).zip(known.calls()));
        let activities: BTreeMap<_, _> = calls
            .filter_map(|(call, known)| match known.crm {
                CrmSync::Synced { activity } => Some((call, activity)),
                CrmSync::None | CrmSync::Pending { .. } | CrmSync::Deferred { .. } | CrmSync::Failed => None,
            })
            .collect();
        let highest = contacts.values().map(|contact| contact.0).chain(activities.values().map(|activity| activity.0));
        let next = highest.max().map_or(1, |highest| highest.wrapping_add(1));
        Self { contacts, activities, next }
    }

    /// Makes the input that answers an ask. An ask that is repeated under its key has the ids of the first.
    fn answer(&mut self, ask: &Ask, content: SayingContent) -> Option<Input> {
        match (ask, content) {
            (Ask::Dial { call, .. } | Ask::HangUp { call, .. }, SayingContent::Carrier(other, event)) => {
                Some(Input::Carrier { call: other.unwrap_or(*call), event })
            }
            (Ask::UpsertContact { lead, call, attempt, .. }, SayingContent::CrmDone) => {
                let contact = *self.contacts.entry(*lead).or_insert_with(|| ContactId(next(&mut self.next)));
                Some(Input::Crm { call: *call, attempt: *attempt, reply: CrmReply::ContactUpserted(contact) })
            }
            (Ask::UpsertContact { call, attempt, .. }, SayingContent::CrmFailed) => {
                Some(Input::Crm { call: *call, attempt: *attempt, reply: CrmReply::ContactFailed })
            }
            (Ask::CreateActivity { call, attempt, .. }, SayingContent::CrmDone) => {
                let activity = *self.activities.entry(*call).or_insert_with(|| ActivityId(next(&mut self.next)));
                Some(Input::Crm { call: *call, attempt: *attempt, reply: CrmReply::ActivityCreated(activity) })
            }
            (Ask::CreateActivity { call, attempt, .. }, SayingContent::CrmFailed) => {
                Some(Input::Crm { call: *call, attempt: *attempt, reply: CrmReply::ActivityFailed })
            }
            (Ask::Enrich { lead, .. }, SayingContent::Enrichment(reply)) => {
                Some(Input::Enrichment { lead: *lead, reply })
            }
            // The script was judged when it was read: no ask has any other answer.
            (
                Ask::Dial { .. } | Ask::HangUp { .. },
                SayingContent::CrmDone | SayingContent::CrmFailed | SayingContent::Enrichment(_),
            )
            | (
                Ask::UpsertContact { .. } | Ask::CreateActivity { .. },
                SayingContent::Carrier(..) | SayingContent::Enrichment(_),
            )
            | (Ask::Enrich { .. }, SayingContent::Carrier(..) | SayingContent::CrmDone | SayingContent::CrmFailed) => {
                None
            }
        }
    }
}

/// Draws the next id.
const fn next(id: &mut u32) -> u32 {
    let drawn = *id;
    *id = id.wrapping_add(1);
    drawn
}

async fn sleep_until(wake: Option<tokio::time::Instant>) {
    if let Some(wake) = wake {
        tokio::time::sleep_until(wake).await;
    }
}
