//! Rate limits by client. Off unless the command line sets one.

use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::{Clock, DefaultClock};
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};

use crate::error::Problem;
use crate::limits::EXEMPT;
use crate::net::Peer;

/// The number of requests after which idle clients are dropped from memory.
const FORGET_EVERY: u32 = 4_096;

/// A rate limit for each client, by address.
pub struct RateLimit<C: Clock = DefaultClock> {
    limiter: RateLimiter<IpAddr, DashMapStateStore<IpAddr>, C, NoOpMiddleware<C::Instant>>,
    clock: C,
    asked: AtomicU32,
}

impl RateLimit {
    /// Allows `per_second` requests a second, and `burst` at once.
    pub fn new(per_second: NonZeroU32, burst: NonZeroU32) -> Self {
        Self::with(Quota::per_second(per_second).allow_burst(burst), DefaultClock::default())
    }
}

impl<C: Clock + Clone> RateLimit<C> {
    pub(crate) fn with(quota: Quota, clock: C) -> Self {
        let limiter = RateLimiter::dashmap_with_clock(quota, clock.clone());
        Self { limiter, clock, asked: AtomicU32::new(0) }
    }

    /// Counts a request of a client. An error says how long the client has to wait.
    fn take(&self, client: IpAddr) -> Result<(), Duration> {
        if self.asked.fetch_add(1, Ordering::Relaxed) % FORGET_EVERY == FORGET_EVERY - 1 {
            self.limiter.retain_recent();
            self.limiter.shrink_to_fit();
        }
        self.limiter.check_key(&key(client)).map_err(|not_yet| not_yet.wait_time_from(self.clock.now()))
    }
}

/// Returns the address by which a client is counted: in IPv6, the network of 64 bits that one subscriber gets.
fn key(client: IpAddr) -> IpAddr {
    match client.to_canonical() {
        IpAddr::V4(address) => address.into(),
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64)).into(),
    }
}

/// Rejects a request above the limit with 429. A stream of events counts as one request.
pub(crate) async fn check(State(limit): State<Option<Arc<RateLimit>>>, request: Request, next: Next) -> Response {
    let client = request.extensions().get::<Peer>().copied().filter(|_| !EXEMPT.contains(&request.uri().path()));
    let taken = limit.zip(client).map_or(Ok(()), |(limit, Peer(client))| limit.take(client));
    match taken {
        Ok(()) => next.run(request).await,
        Err(wait) => too_many(wait),
    }
}

fn too_many(wait: Duration) -> Response {
    let seconds = wait.as_millis().div_ceil(1_000).max(1);
    let detail = format!("this client exceeds its rate limit; try again in {seconds} s");
    let mut response = Problem::new(StatusCode::TOO_MANY_REQUESTS, detail).into_response();
    let seconds = HeaderValue::from_str(&seconds.to_string()).expect("digits are a header's value");
    response.headers_mut().insert(header::RETRY_AFTER, seconds);
    response
}

#[cfg(test)]
mod tests {
    use governor::clock::FakeRelativeClock;

    use super::*;

    fn limit() -> (RateLimit<FakeRelativeClock>, FakeRelativeClock) {
        let (two, four) = (NonZeroU32::new(2).unwrap(), NonZeroU32::new(4).unwrap());
        let clock = FakeRelativeClock::default();
        (RateLimit::with(Quota::per_second(two).allow_burst(four), clock.clone()), clock)
    }

    #[test]
    fn a_burst_is_taken_and_then_so_many_a_second() {
        let (limit, clock) = limit();
        let client = IpAddr::from([192, 0, 2, 1]);
        for _ in 0..4 {
            assert_eq!(limit.take(client), Ok(()));
        }
        assert_eq!(limit.take(client), Err(Duration::from_millis(500)));
        assert_eq!(limit.take([192, 0, 2, 2].into()), Ok(()), "another client has done nothing");
        for _ in 0..10 {
            clock.advance(Duration::from_millis(500));
            assert_eq!(limit.take(client), Ok(()));
            assert!(limit.take(client).is_err());
        }
    }

    #[test]
    fn clients_that_have_gone_are_forgotten() {
        let (limit, clock) = limit();
        for number in 0..FORGET_EVERY - 1 {
            assert_eq!(limit.take(IpAddr::V4(number.into())), Ok(()));
        }
        clock.advance(Duration::from_secs(10));
        assert_eq!(limit.take([192, 0, 2, 1].into()), Ok(()));
        assert_eq!(limit.limiter.len(), 1);
    }

    #[test]
    fn a_network_of_ipv6_is_one_client() {
        let address = |text: &str| text.parse::<IpAddr>().unwrap();
        assert_eq!(key(address("2001:db8:1:2:3::4")), key(address("2001:db8:1:2:ffff::")));
        assert_ne!(key(address("2001:db8:1:2::")), key(address("2001:db8:1:3::")));
        assert_eq!(key(address("::ffff:192.0.2.1")), address("192.0.2.1"));
        assert_ne!(key(address("192.0.2.1")), key(address("192.0.2.2")));
    }
}
