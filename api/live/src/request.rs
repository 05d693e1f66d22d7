//! The requests that wait for the owner of the dialer, and the replies that the owner sends.

use redial_engine::{Input, Instant, KeyUse, SessionId, State, Stepped};
use redial_ports::MockCrmView;

/// A handler's view of everything that the owner holds, valid at one record.
pub struct ReadView<'a> {
    /// The seq at which this view is valid: the last durable record if nothing in scope is pending, else the last
    /// record.
    pub seq: u64,
    /// The dialer's state.
    pub state: &'a State,
    /// The durable entries of the mock CRM; it is empty where the world is not simulated.
    pub crm: MockCrmView<'a>,
}

/// Sends an answer; the owner calls it once the records before the answer are durable.
pub type Reply = Box<dyn FnOnce() + Send>;

/// The outcome of a command.
pub enum CommandOutcome<'a> {
    /// The dialer stepped the command.
    Done(&'a Stepped<'a>),
    /// The command's key was used before, so the dialer did not step it.
    Repeat(&'a KeyUse),
    /// The disk has no room for the records that the command may cause, so the dialer did not step it.
    Full,
}

/// Turns the outcome of a command into its reply.
pub type CommandCallback = Box<dyn FnOnce(&ReadView<'_>, CommandOutcome<'_>) -> Reply + Send>;

/// Turns a view and the present time into a reply.
pub type ReadCallback = Box<dyn FnOnce(&ReadView<'_>, Instant) -> Reply + Send>;

/// The scope of a read: its reply waits until every record in scope is durable.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scope {
    /// Every record.
    All,
    /// The records about one session and the details of its leads.
    Session(SessionId),
    /// No record: the reply does not wait.
    Nothing,
}

/// A request that waits for the owner.
pub enum Request {
    /// Steps a command, with a key or without one.
    Tell(Input, CommandCallback),
    /// Reads within a scope.
    Read(Scope, ReadCallback),
}
