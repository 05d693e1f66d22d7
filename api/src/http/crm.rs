//! The two CRM stores: the app's own activities, and what the mock CRM holds.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use redial_engine::ContactId;
use serde::Serialize;

use super::app::AppState;
use super::aside::aside;
use super::error::Problem;
use super::query::Params;
use crate::leads::quoted;
use crate::view::{ActivityView, ContactSnapshot, ContactView, CrmActivitySnapshot, CrmActivityView, CrmName, Id};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OfLead<'a> {
    lead_id: Id,
    lead_name: &'a str,
    crm_external_id: Option<CrmName>,
    activities: Vec<CrmActivityView>,
    total: usize,
}

#[derive(Serialize)]
struct Contacts<'a> {
    contacts: Vec<ContactView<'a>>,
    total: usize,
}

#[derive(Serialize)]
struct Activities {
    activities: Vec<ActivityView>,
    total: usize,
}

/// Shows the app's activities of one lead, in the order of its calls.
pub(crate) async fn of_lead(State(app): State<AppState>, Path(name): Path<String>) -> Result<Response, Problem> {
    let unknown = || Problem::not_found(format!("there is no lead {}", quoted(&name)));
    let id = app.desk.names().parse_lead(&name).ok_or_else(unknown)?;
    let found = app.desk.read(move |house| {
        let lead = house.state.lead(id)?;
        let contact: Option<ContactId> = lead.contact.map(|linked| linked.contact);
        Some((Arc::clone(&lead.details), contact, CrmActivitySnapshot::of(id, lead, house.state)))
    });
    let (details, contact, activities) = found.await?.ok_or_else(unknown)?;
    let lens = app.lens();
    let shown = OfLead {
        lead_id: Id(lens.names.lead(id)),
        lead_name: &details.name,
        crm_external_id: contact.map(CrmName::Contact),
        total: activities.len(),
        activities: activities.iter().map(|activity| activity.view(&lens)).collect(),
    };
    Ok(Json(shown).into_response())
}

/// Lists the contacts of the mock CRM, oldest first.
pub(crate) async fn contacts(State(app): State<AppState>, params: Params) -> Result<Response, Problem> {
    let paging = params.paging()?;
    let found = app.desk.read(move |house| {
        let named = house.crm.contacts().iter().filter_map(|contact| {
            let person = Arc::clone(&house.state.lead(contact.lead)?.details);
            Some(ContactSnapshot { contact: *contact, person })
        });
        (paging.of(named).collect::<Vec<_>>(), house.crm.contacts().len())
    });
    let (contacts, total) = found.await?;
    let lens = app.lens();
    aside(move || {
        let contacts = contacts.iter().map(|contact| contact.view(&lens)).collect();
        Json(Contacts { contacts, total }).into_response()
    })
    .await
}

/// Lists the activities of the mock CRM, oldest first.
pub(crate) async fn activities(State(app): State<AppState>, params: Params) -> Result<Response, Problem> {
    let paging = params.paging()?;
    let found = app.desk.read(move |house| {
        let page: Vec<_> = paging.of(house.crm.activities().iter().copied()).collect();
        (page, house.crm.activities().len())
    });
    let (activities, total) = found.await?;
    let lens = app.lens();
    aside(move || {
        let activities = activities.iter().map(|activity| ActivityView::new(activity, &lens)).collect();
        Json(Activities { activities, total }).into_response()
    })
    .await
}
