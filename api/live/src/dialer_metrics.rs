//! The metrics that the owner counts while it steps the dialer.

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::{Registry, Unit};
use redial_engine::{CallId, Command, CrmSync, Outcome, State, Stepped, Transition};

/// The label of an outcome, spelled as in the API.
#[derive(Clone, PartialEq, Eq, Hash, Debug, EncodeLabelSet)]
struct OutcomeLabel {
    outcome: &'static str,
}

/// Counters since the start of the process, and gauges of the state; clones share their values.
#[derive(Clone, Debug)]
pub struct DialerMetrics {
    records: Counter,
    dials: Counter,
    endings: Family<OutcomeLabel, Counter>,
    /// The same counters in the order of the enum, which saves a lookup.
    ended: [Counter; 6],
    abandoned: Counter,
    synced: Counter,
    active_calls: Gauge,
    running_sessions: Gauge,
    pending_syncs: Gauge,
    failed_syncs: Gauge,
    crm_lag: Histogram,
    batch_records: Histogram,
    batch_bytes: Histogram,
}

/// Every outcome, in the order of the enum.
const OUTCOMES: [Outcome; 6] = [
    Outcome::Connected,
    Outcome::NoAnswer,
    Outcome::Busy,
    Outcome::Voicemail,
    Outcome::Failed,
    Outcome::CanceledByDialer,
];

/// Returns the label of an outcome.
pub(crate) const fn outcome_label(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Connected => "CONNECTED",
        Outcome::NoAnswer => "NO_ANSWER",
        Outcome::Busy => "BUSY",
        Outcome::Voicemail => "VOICEMAIL",
        Outcome::Failed => "FAILED",
        Outcome::CanceledByDialer => "CANCELED_BY_DIALER",
    }
}

impl DialerMetrics {
    /// Begins with the gauges of a state.
    pub fn of(state: &State) -> Self {
        let endings = Family::<OutcomeLabel, Counter>::default();
        let ended =
            OUTCOMES.map(|outcome| endings.get_or_create(&OutcomeLabel { outcome: outcome_label(outcome) }).clone());
        let tally = Self {
            records: Counter::default(),
            dials: Counter::default(),
            endings,
            ended,
            abandoned: Counter::default(),
            synced: Counter::default(),
            active_calls: Gauge::default(),
            running_sessions: Gauge::default(),
            pending_syncs: Gauge::default(),
            failed_syncs: Gauge::default(),
            crm_lag: Histogram::new(exponential_buckets(0.05, 2.0, 14)),
            batch_records: Histogram::new(exponential_buckets(1.0, 2.0, 14)),
            batch_bytes: Histogram::new(exponential_buckets(256.0, 4.0, 9)),
        };
        for session in state.sessions() {
            tally.running_sessions.inc_by(i64::from(session.is_running()));
            for call in session.calls() {
                tally.active_calls.inc_by(i64::from(call.is_ringing()));
                match call.crm {
                    CrmSync::None | CrmSync::Synced { .. } => {}
                    CrmSync::Pending { .. } | CrmSync::Deferred { .. } => {
                        tally.pending_syncs.inc();
                    }
                    CrmSync::Failed => {
                        tally.failed_syncs.inc();
                    }
                }
            }
        }
        tally
    }

    /// Counts a step.
    pub fn step(&self, stepped: &Stepped<'_>) {
        self.records.inc();
        for transition in stepped.transitions {
            self.count(transition, stepped);
        }
    }

    /// Counts a batch that is about to be written.
    pub fn batch(&self, records: usize, bytes: u64) {
        self.batch_records.observe(records as f64);
        self.batch_bytes.observe(bytes as f64);
    }

    fn count(&self, transition: &Transition, stepped: &Stepped<'_>) {
        match transition {
            Transition::CallPlaced { .. } => {
                self.dials.inc();
                self.active_calls.inc();
            }
            Transition::CallEnded { outcome, .. } => {
                self.ended[*outcome as usize].inc();
                self.active_calls.dec();
                self.pending_syncs.inc_by(i64::from(stepped.state.config().crm_sync));
            }
            Transition::AnswerAbandoned { .. } => {
                self.abandoned.inc();
            }
            Transition::SessionStarted { .. } => {
                self.running_sessions.inc();
            }
            Transition::SessionStopped { .. } => {
                self.running_sessions.dec();
            }
            Transition::CrmSyncStarted { .. } => {
                if let Some(Command::RetryCrmSync { .. }) = stepped.input.command() {
                    self.failed_syncs.dec();
                    self.pending_syncs.inc();
                }
            }
            Transition::CrmSynced { call, .. } => self.synced(*call, stepped),
            Transition::CrmSyncFailed { .. } => {
                self.pending_syncs.dec();
                self.failed_syncs.inc();
            }
            Transition::Resumed(_)
            | Transition::KeyUsed(_)
            | Transition::LeadAdded { .. }
            | Transition::LeadEnriched { .. }
            | Transition::EnrichmentRequested { .. }
            | Transition::EnrichmentFailed { .. }
            | Transition::EnrichmentIgnored { .. }
            | Transition::LeadPassedOver { .. }
            | Transition::SessionWon { .. }
            | Transition::LineReleased { .. }
            | Transition::ContactLinked { .. }
            | Transition::CrmSyncDeferred { .. }
            | Transition::CarrierEventIgnored { .. }
            | Transition::CrmReplyIgnored { .. }
            | Transition::Refused(_) => {}
        }
    }

    fn synced(&self, call: CallId, stepped: &Stepped<'_>) {
        self.synced.inc();
        self.pending_syncs.dec();
        if let Some((_, ended_at)) = stepped.state.call(call).and_then(redial_engine::Call::ending) {
            self.crm_lag.observe(stepped.at.ms_since(ended_at) as f64 / 1e3);
        }
    }

    /// Registers every metric under its public name.
    pub fn register(&self, registry: &mut Registry) {
        registry.register("records", "Records appended to the journal", self.records.clone());
        registry.register("dials", "Calls placed", self.dials.clone());
        registry.register("calls_ended", "Calls ended", self.endings.clone());
        registry.register(
            "abandoned",
            "Calls answered while the dialer was hanging up on them",
            self.abandoned.clone(),
        );
        registry.register("active_calls", "Calls ringing now", self.active_calls.clone());
        registry.register("running_sessions", "Sessions running now", self.running_sessions.clone());
        registry.register("crm_synced", "Call results accepted by the CRM", self.synced.clone());
        let (pending, failed) = (self.pending_syncs.clone(), self.failed_syncs.clone());
        registry.register("crm_pending", "Call results on their way to the CRM", pending);
        registry.register("crm_failed", "Call results that the CRM rejected, until they are offered again", failed);
        let lag = self.crm_lag.clone();
        registry.register_with_unit(
            "crm_lag",
            "Time from the end of a call until the CRM has its result",
            Unit::Seconds,
            lag,
        );
        let help = "Records committed together";
        registry.register("journal_batch_records", help, self.batch_records.clone());
        let help = "OwnedCommit of the journal that became durable together";
        registry.register_with_unit("journal_batch", help, Unit::Bytes, self.batch_bytes.clone());
    }
}
