//! The two CRM stores: the app's own activities, and the mock CRM's records.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use redial_engine::{CallId, Command, ContactId, CrmSync, KeyUse, SessionId, Stepped};
use redial_leads::quoted;
use serde::Serialize;
use utoipa::ToSchema;

use crate::blocking::blocking;
use crate::error::Problem;
use crate::idempotent_body::IdempotentBody;
use crate::once::{OnceRequest, once};
use crate::openapi::Page;
use crate::query::Params;
use crate::repeat::is_refused;
use crate::state::ServerState;
use crate::wire::{
    ActivityView, ContactOwner, ContactSnapshot, ContactView, CrmActivitySnapshot, CrmActivityView, CrmName, Id,
};
use redial_live::desk::ReadView;

/// The app's own activities of one lead.
#[derive(Serialize, ToSchema)]
#[schema(as = LeadCrmActivities)]
#[serde(rename_all = "camelCase")]
struct LeadActivities<'a> {
    /// The lead.
    lead_id: Id,
    /// The person's name.
    lead_name: &'a str,
    /// The contact in the CRM, once there is one.
    #[schema(required)]
    crm_external_id: Option<CrmName>,
    /// The activities, in the order of the calls.
    activities: Vec<CrmActivityView>,
    /// The number of activities.
    total: usize,
}

/// Contacts of the mock CRM, oldest first.
#[derive(Serialize, ToSchema)]
#[schema(as = MockCrmContactList)]
struct ContactList<'a> {
    /// The contacts of this page.
    contacts: Vec<ContactView<'a>>,
    /// The number on all pages.
    total: usize,
}

/// Activities of the mock CRM, oldest first.
#[derive(Serialize, ToSchema)]
#[schema(as = MockCrmActivityList)]
struct ActivityList {
    /// The activities of this page.
    activities: Vec<ActivityView>,
    /// The number on all pages.
    total: usize,
}

/// The most commands queued at the desk at once, which leaves room for other requests.
const AT_ONCE: usize = 256;

/// The result of retrying the failed syncs.
#[derive(Serialize, ToSchema)]
#[schema(as = SyncsRetried)]
struct RetriedSyncs {
    /// The result, for people.
    message: &'static str,
    /// The number of syncs.
    retried: usize,
}

/// Retries the CRM sync of every call whose sync is FAILED.
#[utoipa::path(
    post, path = "/crm/retry-failed", tag = "crm", operation_id = "retryFailedSyncs",
    responses((status = OK, description = "The number of syncs that are retried.", body = RetriedSyncs)),
)]
pub(crate) async fn retry_failed(
    State(app): State<Arc<ServerState>>,
    body: IdempotentBody,
) -> Result<Response, Problem> {
    // One request at a time: a repeat waits for the first.
    let _turn = app.retrying.lock().await;
    if let Some(used) = body.used(&app).await? {
        return Ok(retried(counted(&used)));
    }
    let failed = app.desk.read(|view| -> Vec<CallId> {
        let sessions = (0..).map(SessionId).zip(view.state.sessions());
        let calls = sessions.flat_map(|(id, session)| (0..).map(move |n| CallId::new(id, n)).zip(session.calls()));
        calls.filter(|(_, call)| call.crm == CrmSync::Failed).map(|(id, _)| id).collect()
    });
    let failed = failed.await?;
    let body = body.counting(failed.len());
    // The key goes with the first command, or without one: a repeat is answered the same, even if more syncs have
    // failed by then.
    let ask = match failed.first() {
        Some(first) => OnceRequest::Command(Command::RetryCrmSync { call: *first }),
        None => OnceRequest::Nothing(OfferedSyncs::First(false)),
    };
    let offered = |_: &ReadView<'_>, stepped: &Stepped<'_>| OfferedSyncs::First(!is_refused(stepped.transitions));
    let repeat = async |used: KeyUse| Ok(OfferedSyncs::All(counted(&used)));
    let mut count = match once(&app, &body, ask, offered, repeat).await? {
        OfferedSyncs::First(is_offered) => usize::from(is_offered),
        OfferedSyncs::All(count) => return Ok(retried(count)),
    };
    for calls in failed.get(1..).unwrap_or_default().chunks(AT_ONCE) {
        let commands = calls.iter().map(|call| Command::RetryCrmSync { call: *call }).collect();
        for answer in app.desk.tell_each(commands, |_, stepped| !is_refused(stepped.transitions)).await {
            // A sync that another request has offered meanwhile counts for that request.
            count += usize::from(answer?);
        }
    }
    Ok(retried(if body.key().is_some() { failed.len() } else { count }))
}

