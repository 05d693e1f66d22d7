//! Guards against foreign pages in the user's browser: only the web UI may dial.
//!
//! A page can send a request to any address, and can make a name of its own resolve to this machine (DNS rebinding).
//! Browsers send the page (`Origin`) and the name (`Host`). Both are trusted, because a page cannot set them.

use std::net::{IpAddr, Ipv6Addr};
use std::str::FromStr;
use std::sync::Arc;

use axum::body::HttpBody;
use axum::extract::{Request, State};
use axum::http::header::{HOST, ORIGIN, UPGRADE};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use redial_leads::quoted;

use crate::body::check_type;
use crate::error::Problem;

/// The origin of the web UI's development server, which may call from outside.
pub(crate) const WEB_ORIGIN: HeaderValue = HeaderValue::from_static("http://localhost:5173");

/// A host name of this server.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HostName(Box<str>);

impl FromStr for HostName {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
        if text.is_empty() || text.len() > 253 || !text.bytes().all(is_plain) {
            return Err("a host name without scheme and port is needed, like dialer.example".into());
        }
        Ok(Self(text.to_ascii_lowercase().into()))
    }
}

/// The host names of this server, besides addresses and localhost.
pub(crate) type Hosts = Arc<[HostName]>;

/// Rejects a request for a foreign host, or from a foreign page.
pub(crate) async fn check(State(hosts): State<Hosts>, request: Request, next: Next) -> Response {
    match check_host(&hosts, &request).and_then(|()| check_origin(&request)) {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

/// Rejects a body that is not declared as JSON: a page can send other types without a preflight request.
pub(crate) async fn json_only(request: Request, next: Next) -> Response {
    let has_body = !request.body().is_end_stream() && request.body().size_hint().upper() != Some(0);
    match if has_body { check_type(request.headers(), "application/json", is_json) } else { Ok(()) } {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

fn is_json(kind: &str) -> bool {
    kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"))
}

fn check_host(hosts: &[HostName], request: &Request) -> Result<(), Problem> {
    let named = request.headers().get_all(HOST).iter().map(|host| String::from_utf8_lossy(host.as_bytes()));
    let asked = request.uri().authority().map(|authority| authority.as_str().into());
    // A request without a host does not come from a browser.
    match named.chain(asked).find(|host| !is_ours(hosts, host)) {
        None => Ok(()),
        Some(host) => Err(forbidden(format!(
            "the request is for the host {}, which is no name of this server; redial serve --allow-host NAME adds one",
            quoted(&host)
        ))),
    }
}

fn is_ours(hosts: &[HostName], host: &str) -> bool {
    if let Some(rest) = host.strip_prefix('[') {
        let address = rest.split_once(']').filter(|(_, port)| is_port(port));
        return address.is_some_and(|(address, _)| address.parse::<Ipv6Addr>().is_ok());
    }
    let (name, port) = host.find(':').map_or((host, ""), |colon| host.split_at(colon));
    let is_known = |name: &str| {
        name.eq_ignore_ascii_case("localhost")
            || name.parse::<IpAddr>().is_ok()
            || hosts.iter().any(|ours| name.eq_ignore_ascii_case(&ours.0))
    };
    is_port(port) && is_known(name.strip_suffix('.').unwrap_or(name))
}

/// Accepts an empty text, or a colon and digits.
fn is_port(text: &str) -> bool {
    text.strip_prefix(':').map_or(text.is_empty(), |digits| digits.bytes().all(|digit| digit.is_ascii_digit()))
}

/// Reading needs no check here: the browser does not show the answer to a foreign page.
fn check_origin(request: &Request) -> Result<(), Problem> {
    let only_reads = [Method::GET, Method::HEAD, Method::OPTIONS].contains(request.method());
    if only_reads && !request.headers().contains_key(UPGRADE) {
        return Ok(());
    }
    let host = request.headers().get(HOST);
    match request.headers().get_all(ORIGIN).iter().find(|origin| !is_own(origin, host) && *origin != WEB_ORIGIN) {
        None => Ok(()),
        Some(origin) => Err(forbidden(format!(
            "the page {} may not ask this server for that",
            quoted(&String::from_utf8_lossy(origin.as_bytes()))
        ))),
    }
}

/// Returns true if the page's host is the request's host.
fn is_own(origin: &HeaderValue, host: Option<&HeaderValue>) -> bool {
    let (origin, host) = (origin.as_bytes(), host.map(HeaderValue::as_bytes));
    let page = origin.strip_prefix(b"http://").or_else(|| origin.strip_prefix(b"https://"));
    page.zip(host).is_some_and(|(page, host)| page.eq_ignore_ascii_case(host))
}

fn forbidden(detail: String) -> Problem {
    Problem::new(StatusCode::FORBIDDEN, detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_localhost_and_allowed_names_are_ours() {
        let hosts = ["Dialer.example".parse().unwrap()];
        for host in [
            "127.0.0.1",
            "127.0.0.1:3001",
            "[::1]:3001",
            "[::1]",
            "localhost",
            "LOCALHOST:80",
            "localhost.",
            "dialer.EXAMPLE:1",
        ] {
            assert!(is_ours(&hosts, host), "{host}");
        }
        for host in [
            "",
            ":80",
            "evil.example",
            "localhost.evil.example",
            "x.localhost",
            "127.0.0.1.evil.example",
            "[::1",
            "[x]",
            "localhost:x",
            "::1",
        ] {
            assert!(!is_ours(&hosts, host), "{host}");
        }
    }

    #[test]
    fn a_name_is_a_name() {
        for text in ["", "http://x", "x:80", "a b", "x/"] {
            assert!(HostName::from_str(text).is_err(), "{text}");
        }
    }
}
