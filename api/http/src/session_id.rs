//! Session ids in requests.

use redial_engine::SessionId;
use redial_leads::quoted;

use crate::error::Problem;
use crate::state::ServerState;

/// Returns the session that an id of the API names. It may not exist.
pub(crate) fn parse(app: &ServerState, id: &str) -> Result<SessionId, Problem> {
    app.desk.names().parse_session(id).ok_or_else(|| unknown(id))
}

/// Returns the error for an id that names no session.
pub(crate) fn unknown(id: &str) -> Problem {
    Problem::not_found(format!("there is no session {}", quoted(id)))
}
