//! A server that is killed at a system call, or whose disk fails at one: nothing acknowledged is lost, and nothing told twice.
//!
//! `strace` counts the calls of each thread and injects the fault. First a run is recorded; then each call of it on the data directory,
//! told apart by its kind, its file and its number, is made to fail in a run of its own. Where strace is missing these tests say so,
//! and show nothing.

#[expect(dead_code, reason = "the other tests use the rest of it")]
mod server;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use server::{Server, try_post, try_send};

/// The calls that change a disk, or begin or end a change.
const CALLS: &str = "openat,mkdir,flock,write,pwrite64,fallocate,ftruncate,fdatasync,fsync,close,rename,renameat,renameat2,\
                     unlink,unlinkat";

/// The calls that make a disk keep what was written.
const SYNCS: &str = "fdatasync,fsync";

/// How many instants of each story are tried, unless REDIAL_STRACE is set; then it is all there are.
const INSTANTS: usize = 12;

const BOOKS: &str = "mock-crm.jsonl";

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

/// A call on a file of the data directory: its kind, the file, and which one of a thread it is.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Instant {
    call: String,
    file: String,
    number: usize,
}

/// A home whose server is traced.
struct Script {
    home: tempfile::TempDir,
}

/// How a run came to its end.
#[derive(Debug)]
struct Ran {
    at: Option<Instant>,
    /// Names of sessions and leads.
    acknowledged: Vec<String>,
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

impl Script {
    /// Begins where there is nothing, or where `before` was left.
    fn new(before: Option<&Path>) -> Self {
        let home = tempfile::tempdir().expect("there is room");
        std::fs::write(home.path().join("quick.toml"), QUICK).expect("the folder is ours");
        let script = Self { home };
        if let Some(before) = before {
            std::fs::create_dir(script.data()).expect("the folder is ours");
            for entry in std::fs::read_dir(before).expect("it is there").filter_map(Result::ok) {
                std::fs::copy(entry.path(), script.data().join(entry.file_name())).expect("there is room");
            }
        }
        script
    }

    fn data(&self) -> PathBuf {
        self.home.path().join("data")
    }

    fn trace(&self) -> PathBuf {
        self.home.path().join("trace")
    }

    /// Dials two sessions and stops the server in good order, unless the fault comes before.
    fn run(&self, at: Option<&Instant>, fault: &str) -> Ran {
        let mut child = self.start(at, fault);
        let mut acknowledged = Vec::new();
        let mut asked = false;
        if let Some(address) = address(&mut child) {
            asked = talk(&address, &mut acknowledged).is_some();
        }
        if asked {
            // strace hands the signal on to the server.
            let pid = child.id().to_string();
            let children = Command::new("pkill").args(["-TERM", "-P", &pid]).status().expect("pkill is everywhere");
            assert!(children.success() || child.try_wait().expect("it is ours").is_some());
        }
        let code = child.wait().expect("it ends").code();
        let was_injected = std::fs::read_to_string(self.trace()).expect("it was traced").contains("(INJECTED)");
        Ran { at: at.cloned(), acknowledged, was_hit: was_injected || code != Some(0), code }
    }

    fn start(&self, at: Option<&Instant>, fault: &str) -> Child {
        let mut command = Command::new("strace");
        command.args(["-f", "-y", "-qq", "-o"]).arg(self.trace());
        match at {
            None => command.args(["-e", &format!("trace={CALLS}")]),
            Some(Instant { call, file, number }) => {
                let file = if file.is_empty() { self.data() } else { self.data().join(file) };
                let inject = format!("inject={call}:{fault}:when={number}");
                command.arg("-P").arg(file).args(["-e", &format!("trace={call}"), "-e", &inject])
            }
        };
        command.arg(env!("CARGO_BIN_EXE_redial"));
        command.args(["serve", "--port", "0", "--seed", "5", "--segment-bytes", "5000", "--snapshot-every", "20"]);
        command.arg("--data").arg(self.data()).arg("--scenario").arg(self.home.path().join("quick.toml"));
        command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("strace was found")
    }

