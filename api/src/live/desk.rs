//! The desk: the one door between handlers and the task that owns the dialer. Tell it a command, read from it, or listen.

use std::sync::Arc;

use redial_engine::{Command, Input, Instant, KeyUse, Keyed, RequestKey, SessionId, State, Stepped};
use redial_replay::PublicIds;
use redial_sim::MockCrm;
use tokio::sync::{mpsc, oneshot, watch};

use crate::live::archive::Archive;
use crate::live::{DiskReserve, LiveMetrics};

/// What a handler may look at: everything, as it is after the last record.
pub(crate) struct ReadView<'a> {
    /// The record after which all that was asked about is as it is now: the last one, or the last durable one.
    pub(crate) seq: u64,
    /// The dialer's state.
    pub(crate) state: &'a State,
    /// The mock CRM's own books.
    pub(crate) crm: &'a MockCrm,
}

/// Releases an answer once the records before it are durable.
pub(crate) type Reply = Box<dyn FnOnce() + Send>;

/// What became of a command.
pub(crate) enum CommandOutcome<'a> {
    /// It was stepped.
    Done(&'a Stepped<'a>),
    /// It was not, because its key was used before.
    Repeat(&'a KeyUse),
    /// It was not, because there is no room on the disk for what follows from it.
    Full,
}

/// Makes an answer of what became of a command.
pub(crate) type CommandCallback = Box<dyn FnOnce(&ReadView<'_>, CommandOutcome<'_>) -> Reply + Send>;

/// Makes an answer of what is there, and of the present time.
pub(crate) type ReadCallback = Box<dyn FnOnce(&ReadView<'_>, Instant) -> Reply + Send>;

/// What a question is scope: its answer waits until every record about that is durable.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Scope {
    /// Anything: it waits for every record.
    All,
    /// One session and the details of its leads: it waits for records about that session.
    Session(SessionId),
    /// Nothing that its asker is shown: it does not wait.
    Nothing,
}

/// Something that waits at the desk.
pub(crate) enum Request {
    /// A command, perhaps under a key, and what to make of its record.
    Tell(Input, CommandCallback),
    /// A question, and what it is about.
    Read(Scope, ReadCallback),
}

/// What became of a command under a key.
#[derive(Debug)]
pub(crate) enum FirstOrRepeat<T> {
    /// It was done.
    First(T),
    /// It was not, because the key was used before.
    Repeat(KeyUse),
}

impl<T> FirstOrRepeat<T> {
    /// Returns the answer to a command without a key.
    fn unkeyed(self) -> T {
        match self {
            Self::First(answer) => answer,
            Self::Repeat(_) => unreachable!("a command without a key was not asked before"),
        }
    }
}

/// Why the desk did not answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DeskError {
    /// Too much waits already.
    #[error("too many requests are waiting; try again in a moment")]
    Busy,
    /// There is no room for anything that would have to be written.
    #[error(
        "the disk is full: nothing is taken in until {} MiB are free on it; nothing is lost, and you can go on reading",
        DiskReserve::MIB
    )]
    Full,
    /// The server is going down.
    #[error("the server is shutting down")]
    Closed,
}

/// A handle to the desk; clones are the same desk.
#[derive(Clone)]
pub(crate) struct Desk {
    requests: mpsc::Sender<Request>,
    archive: Arc<Archive>,
    names: PublicIds,
    durable_tail: watch::Receiver<u64>,
    metrics: LiveMetrics,
}

impl Desk {
    /// How many requests may wait.
    pub(crate) const CAPACITY: usize = 4_096;

    pub(crate) fn new(
        requests: mpsc::Sender<Request>,
        archive: Arc<Archive>,
        names: PublicIds,
        durable_tail: watch::Receiver<u64>,
        metrics: LiveMetrics,
    ) -> Self {
        Self { requests, archive, names, durable_tail, metrics }
    }

    /// What is watched of the dialer from outside.
    pub(crate) fn metrics(&self) -> &LiveMetrics {
        &self.metrics
    }

    /// Returns how many requests wait.
    pub(crate) fn waiting(&self) -> usize {
        Self::CAPACITY - self.requests.capacity()
    }

    /// The seq of the last durable record, as it rises; it closes when the dialer is gone.
    pub(crate) fn durable_tail(&self) -> watch::Receiver<u64> {
        self.durable_tail.clone()
    }

    /// The stored journal.
    pub(crate) fn archive(&self) -> &Archive {
        &self.archive
    }

