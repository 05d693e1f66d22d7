//! Bodies on a connection: a request's, which has a deadline, and a response's, whose end begins the wait for the next
//! request.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, Incoming, SizeHint};
use tokio::time::Sleep;

use super::bounds::Bounds;
use super::phase::{Phase, SharedPhase};

/// The body of a request missed its deadline.
#[derive(Debug, thiserror::Error)]
#[error(
    "the body took longer than {} seconds, and more than a second for each {} bytes",
    .0.as_secs(),
    Bounds::BODY_RATE
)]
pub struct TooSlow(Duration);

/// A request's body with a deadline.
pub(super) struct RequestBody {
    inner: Incoming,
    patience: Duration,
    /// The received bytes that have not extended the deadline yet.
    bytes: u64,
    /// Set when the body is first awaited.
    deadline: Option<Pin<Box<Sleep>>>,
}

impl RequestBody {
    pub(super) const fn new(inner: Incoming, bounds: &Bounds) -> Self {
        Self { inner, patience: bounds.body, bytes: 0, deadline: None }
    }

    fn earn(&mut self, bytes: usize) {
        self.bytes += bytes as u64;
        let seconds = self.bytes / Bounds::BODY_RATE;
        if seconds > 0
            && let Some(deadline) = &mut self.deadline
        {
            self.bytes %= Bounds::BODY_RATE;
            let later = deadline.deadline() + Duration::from_secs(seconds);
            deadline.as_mut().reset(later);
        }
    }
}

impl HttpBody for RequestBody {
    type Data = Bytes;
    type Error = axum::BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::BoxError>>> {
        if let Poll::Ready(frame) = Pin::new(&mut self.inner).poll_frame(cx) {
            if let Some(Ok(frame)) = &frame {
                self.earn(frame.data_ref().map_or(0, Bytes::len));
            }
            return Poll::Ready(frame.map(|frame| frame.map_err(Into::into)));
        }
        let patience = self.patience;
        let deadline = self.deadline.get_or_insert_with(|| Box::pin(tokio::time::sleep(patience)));
        deadline.as_mut().poll(cx).map(|()| Some(Err(TooSlow(patience).into())))
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

/// A response's body; its end is the end of the request.
pub(super) struct ResponseBody {
    inner: Body,
    shared: Arc<SharedPhase>,
}

impl ResponseBody {
    pub(super) const fn new(inner: Body, shared: Arc<SharedPhase>) -> Self {
        Self { inner, shared }
    }
}

impl HttpBody for ResponseBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.inner).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

impl Drop for ResponseBody {
    fn drop(&mut self) {
        // An upgraded connection stays upgraded.
        self.shared.follow(Phase::Serving, Phase::Leaving);
    }
}
