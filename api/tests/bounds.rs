//! A real server under limits of the system.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;

use redial_testing::ServerProcess;
use redial_testing::http::get_request;

use crate::REDIAL;

/// Starts a server in memory that may have 64 files.
fn poor_server() -> ServerProcess {
    let mut command = Command::new("sh");
    command.args(["-c", r#"ulimit -n 64 && exec "$0" serve --port 0 --memory"#, REDIAL.path()]);
    ServerProcess::start(command)
}

fn connect(server: &ServerProcess) -> TcpStream {
    TcpStream::connect(server.address()).expect("the system accepts connections by itself")
}

/// Sends a request at once; returns the answer.
fn ask(mut stream: TcpStream) -> String {
    stream.write_all(get_request("/health").as_bytes()).expect("it listens");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("it answers");
    answer
}

#[test]
fn a_server_without_free_files_resumes_once_some_are_free() {
    let server = poor_server();
    // More than it can have: it closes silent connections, the one that waited longest first.
    let crowd: Vec<_> = (0..70).map(|_| connect(&server)).collect();
    let answer = ask(connect(&server));
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "in spite of the crowd: {answer:?}");
    drop(crowd);
    let answer = ask(connect(&server));
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "when the crowd has gone: {answer:?}");
}
