//! Idempotency: a request under a key is executed once, and every repeat of it gets the same answer.

use redial_engine::{Command, KeyUse, Stepped};

use crate::error::Problem;
use crate::idempotent_body::IdempotentBody;
use crate::state::ServerState;
use redial_live::desk::{FirstOrRepeat, ReadView};

/// A request's step in the dialer.
pub(crate) enum OnceRequest<T> {
    /// Step a command.
    Command(Command),
    /// Under a key, step a command that changes nothing: a repeat is answered from its record. Without a key, answer at
    /// once.
    NoChange(Command, T),
    /// Step no command. Record the key, if there is one, and answer.
    Nothing(T),
}

/// Executes a request, unless it repeats one that was executed under its key.
///
/// `first` makes the answer from the command's record. `repeat` makes the answer of a repeat from the key's first use.
///
/// # Errors
///
/// Another request has used the key, or the desk rejected the command.
pub(crate) async fn once<T: Send + 'static>(
    app: &ServerState,
    body: &IdempotentBody,
    ask: OnceRequest<T>,
    first: impl FnOnce(&ReadView<'_>, &Stepped<'_>) -> T + Send + 'static,
    repeat: impl AsyncFnOnce(KeyUse) -> Result<T, Problem>,
) -> Result<T, Problem> {
    let key = body.key();
    let outcome = match (ask, key) {
        (OnceRequest::NoChange(_, answer) | OnceRequest::Nothing(answer), None) => return Ok(answer),
        (OnceRequest::Nothing(answer), Some(key)) => match app.desk.note(key).await? {
            FirstOrRepeat::First(()) => FirstOrRepeat::First(answer),
            FirstOrRepeat::Repeat(used) => FirstOrRepeat::Repeat(used),
        },
        (OnceRequest::Command(command) | OnceRequest::NoChange(command, _), key) => {
            app.desk.tell_keyed(command, key, first).await?
        }
    };
    match outcome {
        FirstOrRepeat::First(answer) => Ok(answer),
        FirstOrRepeat::Repeat(used) => {
            body.check_same(&used)?;
            repeat(used).await
        }
    }
}
