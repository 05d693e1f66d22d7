//! Random worlds: the behavior of people, carriers and CRMs as a function of one number.

use std::sync::Arc;

use redial_engine::{
    CallId, CarrierEvent, Command, ContactId, CrmReply, EnrichmentReply, Headcount, Industry, Input, Instant, Keyed,
    LeadDetails, LeadId, RequestHash, RequestKey, Resumption, SessionId, SessionSpec,
};
use redial_sim::{Dice, Lognormal, Outcomes, OutcomesWhen, Percent, Purpose, Scenario, Span, Times, below};

/// Draws for the script of a world; the world's own luck has other keys.
pub(crate) struct ScriptDice {
    dice: Dice,
    drawn: u32,
}

impl ScriptDice {
    pub(crate) fn new(world: u64) -> Self {
        Self { dice: Dice::new(0x0DD5, world), drawn: 0 }
    }

    pub(crate) fn below(&mut self, span: u32) -> u32 {
        self.drawn += 1;
        below(self.dice.call(LeadId(self.drawn), 0, Purpose::Ring), span)
    }

    pub(crate) fn one_in(&mut self, n: u32) -> bool {
        self.below(n) == 0
    }

    fn percent(&mut self, most: u32) -> Percent {
        Percent::from_hundredths(self.below(most * 100 + 1)).expect("at most all")
    }
}

/// The inputs of people, each with its time.
pub(crate) struct WorldScript {
    pub(crate) scenario: Scenario,
    pub(crate) steps: Vec<(Instant, Input)>,
}

/// Writes the script of a world.
pub(crate) fn script(world: u64) -> WorldScript {
    let mut luck = ScriptDice::new(world);
    let scenario = scenario(&mut luck);
    let leads = 2 + luck.below(10);
    let mut steps: Vec<(Instant, Input)> = (0..leads).map(|n| (Instant::EPOCH, lead(&mut luck, n))).collect();
    let sessions = 1 + luck.below(5);
    let end = 30_000;
    for session in 0..sessions {
        let at = Instant::from_ms(u64::from(luck.below(15_000)));
        steps.push((at, start(&mut luck, leads)));
        if luck.one_in(3) {
            let at = at.after_ms(u64::from(luck.below(12_000)));
            steps.push((at, Input::Command(Command::StopSession { session: SessionId(session) })));
        }
    }
    for _ in 0..luck.below(6) {
        let at = Instant::from_ms(u64::from(luck.below(end)));
        steps.push((at, oddity(&mut luck, sessions, &scenario)));
    }
    // With separate dice, keys do not change the rest of a world.
    let mut luck = ScriptDice::new(!world);
    for (n, (_, input)) in (0..).zip(&mut steps) {
        give_key(&mut luck, n, input);
    }
    // The same holds for enrichment.
    let mut luck = ScriptDice::new(world ^ (1 << 63));
    let mut scenario = scenario;
    enrich(&mut luck, leads, &mut scenario, &mut steps);
    steps.sort_by_key(|(at, _)| *at);
    WorldScript { scenario, steps }
}

/// Gives some commands keys: each lead its own, the others a few, so that some keys are used twice.
fn give_key(luck: &mut ScriptDice, n: u32, input: &mut Input) {
    let Input::Command(command) = input else { return };
    if luck.one_in(3) {
        let is_lead = matches!(command, Command::AddLead(_));
        let key = if is_lead { format!("lead-{n}") } else { format!("key-{}", luck.below(4)) };
        let by = RequestKey { key: key.into(), request: RequestHash(u128::from(n)), counted: None };
        // Some requests have no command, and only their key is recorded.
        let command = (is_lead || !luck.one_in(8)).then(|| command.clone());
        *input = Input::Keyed(Box::new(Keyed { by: Arc::new(by), command }));
    }
}

/// Asks for enrichment, some of it twice, of a service that answers in time, too late, or unasked.
fn enrich(luck: &mut ScriptDice, leads: u32, scenario: &mut Scenario, steps: &mut Vec<(Instant, Input)>) {
    if luck.one_in(3) {
        scenario.dialer.enrichment_timeout_ms = 1 + luck.below(30);
    }
    for _ in 0..luck.below(6) {
        let (at, lead) = (luck.below(20_000), LeadId(luck.below(leads + 1)));
        let again = at + luck.below(40);
        let request = Input::Command(Command::RequestEnrichment { lead });
        let second = match luck.below(3) {
            0 => request.clone(),
            1 => Input::Enrichment { lead, reply: EnrichmentReply::Failed },
            _ => Input::Tick,
        };
        steps.push((Instant::from_ms(u64::from(at)), request));
        steps.push((Instant::from_ms(u64::from(again)), second));
    }
}

