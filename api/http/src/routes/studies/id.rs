//! Study ids in requests.

use std::sync::Arc;

use redial_leads::quoted;

use crate::error::Problem;
use crate::state::ServerState;
use redial_studies::{KEPT, Study};

/// Returns the study that an id names.
pub(super) fn find(app: &ServerState, id: &str) -> Result<Arc<Study>, Problem> {
    let study = id.parse().ok().and_then(|id| app.studies.find(id));
    study.ok_or_else(|| Problem::not_found(format!("there is no study {}; the last {KEPT} are kept", quoted(id))))
}
