//! `/crm/syncs`: both CRM stores side by side, one row for each ended call.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use redial_engine::{Call, CallId, CrmSync, SessionId};
use redial_leads::quoted;
use serde::Serialize;
use utoipa::ToSchema;

use crate::blocking::blocking;
use crate::error::Problem;
use crate::limits::PAGE;
use crate::openapi::{PageOf50, SyncFilters};
use crate::query::Params;
use crate::state::ServerState;
use crate::wire::{SyncSnapshot, SyncStatus, SyncView, sync_status};

/// CRM syncs of calls.
#[derive(Serialize, ToSchema)]
#[schema(as = CrmSyncList)]
struct SyncList<'a> {
    /// The syncs of this page, those of the newest session first.
    syncs: Vec<SyncView<'a>>,
    /// The number of syncs of the status asked for.
    total: usize,
    #[serde(flatten)]
    counts: SyncCounts,
}

/// The number of all syncs by status, regardless of the filter.
#[derive(Clone, Copy, Default, Serialize, ToSchema)]
#[schema(as = CrmSyncCounts)]
struct SyncCounts {
    /// Under way, or waiting for the next attempt.
    pending: usize,
    /// Taken by the CRM.
    synced: usize,
    /// Given up after the last attempt.
    failed: usize,
}

impl SyncCounts {
    fn see(&mut self, call: &Call) {
        match call.crm {
            CrmSync::None => {}
            CrmSync::Pending { .. } | CrmSync::Deferred { .. } => self.pending += 1,
            CrmSync::Synced { .. } => self.synced += 1,
            CrmSync::Failed => self.failed += 1,
        }
    }

    fn of(self, status: Option<SyncStatus>) -> usize {
        match status {
            Some(SyncStatus::Pending) => self.pending,
            Some(SyncStatus::Synced) => self.synced,
            Some(SyncStatus::Failed) => self.failed,
            None => self.pending + self.synced + self.failed,
        }
    }
}

/// Lists the CRM syncs of calls, those of the newest session first.
#[utoipa::path(
    get, path = "/crm/syncs", tag = "crm", operation_id = "listCrmSyncs",
    params(SyncFilters, PageOf50),
    responses((status = OK, description = "The syncs.", body = SyncList)),
)]
pub(crate) async fn list(State(app): State<Arc<ServerState>>, params: Params) -> Result<Response, Problem> {
    let status = params.filled("status")?.map(status).transpose()?;
    let paging = params.paging()?.or_limit(PAGE);
    let gather = app.desk.read(move |view| {
        let sessions = view.state.sessions().iter().enumerate().rev();
        let calls = sessions.flat_map(|(session, known)| {
            let id = move |n: usize| CallId::new(SessionId(session as u32), n as u16);
            known.calls().iter().enumerate().rev().map(move |(n, call)| (id(n), call))
        });
        let mut counts = SyncCounts::default();
        calls.clone().for_each(|(_, call)| counts.see(call));
        let wanted = calls.filter(|(_, call)| match (status, sync_status(call.crm)) {
            (_, None) => false,
            (None, Some(_)) => true,
            (Some(wanted), Some(status)) => wanted == status,
        });
        let show = |(id, call): (CallId, &Call)| SyncSnapshot::take(id, call, view.state, view.crm);
        (paging.of(wanted).filter_map(show).collect::<Vec<_>>(), counts)
    });
    let (syncs, counts) = gather.await?;
    let lens = app.lens();
    blocking(move || {
        let shown = syncs.iter().map(|sync| sync.view(&lens)).collect();
        Json(SyncList { syncs: shown, total: counts.of(status), counts }).into_response()
    })
    .await
}

fn status(text: &str) -> Result<SyncStatus, Problem> {
    let allowed = SyncStatus::ALL.map(SyncStatus::as_str).join(", ");
    SyncStatus::ALL
        .into_iter()
        .find(|known| known.as_str() == text)
        .ok_or_else(|| Problem::bad_request(format!("status is {}: allowed are {allowed}", quoted(text))))
}
