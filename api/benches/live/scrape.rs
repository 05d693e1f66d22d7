//! What the server says of itself at `/metrics`.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

use anyhow::{Context, Result};

/// Asks for a page on a connection of its own; returns the whole answer.
pub(crate) fn answer(address: SocketAddr, path: &str) -> Result<String> {
    let mut stream = TcpStream::connect(address).context("the server cannot be reached")?;
    write!(stream, "GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n")?;
    let mut text = String::new();
    stream.read_to_string(&mut text)?;
    Ok(text)
}

/// The numbers of one moment.
pub(crate) struct Scrape(String);

impl Scrape {
    /// Asks for them.
    pub(crate) fn of(address: SocketAddr) -> Result<Self> {
        answer(address, "/metrics").map(Self)
    }

    /// Returns the value of a series; 0 for one that nothing has counted yet.
    pub(crate) fn value(&self, series: &str) -> f64 {
        let found = self.0.lines().filter_map(|line| line.strip_prefix(series)?.strip_prefix(' ')?.parse().ok()).next();
        found.unwrap_or(0.0)
    }
}
