//! The desk: the handlers' door to the task that owns the dialer. Tell it a command, read from it, or watch its durable
//! tail.

use std::sync::Arc;

use redial_engine::{Command, Input, Instant, KeyUse, Keyed, RequestKey, Stepped};
use redial_replay::PublicIds;
use tokio::sync::{mpsc, oneshot, watch};

use crate::archive::Archive;
use crate::live_metrics::LiveMetrics;
pub use crate::request::{CommandCallback, CommandOutcome, ReadCallback, ReadView, Reply, Request, Scope};
use redial_ports::DiskReserve;

/// The result of a command that came with a key.
#[derive(Debug)]
pub enum FirstOrRepeat<T> {
    /// The key is new, and the command was stepped.
    First(T),
    /// The key was used before, and nothing was stepped.
    Repeat(KeyUse),
}

impl<T> FirstOrRepeat<T> {
    /// Returns the answer to a command without a key.
    fn unkeyed(self) -> T {
        match self {
            Self::First(answer) => answer,
            Self::Repeat(_) => unreachable!("a command without a key is never a repeat"),
        }
    }
}

/// The desk rejected a request.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// The queue is full.
    #[error("too many requests are waiting; try again in a moment")]
    Busy,
    /// The disk has no room for the records of a command.
    #[error(
        "the disk is full: no input is accepted until {} MiB are free on it; nothing is lost, and reading still works",
        DiskReserve::MIB
    )]
    Full,
    /// The server is shutting down.
    #[error("the server is shutting down")]
    Closed,
}

/// A handle to the desk; clones share one queue.
#[derive(Clone)]
pub struct Desk {
    requests: mpsc::Sender<Request>,
    archive: Arc<Archive>,
    names: PublicIds,
    durable_tail: watch::Receiver<u64>,
    metrics: LiveMetrics,
}

impl Desk {
    /// The capacity of the queue, in requests.
    pub const CAPACITY: usize = 4_096;

    /// Makes a desk whose requests go into a queue.
    pub fn new(
        requests: mpsc::Sender<Request>,
        archive: Arc<Archive>,
        names: PublicIds,
        durable_tail: watch::Receiver<u64>,
        metrics: LiveMetrics,
    ) -> Self {
        Self { requests, archive, names, durable_tail, metrics }
    }

    /// Returns the metrics of the live dialer.
    pub fn metrics(&self) -> &LiveMetrics {
        &self.metrics
    }

    /// Returns the number of waiting requests.
    pub fn waiting(&self) -> usize {
        Self::CAPACITY - self.requests.capacity()
    }

    /// Returns the seq of the last durable record as a channel; the channel closes when the dialer ends.
    pub fn durable_tail(&self) -> watch::Receiver<u64> {
        self.durable_tail.clone()
    }

    /// Returns the stored journal.
    pub fn archive(&self) -> &Archive {
        &self.archive
    }

    /// Returns the UUIDs of this journal.
    pub fn names(&self) -> &PublicIds {
        &self.names
    }

