//! The headers of redial's own, and those that both a handler and the OpenAPI document name.

use axum::http::HeaderName;

/// Request: the client's own name for it, under which it is executed once.
pub(crate) const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// Request: the last event that a reconnecting browser has received.
pub(crate) const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// Response: the record after which the next page begins.
pub(crate) const NEXT_AFTER: HeaderName = HeaderName::from_static("redial-next-after");

/// Response: the present time, by which a reader computes how long a call has been ringing.
pub(crate) const NOW: HeaderName = HeaderName::from_static("x-now");

/// Request and response: the request's id, as in the log.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
