//! The desk: the one door between handlers and the task that owns the dialer. Tell it a command, read from it, or listen.

use std::sync::Arc;

use redial_engine::{Command, State, Stepped};
use redial_replay::Names;
use redial_sim::MockCrm;
use tokio::sync::{mpsc, oneshot, watch};

use crate::live::Watch;
use crate::live::archive::Archive;

/// What a handler may look at: everything, as it is after the last record.
pub(crate) struct House<'a> {
    /// The dialer's state.
    pub(crate) state: &'a State,
    /// The mock CRM's own books.
    pub(crate) crm: &'a MockCrm,
}

/// Releases an answer once the records before it are durable.
pub(crate) type Release = Box<dyn FnOnce() + Send>;

/// Makes an answer of a command's record.
pub(crate) type Answer = Box<dyn FnOnce(&House<'_>, &Stepped<'_>) -> Release + Send>;

/// Makes an answer of what is there.
pub(crate) type Question = Box<dyn FnOnce(&House<'_>) -> Release + Send>;

/// Something that waits at the desk.
pub(crate) enum Request {
    /// A command, and what to make of its record.
    Tell(Command, Answer),
    /// A question.
    Read(Question),
}

/// Why the desk did not answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DeskError {
    /// Too much waits already.
    #[error("too many requests are waiting; try again in a moment")]
    Busy,
    /// The server is going down.
    #[error("the server is shutting down")]
    Closed,
}

/// A handle to the desk; clones are the same desk.
#[derive(Clone)]
pub(crate) struct Desk {
    requests: mpsc::Sender<Request>,
    archive: Arc<Archive>,
    names: Names,
    tide: watch::Receiver<u64>,
    watch: Watch,
}

impl Desk {
    /// How many requests may wait.
    pub(crate) const CAPACITY: usize = 4_096;

    pub(crate) fn new(
        requests: mpsc::Sender<Request>,
        archive: Arc<Archive>,
        names: Names,
        tide: watch::Receiver<u64>,
        watch: Watch,
    ) -> Self {
        Self { requests, archive, names, tide, watch }
    }

    /// What is watched of the dialer from outside.
    pub(crate) fn watch(&self) -> &Watch {
        &self.watch
    }

    /// Returns how many requests wait.
    pub(crate) fn waiting(&self) -> usize {
        Self::CAPACITY - self.requests.capacity()
    }

    /// The seq of the last durable record, as it rises; it closes when the dialer is gone.
    pub(crate) fn tide(&self) -> watch::Receiver<u64> {
        self.tide.clone()
    }

    /// The stored journal.
    pub(crate) fn archive(&self) -> &Archive {
        &self.archive
    }

    /// The UUIDs of this journal.
    pub(crate) fn names(&self) -> &Names {
        &self.names
    }

    /// Steps a command; `answer` reads its record, and its answer arrives when that record is durable.
    pub(crate) async fn tell<T: Send + 'static>(
        &self,
        command: Command,
        answer: impl FnOnce(&House<'_>, &Stepped<'_>) -> T + Send + 'static,
    ) -> Result<T, DeskError> {
        let (sender, receiver) = oneshot::channel();
        self.ask(Request::Tell(command, Box::new(move |house, stepped| release(sender, answer(house, stepped)))))?;
        receiver.await.map_err(|_| DeskError::Closed)
    }

    /// Steps some commands one after the other; waits for room, and for all of the answers. An error stands for a command that
    /// was not acknowledged.
    pub(crate) async fn tell_each<T: Send + 'static>(
        &self,
        commands: Vec<Command>,
        answer: fn(&House<'_>, &Stepped<'_>) -> T,
    ) -> Vec<Result<T, DeskError>> {
        let mut waiting = Vec::with_capacity(commands.len());
        for command in commands {
            let (sender, receiver) = oneshot::channel();
            let answer: Answer = Box::new(move |house, stepped| release(sender, answer(house, stepped)));
            // Where the desk has closed, the answer's channel has closed as well.
            drop(self.requests.send(Request::Tell(command, answer)).await);
            waiting.push(receiver);
        }
        let mut answers = Vec::with_capacity(waiting.len());
        for receiver in waiting {
            answers.push(receiver.await.map_err(|_| DeskError::Closed));
        }
        answers
    }

    /// Reads; the answer arrives when every record before it is durable.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&House<'_>) -> T + Send + 'static,
    ) -> Result<T, DeskError> {
        let (sender, receiver) = oneshot::channel();
        self.ask(Request::Read(Box::new(move |house| release(sender, read(house)))))?;
        receiver.await.map_err(|_| DeskError::Closed)
    }

    fn ask(&self, request: Request) -> Result<(), DeskError> {
        self.requests.try_send(request).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => DeskError::Busy,
            mpsc::error::TrySendError::Closed(_) => DeskError::Closed,
        })
    }
}

/// An asker who has gone away is no reason to stop.
fn release<T: Send + 'static>(sender: oneshot::Sender<T>, value: T) -> Release {
    Box::new(move || drop(sender.send(value)))
}
