//! `/studies/{id}/events`: a study's progress, as Server-Sent Events.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;

use super::id::find;
use crate::error::Problem;
use crate::openapi::Resume;
use crate::routes::events::{HEARTBEAT, seen};
use crate::state::ServerState;
use crate::wire::StudyProgress;

/// Pushes a study's progress.
///
/// The present progress comes first, then each change. A slow reader receives the last change only. The stream ends
/// with the study. A browser that reconnects then gets 204, which ends its tries.
#[utoipa::path(
    get, path = "/studies/{id}/events", tag = "studies", operation_id = "pushStudy",
    params(("id" = String, Path, description = "The study."), Resume),
    responses(
        (
            status = OK,
            description = "A stream that ends with the study. The ids of events are rising numbers; the data of each \
                           is a `StudyProgress`.",
            body = String, content_type = "text/event-stream",
        ),
        (status = NO_CONTENT, description = "The last event was the end: no event follows it."),
    ),
)]
pub(super) async fn of_study(
    State(app): State<Arc<ServerState>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let seen = seen(&headers)?;
    let study = find(&app, &id)?;
    let progress = study.progress();
    if progress.status.is_end() && seen == Some(progress.step) {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let (place, push) = (app.push.place()?, app.push.clone());
    let mut watch = study.watch();
    watch.mark_changed();
    let events = stream::unfold(Some((study, watch, place)), move |state| {
        let push = push.clone();
        async move {
            let (study, mut watch, place) = state?;
            tokio::select! {
                changed = watch.changed() => changed.ok()?,
                gone = push.closed::<()>() => gone?,
            }
            let progress = watch.borrow_and_update().clone();
            let event = Event::default().id(progress.step.to_string());
            let event = event.json_data(StudyProgress::of(&study.plan, &progress)).expect("progress is plain data");
            let more = (!progress.status.is_end()).then_some((study, watch, place));
            Some((Ok::<_, Infallible>(event), more))
        }
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(HEARTBEAT)).into_response())
}
