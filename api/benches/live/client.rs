//! A client on a connection that is kept: just enough HTTP, one request at a time.

use anyhow::{Context, Result, bail, ensure};
use std::net::SocketAddr;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

/// A connection that is kept.
pub(crate) struct Client {
    connection: BufReader<TcpStream>,
    line: String,
    body: Vec<u8>,
}

impl Client {
    /// Connects.
    pub(crate) async fn connect(address: SocketAddr) -> Result<Self> {
        let connection = TcpStream::connect(address).await.context("the server cannot be reached")?;
        connection.set_nodelay(true)?;
        Ok(Self { connection: BufReader::with_capacity(16 * 1024, connection), line: String::new(), body: Vec::new() })
    }

    /// Asks for a page; returns its body.
    pub(crate) async fn get(&mut self, path: &str) -> Result<&[u8]> {
        let request = format!("GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n");
        self.ask(&request, "200").await
    }

    /// Sends JSON; returns the body of the answer, which has the status `status`.
    pub(crate) async fn post(&mut self, path: &str, body: &str, status: &str) -> Result<&[u8]> {
        let length = body.len();
        let request = format!(
            "POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n\
             content-length: {length}\r\n\r\n{body}"
        );
        self.ask(&request, status).await
    }

    async fn ask(&mut self, request: &str, status: &str) -> Result<&[u8]> {
        self.connection.get_mut().write_all(request.as_bytes()).await?;
        let head = self.line().await?.to_owned();
        let mut length = None;
        loop {
            let line = self.line().await?.to_ascii_lowercase();
            if line.is_empty() {
                break;
            }
            if let Some(value) = line.strip_prefix("content-length:") {
                length = Some(value.trim().parse()?);
            }
        }
        let Some(length) = length else { bail!("an answer without a length") };
        self.body.resize(length, 0);
        self.connection.read_exact(&mut self.body).await?;
        let is_expected = head.split(' ').nth(1) == Some(status);
        ensure!(is_expected, "{head}: {}", String::from_utf8_lossy(&self.body));
        Ok(&self.body)
    }

    async fn line(&mut self) -> Result<&str> {
        self.line.clear();
        self.connection.read_line(&mut self.line).await?;
        ensure!(self.line.ends_with('\n'), "the server has hung up");
        Ok(self.line.trim_end())
    }
}