    /// Returns every call of an undisturbed run on the data directory.
    fn record(&self) -> Vec<Instant> {
        assert_eq!(self.run(None, "").code, Some(0), "undisturbed, it comes to its end");
        let data = self.data().to_string_lossy().into_owned();
        let mut counts: BTreeMap<(String, String, String), usize> = BTreeMap::new();
        for line in std::fs::read_to_string(self.trace()).expect("it was traced").lines() {
            let Some((thread, rest)) = line.split_once(' ') else { continue };
            let Some((call, arguments)) = rest.trim_start().split_once('(') else { continue };
            let Some((_, file)) = arguments.split_once(&data) else { continue };
            let file = file.split(['"', '>']).next().unwrap_or_default().trim_start_matches('/');
            *counts.entry((thread.to_owned(), call.to_owned(), file.to_owned())).or_default() += 1;
        }
        let mut most: BTreeMap<(String, String), usize> = BTreeMap::new();
        for ((_, call, file), count) in counts {
            let most = most.entry((call, file)).or_default();
            *most = (*most).max(count);
        }
        let each = |((call, file), count): ((String, String), usize)| {
            (1..=count).map(move |number| Instant { call: call.clone(), file: file.clone(), number })
        };
        most.into_iter().flat_map(each).collect()
    }

