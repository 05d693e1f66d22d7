//! A driver in small: it steps the dialer, prints each record, and plays the world itself.
//!
//! Run it with `cargo run -p redial-engine --example driver`. A real driver differs in three places: it sleeps until
//! the next deadline or arrival, it persists a record before it acts, and its effects go to real systems.

use std::collections::VecDeque;
use std::sync::Arc;

use redial_engine::{
    ActivityId, CarrierEvent, Command, Config, ContactId, CrmReply, Dialer, Effect, EnrichmentReply, Headcount,
    Industry, Input, Instant, LeadDetails, LeadId, SessionSpec,
};

fn main() {
    let mut dialer = Dialer::new(Config::default());
    let mut arrivals = commands();
    loop {
        // A deadline wins a tie with an arrival.
        let arrival = arrivals.front().map(|(at, _)| *at);
        let (now, input) = match dialer.next_deadline() {
            Some(deadline) if arrival.is_none_or(|at| deadline <= at) => (deadline, Input::Tick),
            Some(_) | None => match arrivals.pop_front() {
                Some(arrival) => arrival,
                None => break,
            },
        };
        let stepped = dialer.step(now, &input);
        // Persist the record here, before anything leaves.
        println!("{:>6} {} {:?}", stepped.seq, stepped.at, stepped.input);
        for transition in stepped.transitions {
            println!("                  {transition:?}");
            if let Some(effect) = Effect::of(transition, stepped.state) {
                let (at, reply) = perform(effect, stepped.at);
                let place = arrivals.partition_point(|(other, _)| *other <= at);
                arrivals.insert(place, (at, reply));
            }
        }
    }
    println!("{:?}", dialer.state().sessions()[0].metrics());
}

/// Returns the first inputs: three leads, and a session that dials them on two lines.
fn commands() -> VecDeque<(Instant, Input)> {
    let spec = SessionSpec { agent: "agent-1".into(), leads: (0..3).map(LeadId).collect(), lines: 2 };
    let leads = (0..3).map(|n| Command::AddLead(Arc::new(lead(n))));
    let all = leads.chain([Command::StartSession(Arc::new(spec))]);
    all.map(|command| (Instant::EPOCH, Input::Command(command))).collect()
}

fn lead(n: u32) -> LeadDetails {
    LeadDetails {
        name: format!("Lead {n}").into(),
        job_title: "Buyer".into(),
        phone_number: format!("(415) 555-010{n}").into(),
        phone_e164: Some(format!("+1415555010{n}").into()),
        company: "Northwind".into(),
        email: format!("lead{n}@northwind.example").into(),
        headcount: Headcount::UpTo50,
        industry: Industry::Logistics,
    }
}

/// Returns the world's answer to an effect: the first lead is busy, the others answer, the CRM
/// grants every request, and the enrichment service knows no lead.
fn perform(effect: Effect, now: Instant) -> (Instant, Input) {
    match effect {
        Effect::Dial { call, lead: LeadId(0) } => {
            (now.after_ms(2_000), Input::Carrier { call, event: CarrierEvent::Busy })
        }
        Effect::Dial { call, .. } => (now.after_ms(5_000), Input::Carrier { call, event: CarrierEvent::Answered }),
        Effect::HangUp { call } => (now.after_ms(300), Input::Carrier { call, event: CarrierEvent::Released }),
        Effect::UpsertContact { lead, call, attempt } => {
            let reply = CrmReply::ContactUpserted(ContactId(lead.0));
            (now.after_ms(50), Input::Crm { call, attempt, reply })
        }
        Effect::CreateActivity { call, attempt } => {
            let reply = CrmReply::ActivityCreated(ActivityId(u32::from(call.n)));
            (now.after_ms(50), Input::Crm { call, attempt, reply })
        }
        Effect::Enrich { lead } => (now.after_ms(20), Input::Enrichment { lead, reply: EnrichmentReply::Failed }),
    }
}