    /// Steps a command. `answer` reads its record; the answer arrives when that record is durable.
    #[cfg(test)]
    pub async fn tell<T: Send + 'static>(
        &self,
        command: Command,
        answer: impl FnOnce(&ReadView<'_>, &Stepped<'_>) -> T + Send + 'static,
    ) -> Result<T, DeskError> {
        self.tell_keyed(command, None, answer).await.map(FirstOrRepeat::unkeyed)
    }

    /// Steps a command, unless it has a key that was used before. Either result arrives when the records that it shows
    /// are durable.
    pub async fn tell_keyed<T: Send + 'static>(
        &self,
        command: Command,
        key: Option<Arc<RequestKey>>,
        answer: impl FnOnce(&ReadView<'_>, &Stepped<'_>) -> T + Send + 'static,
    ) -> Result<FirstOrRepeat<T>, DeskError> {
        let input = match key {
            Some(by) => Input::Keyed(Box::new(Keyed { by, command: Some(command) })),
            None => Input::Command(command),
        };
        self.tell_input(input, answer).await
    }

    /// Records the key of a request that needs no command, unless the key was used before.
    pub async fn note(&self, by: Arc<RequestKey>) -> Result<FirstOrRepeat<()>, DeskError> {
        self.tell_input(Input::Keyed(Box::new(Keyed { by, command: None })), |_, _| ()).await
    }

    async fn tell_input<T: Send + 'static>(
        &self,
        input: Input,
        answer: impl FnOnce(&ReadView<'_>, &Stepped<'_>) -> T + Send + 'static,
    ) -> Result<FirstOrRepeat<T>, DeskError> {
        let (callback, result) = command_callback(answer);
        self.enqueue(Request::Tell(input, callback))?;
        result.await.unwrap_or(Err(DeskError::Closed))
    }

    /// Steps commands in order. It waits for queue capacity and for every answer. An error stands for a command that
    /// was not acknowledged.
    pub async fn tell_each<T: Send + 'static>(
        &self,
        commands: Vec<Command>,
        answer: fn(&ReadView<'_>, &Stepped<'_>) -> T,
    ) -> Vec<Result<T, DeskError>> {
        let mut waiting = Vec::with_capacity(commands.len());
        for command in commands {
            let (callback, result) = command_callback(answer);
            // A closed desk drops the callback, which closes the result's channel.
            drop(self.requests.send(Request::Tell(Input::Command(command), callback)).await);
            waiting.push(result);
        }
        let mut answers = Vec::with_capacity(waiting.len());
        for result in waiting {
            answers.push(result.await.unwrap_or(Err(DeskError::Closed)).map(FirstOrRepeat::unkeyed));
        }
        answers
    }

    /// Reads; the answer arrives when every record before it is durable.
    pub async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&ReadView<'_>) -> T + Send + 'static,
    ) -> Result<T, DeskError> {
        self.read_scope(Scope::All, move |view, _| read(view)).await
    }

    /// Reads within a scope, and passes the present time as well; the answer arrives when every record in scope is
    /// durable.
    pub async fn read_scope<T: Send + 'static>(
        &self,
        scope: Scope,
        read: impl FnOnce(&ReadView<'_>, Instant) -> T + Send + 'static,
    ) -> Result<T, DeskError> {
        let (sender, receiver) = oneshot::channel();
        self.enqueue(Request::Read(scope, Box::new(move |view, now| reply(sender, read(view, now)))))?;
        receiver.await.map_err(|_| DeskError::Closed)
    }

    fn enqueue(&self, request: Request) -> Result<(), DeskError> {
        self.requests.try_send(request).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => DeskError::Busy,
            mpsc::error::TrySendError::Closed(_) => DeskError::Closed,
        })
    }
}

/// Returns the callback of a command, and the channel on which its result arrives.
fn command_callback<T: Send + 'static>(
    answer: impl FnOnce(&ReadView<'_>, &Stepped<'_>) -> T + Send + 'static,
) -> (CommandCallback, oneshot::Receiver<Result<FirstOrRepeat<T>, DeskError>>) {
    let (sender, result) = oneshot::channel();
    let callback: CommandCallback = Box::new(move |view, outcome| match outcome {
        CommandOutcome::Done(stepped) => reply(sender, Ok(FirstOrRepeat::First(answer(view, stepped)))),
        CommandOutcome::Repeat(used) => reply(sender, Ok(FirstOrRepeat::Repeat(used.clone()))),
        CommandOutcome::Full => reply(sender, Err(DeskError::Full)),
    });
    (callback, result)
}

/// Returns the reply that sends a value. A caller that went away is no error.
fn reply<T: Send + 'static>(sender: oneshot::Sender<T>, value: T) -> Reply {
    Box::new(move || drop(sender.send(value)))
}
