//! The stream of a connection: reads and writes with timeouts.

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

/// A stream that ends if no byte arrives in time, and fails if the client does not read.
pub(super) struct BoundedStream<S> {
    inner: S,
    shared: Arc<SharedPhase>,
    bounds: Bounds,
    metrics: ConnectionMetrics,
    /// The timeout of a read, and the number of the phase to which it belongs.
    wait: Option<(u64, Pin<Box<Sleep>>)>,
    /// The timeout of a write.
    stall: Option<Pin<Box<Sleep>>>,
    /// The unwritten rest of an answer from below the router.
    own: Vec<u8>,
}

impl<S: AsyncRead + AsyncWrite + Unpin> BoundedStream<S> {
    /// Wraps a stream.
    pub(super) fn new(inner: S, shared: Arc<SharedPhase>, bounds: Bounds, metrics: ConnectionMetrics) -> Self {
        Self { inner, shared, bounds, metrics, wait: None, stall: None, own: Vec::new() }
    }

    /// Polls the timeout of a read. When it expires, the stream ends.
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
                // Nothing else is being sent, so there is room; without room the client does not read at all.
                drop(self.poll_own(cx));
            }
            Phase::Leaving | Phase::Serving | Phase::Upgraded => {}
        }
        Poll::Ready(())
    }

    /// Polls the timeout of a write that is pending.
    fn poll_stall<T>(&mut self, cx: &mut Context<'_>, result: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if result.is_ready() {
            self.stall = None;
            return result;
        }
        let bound = self.bounds.stall;
        let sleep = self.stall.get_or_insert_with(|| Box::pin(tokio::time::sleep(bound)));
        ready!(sleep.as_mut().poll(cx));
        self.metrics.let_go(CloseReason::stalled);
        Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, "the client does not read its answer")))
    }

    /// Writes the rest of an answer from below the router.
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

    /// Replaces the bare status with which hyper answers a malformed request by a problem document. Returns false if
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
            // No read may follow before the next byte, so its timeout begins here.
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
