//! A start on a full disk: the room that a killed server had reserved serves the next one.

use std::path::Path;
use std::time::Duration;

use redial_store::{Disk, DiskFile, Files, is_full};
use redial_testing::http::post_request;
use redial_testing::{ServerProcess, temp_dir};
use serde_json::{Value, json};

use crate::REDIAL;
use crate::left::segments;
use crate::small_disk::SmallDisk;

/// The number of leads of a list, each of about a kilobyte in the journal.
const LIST: u32 = 2_000;

/// Imports a list of leads that no other list has.
fn import(server: &ServerProcess, list: u32) {
    let mut csv = "name,job_title,phone_number,company,email,headcount,industry\n".to_owned();
    for row in 0..LIST {
        let (phone, company) = (format!("+1415{:07}", 2_000_000 + list * LIST + row), "Northwind ".repeat(20));
        let email = format!("a{list}.{row}@example.com");
        csv += &format!("Ada {list} {row},Analyst,{phone},{company},{email},11-50,Technology\n");
    }
    let (status, body) = server.send(&post_request("/leads/import", &["Content-Type: text/csv"], &csv));
    assert_eq!(status, 200, "{}", String::from_utf8_lossy(&body));
}

/// Returns the ids and names of the leads that a server has.
fn people(server: &ServerProcess) -> Vec<Value> {
    let leads = server.get("/leads").1;
    leads["leads"].as_array().expect("a list").iter().map(|lead| json!([lead["id"], lead["name"]])).collect()
}

/// Runs a server with so many lists of leads and with results in the CRM's log, and kills it; returns its leads.
fn killed(data: &Path, lists: u32) -> Vec<Value> {
    let server = REDIAL.serve(data, &["--seed", "3"]);
    (0..lists).for_each(|list| import(&server, list));
    let id = server.dial(&server.leads()[..6]);
    while server.get("/mock-crm/activities").1["activities"].as_array().expect("a list").is_empty() {
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(server.post(&format!("/dialer/sessions/{id}/stop"), &json!({})).0, 200);
    let leads = people(&server);
    server.kill();
    leads
}

#[test]
#[ignore = "needs the right to mount"]
fn a_start_uses_the_room_that_a_killed_server_had_reserved() {
    // With less in the journal than there was room for beyond its end, and with more of it than can be copied.
    for (lists, is_torn) in [(1, false), (12, false), (12, true)] {
        let home = temp_dir();
        let disk = SmallDisk::mount(home.path().join("disk"), 48);
        let data = disk.path().join("data");
        let leads = killed(&data, lists);
        if is_torn {
            let file =
                std::fs::OpenOptions::new().append(true).open(segments(&data).pop().expect("there are segments"));
            std::io::Write::write_all(&mut file.expect("it is there"), b"{\"seq\":99").expect("there is room");
        }
        disk.fill();
        let server = REDIAL.serve(&data, &[]);
        assert_eq!(people(&server), leads, "{lists} lists");
        assert_eq!(server.get("/health").0, 503, "{lists} lists");
        server.kill();
        disk.clear();
        let server = REDIAL.serve(&data, &[]);
        assert_eq!(people(&server), leads, "{lists} lists");
        server.wait_until_ready();
        assert_eq!(server.terminate(), Some(0));
    }
}

#[test]
#[ignore = "needs the right to mount"]
fn room_that_a_file_has_already_need_not_be_free() {
    const MIB: u64 = 1 << 20;
    let home = temp_dir();
    let disk = SmallDisk::mount(home.path().join("disk"), 12);
    let mut file = Files::at(disk.path()).create("journal").expect("there is room");
    file.reserve(8 * MIB).expect("there is room");
    // 4 MiB are free: too few for 10, and more than enough for 2 beside the 8 that are there.
    file.reserve(10 * MIB).expect("there is room for the missing part");
    assert!(file.reserve(20 * MIB).is_err_and(|error| is_full(&error)));
}

#[test]
#[ignore = "needs the right to mount"]
fn a_full_disk_is_logged_when_it_begins_and_when_it_ends() {
    let home = temp_dir();
    let disk = SmallDisk::mount(home.path().join("disk"), 24);
    let (data, log) = (disk.path().join("data"), home.path().join("log"));
    std::fs::create_dir(&data).expect("there is room");
    let file = std::fs::File::create(&log).expect("there is room");
    disk.fill();
    // Room for a journal, and for nothing ahead of it.
    let filler = std::fs::OpenOptions::new().write(true).open(disk.filler()).expect("it is there");
    filler.set_len((23 << 20) - (1 << 18)).expect("it can be shorter");
    // A file that is held open keeps its room, even after its name is removed.
    drop(filler);
    let mut command = REDIAL.serve_command(&data);
    command.args(["--seed", "3"]).stderr(file);
    let server = ServerProcess::start(command);
    for _ in 0..50 {
        assert_eq!(
            server.post("/leads", &json!({"name": "Ada"})).0,
            400,
            "the problem is the same as on an empty disk"
        );
        assert_eq!(server.post("/dialer/sessions", &body(&server)).0, 503);
        assert_eq!(server.get("/health").0, 503);
    }
    disk.clear();
    server.wait_until_ready();
    assert_eq!(server.post("/dialer/sessions", &body(&server)).0, 201);
    assert_eq!(server.terminate(), Some(0));
    let log = std::fs::read_to_string(&log).expect("it is text");
    let times = |what: &str| log.lines().filter(|line| line.contains(what)).count();
    assert_eq!(times("the disk is full"), 2, "once for the journal, and once for the log of the mock CRM: {log}");
    assert_eq!(times("refused with 503"), 1, "{log}");
    assert_eq!(times("there is room on the disk again"), 2, "{log}");
    assert_eq!(times("50 commands were refused while there was no room"), 1, "{log}");
    assert!(log.lines().count() < 10, "{log}");
}

fn body(server: &ServerProcess) -> Value {
    let leads = server.get("/leads").1;
    json!({"agentId": "ada", "leadIds": [leads["leads"][0]["id"]]})
}