/// The syncs that a request has offered so far.
enum OfferedSyncs {
    /// The first one, or none.
    First(bool),
    /// All of them, by an earlier request under the same key.
    All(usize),
}

fn counted(used: &KeyUse) -> usize {
    used.by.counted.unwrap_or_default() as usize
}

fn retried(retried: usize) -> Response {
    Json(RetriedSyncs { message: "Failed syncs are offered again", retried }).into_response()
}

/// Shows the app's activities of one lead, in the order of its calls.
#[utoipa::path(
    get, path = "/leads/{id}/crm-activities", tag = "crm", operation_id = "leadCrmActivities",
    params(("id" = Id, Path, description = "The lead.")),
    responses((status = OK, description = "The activities.", body = LeadActivities)),
)]
pub(crate) async fn of_lead(
    State(app): State<Arc<ServerState>>,
    Path(name): Path<String>,
) -> Result<Response, Problem> {
    let unknown = || Problem::not_found(format!("there is no lead {}", quoted(&name)));
    let id = app.desk.names().parse_lead(&name).ok_or_else(unknown)?;
    let found = app.desk.read(move |view| {
        let lead = view.state.lead(id)?;
        let contact: Option<ContactId> = lead.contact.map(|linked| linked.contact);
        Some((Arc::clone(&lead.details), contact, CrmActivitySnapshot::of(id, lead, view.state)))
    });
    let (details, contact, activities) = found.await?.ok_or_else(unknown)?;
    let lens = app.lens();
    let shown = LeadActivities {
        lead_id: Id(lens.names.lead(id)),
        lead_name: &details.name,
        crm_external_id: contact.map(CrmName::Contact),
        total: activities.len(),
        activities: activities.iter().map(|activity| activity.view(&lens)).collect(),
    };
    Ok(Json(shown).into_response())
}

/// Lists the contacts of the mock CRM, oldest first.
#[utoipa::path(
    get, path = "/mock-crm/contacts", tag = "crm", operation_id = "mockCrmContacts",
    params(Page),
    responses((status = OK, description = "The contacts.", body = ContactList)),
)]
pub(crate) async fn contacts(State(app): State<Arc<ServerState>>, params: Params) -> Result<Response, Problem> {
    let paging = params.paging()?;
    let lost = Arc::clone(&app.lost);
    let found = app.desk.read(move |view| {
        let named = view.crm.contacts(0).enumerate().filter_map(|(place, contact)| {
            let of = match lost.contact(place) {
                Some(lost) => ContactOwner::Lost(Arc::clone(lost)),
                None => ContactOwner::Lead(Arc::clone(&view.state.lead(contact.lead)?.details)),
            };
            Some(ContactSnapshot { contact, of })
        });
        (paging.of(named).collect::<Vec<_>>(), view.crm.contact_count())
    });
    let (contacts, total) = found.await?;
    let lens = app.lens();
    blocking(move || {
        let contacts = contacts.iter().map(|contact| contact.view(&lens)).collect();
        Json(ContactList { contacts, total }).into_response()
    })
    .await
}

/// Lists the activities of the mock CRM, oldest first.
#[utoipa::path(
    get, path = "/mock-crm/activities", tag = "crm", operation_id = "mockCrmActivities",
    params(Page),
    responses((status = OK, description = "The activities.", body = ActivityList)),
)]
pub(crate) async fn activities(State(app): State<Arc<ServerState>>, params: Params) -> Result<Response, Problem> {
    let paging = params.paging()?;
    let found = app.desk.read(move |view| {
        // The iterator begins at the page: skipping to it would decode every activity before it.
        let from = paging.offset();
        let page: Vec<_> = (from..).zip(view.crm.activities(from)).take(paging.most()).collect();
        (page, view.crm.activity_count())
    });
    let (activities, total) = found.await?;
    let (lens, lost) = (app.lens(), Arc::clone(&app.lost));
    blocking(move || {
        let view = |(place, activity): &_| match lost.activity(*place) {
            Some(lost) => ActivityView::lost(activity, lost, &lens),
            None => ActivityView::new(activity, &lens),
        };
        let activities = activities.iter().map(view).collect();
        Json(ActivityList { activities, total }).into_response()
    })
    .await
}
