//! A real server that the system gives less than it wants.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

/// A server in memory that may have 64 files; it is killed when it is dropped.
struct Poor(Child, String);

impl Poor {
    fn start() -> Self {
        let mut child = Command::new("sh")
            .args(["-c", r#"ulimit -n 64 && exec "$0" serve --port 0 --memory"#, env!("CARGO_BIN_EXE_redial")])
            .stdout(Stdio::piped())
            .spawn()
            .expect("a shell is everywhere");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("it is piped")).read_line(&mut line).expect("it speaks");
        let address = line.trim().split_once("http://").unwrap_or_else(|| panic!("no address in {line:?}")).1;
        Self(child, address.to_owned())
    }

    fn connect(&self) -> TcpStream {
        TcpStream::connect(&self.1).expect("the system takes connections in by itself")
    }
}

impl Drop for Poor {
    fn drop(&mut self) {
        // It may have ended already; that is what dropping is for.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// What the server answers to somebody who asks at once.
fn ask(mut stream: TcpStream) -> String {
    stream.write_all(b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").expect("it listens");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("it answers");
    answer
}

#[test]
fn a_server_without_files_left_goes_on_when_there_are_some_again() {
    let server = Poor::start();
    // More than it can have: those who say nothing give way, the one who has waited longest first.
    let crowd: Vec<_> = (0..70).map(|_| server.connect()).collect();
    let answer = ask(server.connect());
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "in spite of the crowd: {answer:?}");
    drop(crowd);
    let answer = ask(server.connect());
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "when the crowd has gone: {answer:?}");
}
