//! Callers of a server that may go away at any moment. They keep what it acknowledged.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use redial_testing::ServerProcess;
use redial_testing::http::{post_request, try_post, try_send};
use serde_json::{Value, json};

/// A change that a server has acknowledged.
#[derive(Clone, Debug)]
pub(crate) enum Acknowledged {
    /// A session has begun.
    Session(String),
    /// A session was stopped.
    Stopped(String),
    /// A lead was added.
    Lead(String),
    /// A lead was enriched.
    Enriched(String),
    /// A session has begun with an idempotency key: the request, and its answer.
    Keyed(String, Value),
}

/// The progress of the callers of one server.
#[derive(Default)]
pub(crate) struct Shift {
    /// True once the server is gone.
    pub(crate) is_over: AtomicBool,
    /// How many requests were answered.
    pub(crate) answered: AtomicUsize,
}

/// Sends requests until the server is gone. `who` makes the keys of a caller its own; `turn` selects its first request.
pub(crate) fn work(address: &str, leads: &[Value], who: &str, mut turn: usize, shift: &Shift) -> Vec<Acknowledged> {
    let mut done = Vec::new();
    while !shift.is_over.load(Ordering::Relaxed)
        && one(address, leads, &format!("{who}-{turn}"), turn, &mut done).is_some()
    {
        turn += 1;
        shift.answered.fetch_add(1, Ordering::Relaxed);
        // Often enough that a kill meets a request, and seldom enough that each start reads the journal quickly.
        std::thread::sleep(Duration::from_millis(3));
    }
    done
}

/// Sends one request; `None` once the server is gone.
fn one(address: &str, leads: &[Value], name: &str, turn: usize, done: &mut Vec<Acknowledged>) -> Option<()> {
    let session = json!({"agentId": "ada", "leadIds": leads});
    let id = |answer: &Value| answer["id"].as_str().expect("an id").to_owned();
    match turn % 5 {
        0 => {
            let (status, answer) = try_post(address, "/leads", &lead(name))?;
            assert_eq!(status, 201, "{answer}");
            done.push(Acknowledged::Lead(id(&answer["lead"])));
        }
        1 => {
            let lead = leads[turn % leads.len()].as_str().expect("an id");
            let (status, answer) = try_post(address, &format!("/leads/{lead}/enrich"), &json!({}))?;
            assert_eq!(status, 200, "{answer}");
            done.push(Acknowledged::Enriched(lead.to_owned()));
        }
        2 => {
            let request = keyed(name, &session);
            let (status, answer) = try_send(address, &request)?;
            assert_eq!(status, 201, "{answer}");
            done.push(Acknowledged::Keyed(request, answer));
        }
        stops => {
            let (status, answer) = try_post(address, "/dialer/sessions", &session)?;
            assert_eq!(status, 201, "{answer}");
            let session = id(&answer);
            done.push(Acknowledged::Session(session.clone()));
            if stops == 4 {
                let (status, answer) = try_post(address, &format!("/dialer/sessions/{session}/stop"), &json!({}))?;
                // The session may have ended by itself.
                assert!(matches!(status, 200 | 409), "{status}: {answer}");
                done.extend((status == 200).then_some(Acknowledged::Stopped(session)));
            }
        }
    }
    Some(())
}

fn lead(name: &str) -> Value {
    json!({
        "name": name, "job_title": "Buyer", "phone_number": "+1 415 555 0199", "company": "Northwind",
        "email": format!("{name}@northwind.example"), "headcount": "11-50", "industry": "Technology",
    })
}

fn keyed(key: &str, body: &Value) -> String {
    let headers = [&format!("Idempotency-Key: {key}"), "Content-Type: application/json"];
    post_request("/dialer/sessions", &headers, &body.to_string())
}

impl Acknowledged {
    /// Checks that it still holds; a request with a known key is not executed again.
    #[track_caller]
    pub(crate) fn check(&self, server: &ServerProcess) {
        let shown = |path: String| {
            let (status, view) = server.get(&path);
            assert_eq!(status, 200, "{self:?} was lost: {view}");
            view
        };
        match self {
            Self::Session(session) => drop(shown(format!("/dialer/sessions/{session}"))),
            Self::Stopped(session) => assert_eq!(shown(format!("/dialer/sessions/{session}"))["status"], "STOPPED"),
            Self::Lead(lead) => drop(shown(format!("/leads/{lead}"))),
            Self::Enriched(lead) => assert_eq!(shown(format!("/leads/{lead}"))["enriched"], true),
            Self::Keyed(request, answer) => {
                let again = try_send(server.address(), request).expect("the server is there");
                assert_eq!(again, (201, answer.clone()), "{self:?} was done again");
            }
        }
    }

    /// The session that it began, if it began one.
    pub(crate) fn session(&self) -> Option<&str> {
        match self {
            Self::Session(session) => Some(session),
            Self::Keyed(_, answer) => answer["id"].as_str(),
            Self::Stopped(_) | Self::Lead(_) | Self::Enriched(_) => None,
        }
    }
}