    /// The next start has everything that was acknowledged, goes on with it, and told the CRM nothing twice.
    fn check(&self, ran: &Ran) {
        let server = Server::start(&self.data(), &[]);
        for path in &ran.acknowledged {
            let settled = (0..600).any(|_| {
                let (status, view) = server.get(path);
                assert_eq!(status, 200, "{path} was lost: {ran:?}");
                let is_settled = !path.starts_with("/dialer") || view["settled"] == json!(true);
                if !is_settled {
                    std::thread::sleep(Duration::from_millis(5));
                }
                is_settled
            });
            assert!(settled, "{path} does not settle: {ran:?}");
        }
        let activities = server.get("/mock-crm/activities").1;
        let calls: Vec<_> =
            activities["activities"].as_array().expect("a list").iter().map(|one| &one["callId"]).collect();
        let distinct: BTreeSet<_> = calls.iter().map(|call| call.to_string()).collect();
        assert_eq!(calls.len(), distinct.len(), "a call was told twice: {ran:?}");
        server.kill();
        let replay = Command::new(env!("CARGO_BIN_EXE_redial")).arg("replay").arg(self.data()).output();
        assert_eq!(replay.expect("it was built").status.code(), Some(0), "{ran:?}");
    }
}

/// Adds somebody, and dials two sessions; `None` when the server goes away meanwhile.
fn talk(address: &str, acknowledged: &mut Vec<String>) -> Option<()> {
    let (_, list) = try_get(address, "/leads")?;
    let leads: Vec<Value> = list["leads"].as_array()?.iter().take(6).map(|lead| lead["id"].clone()).collect();
    let mut lead = list["leads"][0].clone();
    lead.as_object_mut()?.remove("id");
    let (status, added) = try_post(address, "/leads", &lead)?;
    if status != 201 {
        return None;
    }
    acknowledged.push(format!("/leads/{}", added["lead"]["id"].as_str()?));
    for _ in 0..2 {
        let (status, session) = try_post(address, "/dialer/sessions", &json!({"agentId": "ada", "leadIds": leads}))?;
        if status != 201 {
            return None;
        }
        acknowledged.push(format!("/dialer/sessions/{}", session["id"].as_str()?));
    }
    for path in acknowledged.iter().filter(|path| path.starts_with("/dialer")) {
        while try_get(address, path)?.1["settled"] != json!(true) {
            std::thread::sleep(Duration::from_millis(5));
        }
    }
    Some(())
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

/// A directory as a kill in the midst of its work left it: with a line that was never finished in the journal, and in the books.
fn left_behind() -> tempfile::TempDir {
    let left = tempfile::tempdir().expect("there is room");
    let script = Script::new(None);
    let mut child =
        script.start(Some(&Instant { call: "mkdir".into(), file: "nowhere".into(), number: 9 }), "error=EIO");
    let address = address(&mut child).expect("nothing is in its way");
    talk(&address, &mut Vec::new()).expect("nothing is in its way");
    let pid = child.id().to_string();
    assert!(Command::new("pkill").args(["-KILL", "-P", &pid]).status().expect("pkill is everywhere").success());
    child.wait().expect("it ends");
    for entry in std::fs::read_dir(script.data()).expect("it is there").filter_map(Result::ok) {
        let to = left.path().join(entry.file_name());
        std::fs::copy(entry.path(), &to).expect("there is room");
    }
    let names = std::fs::read_dir(left.path()).expect("it is ours").filter_map(Result::ok).map(|entry| entry.path());
    let is_segment =
        |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("journal-"));
    let last = names.filter(is_segment).max().expect("there is a journal");
    for file in [last, left.path().join(BOOKS)] {
        let whole = std::fs::read(&file).expect("it is there");
        std::fs::write(&file, [&whole[..], b"{\"seq\":"].concat()).expect("there is room");
    }
    left
}

/// Runs the script with a fault at each of its calls among `calls`, or at some of them; `before` is where it begins.
fn with_faults(calls: &str, fault: &str, before: Option<&Path>, check: impl Fn(&Script, &Ran)) -> (usize, usize) {
    let calls: Vec<&str> = calls.split(',').collect();
    let mut all = Script::new(before).record();
    all.retain(|instant| calls.contains(&&*instant.call));
    let known = all.len();
    if std::env::var_os("REDIAL_STRACE").is_none() {
        let step = known.div_ceil(INSTANTS).max(1);
        all = all.into_iter().step_by(step).collect();
    }
    let mut hits = 0;
    for instant in &all {
        let script = Script::new(before);
        let ran = script.run(Some(instant), fault);
        // Lots and snapshots are not cut at the same records each time, and a quick disk makes many small lots and a slow one few: a
        // call need not come again.
        if ran.was_hit {
            hits += 1;
            check(&script, &ran);
        }
    }
    assert!(hits * 4 > all.len(), "{hits} of {} calls came again", all.len());
    println!("{fault}: {hits} of {known} calls");
    (hits, known)
}

/// The next start is right, and so is the one after it.
fn checked_twice(script: &Script, ran: &Ran) {
    script.check(ran);
    script.check(ran);
}

#[test]
fn a_kill_at_any_system_call_loses_nothing() {
    if !has_strace() {
        return;
    }
    let (_, known) = with_faults(CALLS, "signal=KILL", None, |script, ran| script.check(ran));
    assert!(known > 100, "the script makes more calls than {known}");
}

#[test]
fn a_kill_at_any_system_call_of_a_recovery_loses_nothing() {
    if !has_strace() {
        return;
    }
    let left = left_behind();
    let (_, known) = with_faults(CALLS, "signal=KILL", Some(left.path()), checked_twice);
    assert!(known > 100, "a recovery and the script make more calls than {known}");
}

/// A sync that fails stops the server, but for a snapshot's: that one is not needed.
fn stopped(script: &Script, ran: &Ran) {
    let file = &ran.at.as_ref().expect("there was a fault").file;
    let is_needed = !file.starts_with("snapshot-") && !file.starts_with("index-");
    if is_needed && ran.at.as_ref().is_some_and(|at| !at.file.is_empty()) {
        assert_eq!(ran.code, Some(74), "{ran:?}");
    }
    let books = script.data().join(BOOKS);
    let before = std::fs::metadata(&books).map(|books| books.ino()).ok();
    script.check(ran);
    if file == BOOKS {
        // What a failed sync left reads well, and may not be on the disk.
        assert_ne!(before, std::fs::metadata(&books).map(|books| books.ino()).ok(), "{ran:?}");
    }
}

#[test]
fn a_sync_that_fails_stops_the_server_and_the_next_start_has_everything() {
    if !has_strace() {
        return;
    }
    let (_, known) = with_faults(SYNCS, "error=EIO", None, stopped);
    assert!(known > 10, "the script syncs more often than {known} times");
}

#[test]
fn a_sync_that_fails_in_a_recovery_stops_the_server_and_the_next_start_has_everything() {
    if !has_strace() {
        return;
    }
    let left = left_behind();
    let (_, known) = with_faults(SYNCS, "error=EIO", Some(left.path()), stopped);
    assert!(known > 10, "a recovery and the script sync more often than {known} times");
}
