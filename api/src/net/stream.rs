//! The stream of a connection: bytes in and out, each with a limit to how long they are waited for.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use axum::http::StatusCode;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::Sleep;

use super::bounds::Bounds;
use super::document::document;
use super::metrics::{CloseReason, ConnectionMetrics};
use super::phase::{Phase, SharedPhase};

/// A stream that ends when the other side is not heard in time, and fails when it takes nothing.
pub(super) struct BoundedStream<S> {
    inner: S,
    shared: Arc<SharedPhase>,
    bounds: Bounds,
    metrics: ConnectionMetrics,
    /// Ends the wait for a byte, and the stay in a phase that it belongs to.
    wait: Option<(u64, Pin<Box<Sleep>>)>,
    /// Ends the wait for room.
    stall: Option<Pin<Box<Sleep>>>,
    /// What is still to be written of an answer of our own.
    own: Vec<u8>,
}

impl<S: AsyncRead + AsyncWrite + Unpin> BoundedStream<S> {
    /// Wraps a stream.
    pub(super) fn new(inner: S, shared: Arc<SharedPhase>, bounds: Bounds, metrics: ConnectionMetrics) -> Self {
        Self { inner, shared, bounds, metrics, wait: None, stall: None, own: Vec::new() }
    }

    /// Waits for a byte no longer than the phase allows; then there will be none.
    fn poll_patience(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let (phase, stay) = self.shared.now();
        let Some(patience) = phase.patience(&self.bounds) else { return Poll::Pending };
        if self.wait.as_ref().is_none_or(|(armed, _)| *armed != stay) {
            self.wait = Some((stay, Box::pin(tokio::time::sleep(patience))));
        }
        let (_, sleep) = self.wait.as_mut().expect("it was set above");
        ready!(sleep.as_mut().poll(cx));
        match phase {
            Phase::Silent => self.metrics.let_go(CloseReason::silent),
            Phase::Idle => self.metrics.let_go(CloseReason::idle),
            Phase::Head => {
                self.metrics.let_go(CloseReason::slow_head);
                self.own = document(StatusCode::REQUEST_TIMEOUT, &self.bounds);
                // Nothing else is on its way, so there is room; if there is not, nobody reads it either.
                drop(self.poll_own(cx));
            }
            Phase::Leaving | Phase::Serving | Phase::Upgraded => {}
        }
        Poll::Ready(())
    }

    /// Says whether what took no byte may go on waiting.
    fn poll_stall<T>(&mut self, cx: &mut Context<'_>, result: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if result.is_ready() {
            self.stall = None;
            return result;
        }
        let bound = self.bounds.stall;
        let sleep = self.stall.get_or_insert_with(|| Box::pin(tokio::time::sleep(bound)));
        ready!(sleep.as_mut().poll(cx));
        self.metrics.let_go(CloseReason::stalled);
        Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, "the client takes nothing of its answer")))
    }

    /// Writes what is left of an answer of our own.
    fn poll_own(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.own.is_empty() {
            let result = Pin::new(&mut self.inner).poll_write(cx, &self.own);
            let written = ready!(self.poll_stall(cx, result))?;
            if written == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            self.own.drain(..written);
        }
        Poll::Ready(Ok(()))
    }

    /// Puts a problem document in the place of the bare status with which hyper answers what is no request. Returns false where
    /// the bytes belong to an answer of the router.
    fn replace(&mut self, bytes: &[u8]) -> bool {
        if self.shared.now().0 > Phase::Idle {
            return false;
        }
        let code = bytes.strip_prefix(b"HTTP/1.1 ").and_then(|rest| rest.get(..3));
        let Some(status) = code.and_then(|code| StatusCode::from_bytes(code).ok()) else { return false };
        self.own = document(status, &self.bounds);
        true
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncRead for BoundedStream<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        if Pin::new(&mut self.inner).poll_read(cx, buffer)?.is_pending() {
            return self.poll_patience(cx).map(Ok);
        }
        if buffer.filled().len() > before && matches!(self.shared.now().0, Phase::Silent | Phase::Idle) {
            self.shared.enter(Phase::Head);
        }
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for BoundedStream<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        if self.replace(bytes) {
            return Poll::Ready(Ok(bytes.len()));
        }
        let result = Pin::new(&mut self.inner).poll_write(cx, bytes);
        self.poll_stall(cx, result)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        if slices.iter().find(|slice| !slice.is_empty()).is_some_and(|first| self.replace(first)) {
            return Poll::Ready(Ok(slices.iter().map(|slice| slice.len()).sum()));
        }
        let result = Pin::new(&mut self.inner).poll_write_vectored(cx, slices);
        self.poll_stall(cx, result)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_own(cx))?;
        let result = Pin::new(&mut self.inner).poll_flush(cx);
        ready!(self.poll_stall(cx, result))?;
        if self.shared.follow(Phase::Leaving, Phase::Idle) {
            // Nobody may read again before the next byte, so the wait for it begins here.
            let _armed = self.poll_patience(cx);
        }
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_own(cx))?;
        let result = Pin::new(&mut self.inner).poll_shutdown(cx);
        self.poll_stall(cx, result)
    }
}
