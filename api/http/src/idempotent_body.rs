//! The body of a POST request, and the `Idempotency-Key` under which the client may repeat it.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use redial_engine::{KEY_BYTES_MAX, KeyUse, RequestHash, RequestKey};
use redial_leads::{Fields, quoted};

use crate::body::{parse, unread};
use crate::error::Problem;
use crate::headers::IDEMPOTENCY_KEY;
use crate::state::ServerState;
use redial_live::desk::Scope;

/// A request's body and its key.
pub(crate) struct IdempotentBody {
    key: Option<RequestKey>,
    /// The bytes of the body.
    pub bytes: Bytes,
}

impl FromRequest<Arc<ServerState>> for IdempotentBody {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &Arc<ServerState>) -> Result<Self, Problem> {
        let key: Option<Arc<str>> = key(request.headers())?.map(Arc::from);
        let target = request.uri().path_and_query().map_or("", |target| target.as_str());
        let mut hasher = blake3::Hasher::new();
        // A target contains no line break, so no body can pass for a part of the target.
        hasher.update(request.method().as_str().as_bytes()).update(b" ").update(target.as_bytes()).update(b"\n");
        let bytes = Bytes::from_request(request, state).await.map_err(|rejection| unread(&rejection))?;
        let key = key.map(|key| {
            let hash = *hasher.update(&bytes).finalize().as_bytes();
            let half = hash.first_chunk().expect("a hash has 32 bytes");
            RequestKey { key, request: RequestHash(u128::from_be_bytes(*half)), counted: None }
        });
        Ok(Self { key, bytes })
    }
}

impl IdempotentBody {
    /// Returns the JSON object in the body.
    pub(crate) fn fields(&self) -> Result<Fields, Problem> {
        parse(&self.bytes)
    }

    /// Returns the key, if there is one.
    pub(crate) fn key(&self) -> Option<Arc<RequestKey>> {
        self.key.clone().map(Arc::new)
    }

    /// Adds a count to the key: the number of leads or calls that the request was judged by.
    pub(crate) fn counting(mut self, count: usize) -> Self {
        if let Some(key) = &mut self.key {
            key.counted = u32::try_from(count).ok();
        }
        self
    }

    /// Returns the first use of the key, if this same request used it before.
    pub(crate) async fn used(&self, app: &ServerState) -> Result<Option<KeyUse>, Problem> {
        let Some(RequestKey { key, .. }) = &self.key else { return Ok(None) };
        let key = Arc::clone(key);
        let used = app.desk.read_scope(Scope::All, move |view, now| view.state.key_use(&key, now).cloned()).await?;
        used.as_ref().map(|used| self.check_same(used)).transpose()?;
        Ok(used)
    }

    /// Returns a conflict if another request used the key first.
    pub(crate) fn check_same(&self, used: &KeyUse) -> Result<(), Problem> {
        if self.key.as_ref().is_some_and(|key| key.request == used.by.request) {
            return Ok(());
        }
        Err(Problem::conflict(format!(
            "Idempotency-Key {} was used by another request, with another route or body, at record {}",
            quoted(&used.by.key),
            used.seq
        )))
    }
}

/// Rejects a POST request with a malformed key, on every route.
pub(crate) async fn check_key(request: Request, next: Next) -> Response {
    if request.method() == Method::POST
        && let Err(problem) = key(request.headers())
    {
        return problem.into_response();
    }
    next.run(request).await
}

/// Returns the key in the headers.
fn key(headers: &HeaderMap) -> Result<Option<&str>, Problem> {
    let mut given = headers.get_all(IDEMPOTENCY_KEY).iter();
    let Some(key) = given.next() else { return Ok(None) };
    if given.next().is_some() {
        return Err(Problem::bad_request("the request has two Idempotency-Key headers: one is needed"));
    }
    let text = key.to_str().ok().filter(|text| RequestKey::is_sound(text));
    text.map(Some).ok_or_else(|| {
        let shown: String = String::from_utf8_lossy(key.as_bytes()).chars().take(40).collect();
        let length = key.len();
        Problem::bad_request(format!(
            "Idempotency-Key is {} ({length} bytes): 1 to {KEY_BYTES_MAX} visible ASCII characters are needed",
            quoted(&shown)
        ))
    })
}
