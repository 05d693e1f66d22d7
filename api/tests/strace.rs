//! A server that is killed at a system call, or whose disk fails at one: nothing acknowledged is lost, and nothing told twice.
//!
//! `strace` counts the calls of each thread and injects the fault. Where it is missing these tests say so, and show nothing.

#[expect(dead_code, reason = "the other tests use the rest of it")]
mod server;

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use server::{Server, try_post, try_send};

/// The calls that change a disk.
const CALLS: &str = "write,pwrite64,fdatasync,fsync,ftruncate,rename,renameat,renameat2,unlink,unlinkat";

/// How many instants are tried, unless REDIAL_STRACE is set; then it is all there are.
const INSTANTS: u64 = 16;

/// People who answer at once, so that a run is short.
const QUICK: &str = r#"
name = "quick"
[carrier]
ring_ms = [5, 30]
cancel_ms = [5, 5]
[carrier.outcomes]
answered = 20
no_answer = 30
busy = 30
voicemail = 20
[crm]
contact_ms = [4, 10]
activity_ms = [4, 10]
"#;

/// A traced server, and what it acknowledged before it died.
struct Script<'a> {
    data: &'a Path,
    scenario: &'a Path,
}

/// How a run came to its end.
#[derive(Debug)]
struct Ran {
    acknowledged: Vec<String>,
    /// False when the fault never came: there are no more calls.
    was_hit: bool,
    code: Option<i32>,
}

fn has_strace() -> bool {
    let found = Command::new("strace").arg("-V").stdout(Stdio::null()).status().is_ok_and(|status| status.success());
    if !found {
        println!("strace is missing: no system call was made to fail");
    }
    found
}

impl Script<'_> {
    /// Dials two sessions and stops the server in good order, unless the fault comes before.
    fn run(&self, fault: &str) -> Ran {
        let mut child = self.start(fault);
        let mut acknowledged = Vec::new();
        let mut asked = false;
        if let Some(address) = address(&mut child) {
            asked = self.talk(&address, &mut acknowledged).is_some();
        }
        if asked {
            // strace hands the signal on to the server.
            let pid = child.id().to_string();
            let children = Command::new("pkill").args(["-TERM", "-P", &pid]).status().expect("pkill is everywhere");
            assert!(children.success() || child.try_wait().expect("it is ours").is_some());
        }
        let code = child.wait().expect("it ends").code();
        Ran { acknowledged, was_hit: code != Some(0), code }
    }

    fn start(&self, fault: &str) -> Child {
        let trace = format!("trace={CALLS}");
        let mut command = Command::new("strace");
        command.args(["-f", "-qq", "-o", "/dev/null", "-e", &trace, "-e", fault, env!("CARGO_BIN_EXE_redial")]);
        command.args([
            "serve",
            "--port",
            "0",
            "--seed",
            "5",
            "--segment-bytes",
            "5000",
            "--snapshot-every",
            "20",
            "--data",
        ]);
        command.arg(self.data).arg("--scenario").arg(self.scenario);
        command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("strace was found")
    }

    /// `None` when the server goes away meanwhile.
    fn talk(&self, address: &str, acknowledged: &mut Vec<String>) -> Option<()> {
        let (_, list) = try_get(address, "/leads")?;
        let leads: Vec<Value> = list["leads"].as_array()?.iter().map(|lead| lead["id"].clone()).collect();
        for _ in 0..2 {
            let (status, session) =
                try_post(address, "/dialer/sessions", &json!({"agentId": "ada", "leadIds": leads}))?;
            if status != 201 {
                return None;
            }
            acknowledged.push(session["id"].as_str()?.to_owned());
        }
        for session in acknowledged {
            while try_get(address, &format!("/dialer/sessions/{session}"))?.1["settled"] != json!(true) {
                std::thread::sleep(Duration::from_millis(5));
            }
        }
        Some(())
    }

    /// The next start has everything that was acknowledged, goes on with it, and told the CRM nothing twice.
    fn check(&self, ran: &Ran) {
        let server = Server::start(self.data, &[]);
        for session in &ran.acknowledged {
            let settled = (0..600).any(|_| {
                let (status, view) = server.get(&format!("/dialer/sessions/{session}"));
                assert_eq!(status, 200, "session {session} was lost: {ran:?}");
                std::thread::sleep(Duration::from_millis(5));
                view["settled"] == json!(true)
            });
            assert!(settled, "session {session} does not settle: {ran:?}");
        }
        let activities = server.get("/mock-crm/activities").1;
        let calls: Vec<_> =
            activities["activities"].as_array().expect("a list").iter().map(|one| &one["callId"]).collect();
        let distinct: BTreeSet<_> = calls.iter().map(|call| call.to_string()).collect();
        assert_eq!(calls.len(), distinct.len(), "a call was told twice: {ran:?}");
        server.kill();
        let replay = Command::new(env!("CARGO_BIN_EXE_redial")).arg("replay").arg(self.data).output();
        assert_eq!(replay.expect("it was built").status.code(), Some(0), "{ran:?}");
    }
}

fn try_get(address: &str, path: &str) -> Option<(u16, Value)> {
    try_send(address, &format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
}

/// Where a server listens; `None` when it dies before.
fn address(child: &mut Child) -> Option<String> {
    let words = BufReader::new(child.stdout.take().expect("it is piped"));
    let mut lines = words.lines().map_while(Result::ok);
    let address = lines.next()?.split_once("http://")?.1.to_owned();
    // The rest of its words is taken, so that it never waits for a reader.
    std::thread::spawn(move || lines.for_each(drop));
    Some(address)
}

/// Runs the script with a fault at the n-th call of a thread, for some n or for all.
fn with_faults(fault: impl Fn(u64) -> String, check: impl Fn(&Script<'_>, &Ran)) -> u64 {
    let all = std::env::var_os("REDIAL_STRACE").is_some();
    let (mut hits, mut n) = (0, 1);
    loop {
        let home = tempfile::tempdir().expect("there is room");
        let (data, scenario) = (home.path().join("data"), home.path().join("quick.toml"));
        std::fs::write(&scenario, QUICK).expect("the folder is ours");
        let script = Script { data: &data, scenario: &scenario };
        let ran = script.run(&fault(n));
        if !ran.was_hit {
            break;
        }
        hits += 1;
        check(&script, &ran);
        // Dense where a journal begins, sparse where more of the same follows.
        n += if all { 1 } else { 1 + n / 3 };
        if !all && hits >= INSTANTS {
            break;
        }
    }
    hits
}

#[test]
fn a_kill_at_any_system_call_loses_nothing() {
    if !has_strace() {
        return;
    }
    let hits = with_faults(|n| format!("inject={CALLS}:signal=KILL:when={n}"), |script, ran| script.check(ran));
    println!("killed at {hits} system calls");
    assert!(hits > 5, "the script makes more calls than {hits}");
}

#[test]
fn a_sync_that_fails_stops_the_server_and_the_next_start_has_everything() {
    if !has_strace() {
        return;
    }
    let check = |script: &Script<'_>, ran: &Ran| {
        assert_eq!(ran.code, Some(74), "{ran:?}");
        script.check(ran);
    };
    let hits = with_faults(|n| format!("inject=fdatasync:error=EIO:when={n}"), check);
    println!("{hits} syncs failed");
    assert!(hits > 3, "the script syncs more often than {hits} times");
}