    /// The UUIDs of this journal.
    pub(crate) fn names(&self) -> &PublicIds {
        &self.names
    }

    /// Steps a command; `answer` reads its record, and its answer arrives when that record is durable.
    #[cfg(test)]
    pub(crate) async fn tell<T: Send + 'static>(
        &self,
        command: Command,
        answer: impl FnOnce(&ReadView<'_>, &Stepped<'_>) -> T + Send + 'static,
    ) -> Result<T, DeskError> {
        self.tell_keyed(command, None, answer).await.map(FirstOrRepeat::unkeyed)
    }

    /// Steps a command, under a key if there is one, unless that was used before. Either way the answer arrives when what it tells
    /// of is durable.
    pub(crate) async fn tell_keyed<T: Send + 'static>(
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

    /// Takes note of the key of a request for which there is nothing to do, unless it was used before.
    pub(crate) async fn note(&self, by: Arc<RequestKey>) -> Result<FirstOrRepeat<()>, DeskError> {
        self.tell_input(Input::Keyed(Box::new(Keyed { by, command: None })), |_, _| ()).await
    }

    async fn tell_input<T: Send + 'static>(
        &self,
        input: Input,
        answer: impl FnOnce(&ReadView<'_>, &Stepped<'_>) -> T + Send + 'static,
    ) -> Result<FirstOrRepeat<T>, DeskError> {
        let (answer, told) = answering(answer);
        self.ask(Request::Tell(input, answer))?;
        told.await.unwrap_or(Err(DeskError::Closed))
    }

    /// Steps some commands one after the other; waits for room, and for all of the answers. An error stands for a command that
    /// was not acknowledged.
    pub(crate) async fn tell_each<T: Send + 'static>(
        &self,
        commands: Vec<Command>,
        answer: fn(&ReadView<'_>, &Stepped<'_>) -> T,
    ) -> Vec<Result<T, DeskError>> {
        let mut waiting = Vec::with_capacity(commands.len());
        for command in commands {
            let (answer, told) = answering(answer);
            // Where the desk has closed, the answer's channel has closed as well.
            drop(self.requests.send(Request::Tell(Input::Command(command), answer)).await);
            waiting.push(told);
        }
        let mut answers = Vec::with_capacity(waiting.len());
        for told in waiting {
            answers.push(told.await.unwrap_or(Err(DeskError::Closed)).map(FirstOrRepeat::unkeyed));
        }
        answers
    }

    /// Reads; the answer arrives when every record before it is durable.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&ReadView<'_>) -> T + Send + 'static,
    ) -> Result<T, DeskError> {
        self.read_scope(Scope::All, move |view, _| read(view)).await
    }

    /// Reads what it is scope, and is told the present time as well; the answer arrives when every record about that is durable.
    pub(crate) async fn read_scope<T: Send + 'static>(
        &self,
        scope: Scope,
        read: impl FnOnce(&ReadView<'_>, Instant) -> T + Send + 'static,
    ) -> Result<T, DeskError> {
        let (sender, receiver) = oneshot::channel();
        self.ask(Request::Read(scope, Box::new(move |view, now| release(sender, read(view, now)))))?;
        receiver.await.map_err(|_| DeskError::Closed)
    }

    fn ask(&self, request: Request) -> Result<(), DeskError> {
        self.requests.try_send(request).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => DeskError::Busy,
            mpsc::error::TrySendError::Closed(_) => DeskError::Closed,
        })
    }
}

/// Makes what answers a command, and where its answer arrives.
fn answering<T: Send + 'static>(
    answer: impl FnOnce(&ReadView<'_>, &Stepped<'_>) -> T + Send + 'static,
) -> (CommandCallback, oneshot::Receiver<Result<FirstOrRepeat<T>, DeskError>>) {
    let (sender, told) = oneshot::channel();
    let answer: CommandCallback = Box::new(move |view, word| match word {
        CommandOutcome::Done(stepped) => release(sender, Ok(FirstOrRepeat::First(answer(view, stepped)))),
        CommandOutcome::Repeat(used) => release(sender, Ok(FirstOrRepeat::Repeat(used.clone()))),
        CommandOutcome::Full => release(sender, Err(DeskError::Full)),
    });
    (answer, told)
}

/// An asker who has gone away is no reason to stop.
fn release<T: Send + 'static>(sender: oneshot::Sender<T>, value: T) -> Reply {
    Box::new(move || drop(sender.send(value)))
}