fn scenario(luck: &mut ScriptDice) -> Scenario {
    let mut scenario = Scenario::read(include_str!("../../../fixtures/scenarios/storm.toml")).expect("it is checked");
    if luck.one_in(4) {
        scenario = Scenario::seed();
    }
    let faults = &mut scenario.carrier.faults;
    faults.words.lost = luck.percent(20);
    faults.words.doubled = luck.percent(30);
    faults.words.late = luck.percent(25);
    faults.words.reordered = luck.percent(25);
    faults.stray = luck.percent(20);
    faults.hang_up_lost = luck.percent(30);
    scenario.crm.failed = luck.percent(50);
    scenario.crm.lost_replies = luck.percent(50);
    scenario.dialer.crm_attempts = 1 + luck.below(4) as u8;
    if luck.one_in(3) {
        // Short times, so that many events share a millisecond.
        scenario.carrier.ring_ms = Span(1, 4).into();
        scenario.carrier.cancel_ms = Span(1, 3).into();
        scenario.dialer.ring_timeout_ms = 3;
        scenario.dialer.release_timeout_ms = 2;
    }
    people(luck, &mut scenario);
    scenario
}

/// Varies the carrier: a decision time, mixes by hour and industry, and ring times of every form.
fn people(luck: &mut ScriptDice, scenario: &mut Scenario) {
    let carrier = &mut scenario.carrier;
    if luck.one_in(2) {
        carrier.decide_ms = Some(Span(1, 1 + luck.below(3_000)).into());
    }
    if luck.one_in(4) {
        let lognormal = Lognormal { median_ms: 1 + luck.below(4_000), sigma_thousandths: 1 + luck.below(1_500) };
        carrier.ring_ms_by.answered = Some(Times::Lognormal { lognormal });
    }
    if luck.one_in(4) {
        let all = Percent::from_hundredths(Percent::WHOLE).expect("all of it");
        carrier.cancel_ms = Times::Table { table: [(Percent::default(), 1), (all, 1 + luck.below(3_000))].into() };
    }
    if luck.one_in(2) {
        carrier.start_hour = Some(luck.below(24) as u8);
        let industries: &[Industry] = if luck.one_in(2) { &[Industry::Logistics] } else { &[] };
        let hours = if luck.one_in(2) { Some((0, 1 + luck.below(24) as u8)) } else { None };
        let outcomes =
            Outcomes { answered: carrier.outcomes.no_answer, no_answer: carrier.outcomes.answered, ..carrier.outcomes };
        carrier.outcomes_when = [OutcomesWhen { hours, industries: industries.into(), outcomes }].into();
    }
    scenario.dialer.crm_sync = !luck.one_in(16);
}

fn lead(luck: &mut ScriptDice, n: u32) -> Input {
    // Some leads share a phone, and some have a number that does not parse.
    let phone = if luck.one_in(3) { luck.below(3) } else { 100 + n };
    let phone_e164 = if luck.one_in(6) { None } else { Some(format!("+1415555{phone:04}").into()) };
    Input::Command(Command::AddLead(Arc::new(LeadDetails {
        name: format!("Lead {n}").into(),
        job_title: "Buyer".into(),
        phone_number: format!("555-{phone:04}").into(),
        phone_e164,
        company: "Northwind".into(),
        email: "lead@northwind.example".into(),
        headcount: Headcount::UpTo50,
        industry: Industry::ALL[n as usize % Industry::ALL.len()],
    })))
}

fn start(luck: &mut ScriptDice, leads: u32) -> Input {
    let mut order: Vec<LeadId> = (0..leads).map(LeadId).collect();
    for place in (1..order.len()).rev() {
        order.swap(place, luck.below(place as u32 + 1) as usize);
    }
    order.truncate(1 + luck.below(leads) as usize);
    let most = if luck.one_in(3) { 10 } else { 3 };
    let lines = 1 + luck.below(most) as u8;
    Input::Command(Command::StartSession(Arc::new(SessionSpec { agent: "ada".into(), leads: order.into(), lines })))
}

/// An input that no well-behaved world would send at this time.
fn oddity(luck: &mut ScriptDice, sessions: u32, scenario: &Scenario) -> Input {
    let call = CallId::new(SessionId(luck.below(sessions + 1)), luck.below(8) as u16);
    let replies = [CrmReply::ContactUpserted(ContactId(9)), CrmReply::ContactFailed, CrmReply::ActivityFailed];
    match luck.below(8) {
        0 => Input::Command(Command::RetryCrmSync { call }),
        1 => Input::Command(Command::StopSession { session: call.session }),
        2 => Input::Crm { call, attempt: luck.below(4) as u8, reply: replies[luck.below(3) as usize] },
        3 => {
            let mut config = scenario.dialer;
            config.resume_within_ms = u64::from(luck.below(4_000));
            Input::Resumed(Box::new(Resumption { engine: "0.1.0".into(), rules: 1, config }))
        }
        4 => Input::Tick,
        5.. => Input::Carrier { call, event: CarrierEvent::ALL[luck.below(6) as usize] },
    }
}
