//! `POST /leads/{id}/enrich`: a request to the enrichment service, and the wait for its answer.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use redial_engine::{Command, Enrichment, KeyUse, LeadId, Refusal, Stepped, Transition};

use crate::error::Problem;
use crate::idempotent_body::IdempotentBody;
use crate::once::{OnceRequest, once};
use crate::repeat;
use crate::routes::leads::{LeadMessage, known, snapshot};
use crate::state::ServerState;
use crate::wire::{Id, LeadSnapshot};
use redial_live::desk::{Desk, ReadView, Scope};

/// The wait after the first commit without an answer.
const FIRST_PAUSE: Duration = Duration::from_millis(5);

/// The longest wait between two looks.
const LONGEST_PAUSE: Duration = Duration::from_millis(500);

/// The time beyond the engine's deadline after which a request waits no more.
const GRACE: Duration = Duration::from_secs(10);

/// The answer while [`ENRICHMENTS_MAX`](crate::limits::ENRICHMENTS_MAX) requests wait.
const TOO_MANY: &str = "too many requests wait for the enrichment service already; try again in a moment";

/// Asks the enrichment service about a lead and waits for its answer; an enriched lead is shown again.
#[utoipa::path(
    post, path = "/leads/{id}/enrich", tag = "leads", operation_id = "enrichLead",
    params(("id" = Id, Path, description = "The lead.")),
    responses((status = OK, description = "The lead, enriched.", body = LeadMessage)),
)]
pub(crate) async fn enrich(
    State(app): State<Arc<ServerState>>,
    Path(id): Path<String>,
    body: IdempotentBody,
) -> Result<Response, Problem> {
    let before = known(&app, &id).await?;
    let lead = before.id;
    let request = Command::RequestEnrichment { lead };
    let ask = if before.is_enriched() {
        OnceRequest::NoChange(request, Asked { already: true, is_repeat: false, then: Some(before.clone()) })
    } else {
        OnceRequest::Command(request)
    };
    let first = move |view: &ReadView<'_>, stepped: &Stepped<'_>| Asked {
        already: is_enriched_before(stepped.transitions),
        is_repeat: false,
        then: snapshot(view, lead),
    };
    let repeat = async |used: KeyUse| {
        let already = is_enriched_before(&repeat::transitions(&app, used.seq).await?);
        let then = repeat::lead(&app, known(&app, &id).await?, used.seq).await?;
        Ok(Asked { already, is_repeat: true, then: Some(then) })
    };
    let _place = app.enrichments.try_acquire().map_err(|_| Problem::unavailable(TOO_MANY))?;
    let Asked { already, is_repeat, then } = once(&app, &body, ask, first, repeat).await?;
    let mut data = answer(&app.desk, lead).await?;
    if data.is_none() && is_repeat {
        // The first request ended in a failure. The service is keyed by the lead, so it may be asked again.
        app.desk.tell_keyed(Command::RequestEnrichment { lead }, None, |_, _| ()).await?;
        data = answer(&app.desk, lead).await?;
    }
    let no_answer = "the enrichment service has no answer about this lead; try again later";
    let data = data.ok_or_else(|| Problem::unavailable(no_answer))?;
    let message = if already { "Lead already enriched" } else { "Lead enriched" };
    let lead = then.unwrap_or(before).enriched(data);
    Ok(Json(LeadMessage { message, lead: lead.view(&app.lens()) }).into_response())
}

/// A request that the dialer has taken.
struct Asked {
    /// Whether the lead had its data before.
    already: bool,
    is_repeat: bool,
    /// The lead as of the request. The answer shows this lead with the data, so a repeat gets the same answer.
    then: Option<LeadSnapshot>,
}

/// Waits until no request about the lead is open; returns its data, if it has any. The engine ends every request at a
/// deadline, but its clock stands still while the disk is full: so the wait has a bound of its own.
async fn answer(desk: &Desk, lead: LeadId) -> Result<Option<Arc<Enrichment>>, Problem> {
    let timeout_ms = desk.read_scope(Scope::Nothing, |view, _| view.state.config().enrichment_timeout_ms).await?;
    let longest = Duration::from_millis(u64::from(timeout_ms)) + GRACE;
    tokio::time::timeout(longest, closed(desk, lead)).await.unwrap_or(Ok(None))
}

/// Looks at the lead after each commit, ever less often: many requests that wait must not delay the dialer.
async fn closed(desk: &Desk, lead: LeadId) -> Result<Option<Arc<Enrichment>>, Problem> {
    let mut tail = desk.durable_tail();
    let mut pause = FIRST_PAUSE;
    loop {
        // Before the read, so that a record after the read wakes this task.
        tail.borrow_and_update();
        let read = move |view: &ReadView<'_>| {
            let data = view.state.lead(lead).and_then(|known| known.enrichment.clone());
            (data, view.state.has_open_enrichment(lead))
        };
        let (data, is_open) = desk.read(read).await?;
        if data.is_some() || !is_open {
            return Ok(data);
        }
        if tail.changed().await.is_err() {
            return Err(Problem::unavailable("the server is shutting down"));
        }
        tokio::time::sleep(pause).await;
        pause = (2 * pause).min(LONGEST_PAUSE);
    }
}

fn is_enriched_before(transitions: &[Transition]) -> bool {
    transitions.iter().any(|transition| matches!(transition, Transition::Refused(Refusal::AlreadyEnriched(_))))
}
