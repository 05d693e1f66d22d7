//! A server that is killed again and again, under load: nothing acknowledged is lost, and the sessions go on.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::Duration;

use redial_testing::{ServerProcess, fast, temp_dir};
use serde_json::{Value, json};

use crate::REDIAL;
use crate::left::{files, written};
use crate::load::{self, Acknowledged, Shift};
use crate::restart::is_json_lines;

/// How often the server is killed, unless REDIAL_KILLS says otherwise.
const KILLS: u64 = 50;

/// How many kills one data directory sees; a long campaign on one directory would spend its time on reading.
const KILLS_OF_ONE: u64 = 250;

/// Small segments and many snapshots, so that kills meet them while they are made.
const SMALL: [&str; 4] = ["--segment-bytes", "20000", "--snapshot-every", "150"];

/// A server that is killed again and again, and all that it acknowledged.
struct Victim {
    data: PathBuf,
    server: ServerProcess,
    leads: Vec<Value>,
    all: Vec<Acknowledged>,
    recoveries: u64,
}

impl Victim {
    fn new(home: &Path) -> Self {
        let (data, scenario) = (home.join("data"), written(&home.join("fast.toml"), &fast(20)));
        let server = REDIAL.serve(&data, &["--scenario", &scenario, "--seed", "11"]);
        let leads = server.leads();
        Self { data, server, leads, all: Vec::new(), recoveries: 0 }
    }

    /// Kills it under load, and in some rounds while it recovers; then checks all that it acknowledged.
    fn kill(&mut self, round: u64) {
        let fresh = self.load_until_killed(round);
        // Some recoveries are killed themselves, up to three times in a row.
        for again in 0..round % 4 {
            let instant = Duration::from_micros((round + again) * 6_151 % 40_000);
            REDIAL.kill_while_it_starts(&self.data, &SMALL, instant);
            self.recoveries += 1;
        }
        self.server = REDIAL.serve(&self.data, &SMALL);
        fresh.iter().for_each(|acknowledged| acknowledged.check(&self.server));
        self.all.extend(fresh);
    }

    fn load_until_killed(&mut self, round: u64) -> Vec<Acknowledged> {
        let shift = Shift::default();
        // The instants are spread over start-up and load, the same ones every time.
        let instant = Duration::from_micros(round * 7_919 % 120_000);
        let (address, leads, server) = (self.server.address().to_owned(), &self.leads, &mut self.server);
        std::thread::scope(|scope| {
            let work = |caller: u64| {
                load::work(&address, leads, &format!("{round}-{caller}"), (2 * round + caller) as usize, &shift)
            };
            let callers: Vec<_> = (0..2).map(|caller| scope.spawn(move || work(caller))).collect();
            // Every tenth server lives until it has answered every kind of request.
            while round % 10 == 5 && shift.answered.load(Ordering::Relaxed) < 12 {
                std::thread::sleep(Duration::from_millis(1));
            }
            std::thread::sleep(instant);
            server.kill_now();
            shift.is_over.store(true, Ordering::Relaxed);
            callers.into_iter().flat_map(|caller| caller.join().expect("it only counts")).collect()
        })
    }

    /// Checks that everything acknowledged is there, that the sessions settle, and that the CRM has one activity for
    /// each call.
    fn end(self) {
        let Self { server, data, all, .. } = self;
        all.iter().for_each(|acknowledged| acknowledged.check(&server));
        assert!(files(&data, is_json_lines).len() > 3, "segments were begun");
        let mut calls = BTreeSet::new();
        for session in all.iter().filter_map(Acknowledged::session).collect::<BTreeSet<_>>() {
            let view = server.settled(session);
            let metrics = &view["metrics"];
            let ends = ["connected", "failed", "canceled"].map(|name| metrics[name].as_u64().expect("a count"));
            assert_eq!(metrics["attempted"].as_u64(), Some(ends.iter().sum()), "{view}");
            for call in view["calls"].as_array().expect("calls") {
                assert_eq!(call["crmActivityStatus"], json!("SYNCED"), "{call}");
                calls.insert(call["id"].as_str().expect("an id").to_owned());
            }
        }
        let (_, books) = server.get("/mock-crm/activities");
        let synced: Vec<&str> =
            books["activities"].as_array().expect("a list").iter().filter_map(|a| a["callId"].as_str()).collect();
        let known: BTreeSet<String> = synced.iter().map(|call| (*call).to_owned()).collect();
        assert_eq!(synced.len(), known.len(), "the CRM has an activity twice");
        // Sessions whose answer was cut off by a kill may have dialed too.
        assert!(calls.is_subset(&known), "the CRM has an activity too few");
        assert_eq!(server.get("/mock-crm/contacts").1["total"], json!(6), "one contact for each lead that was called");
        assert_eq!(server.terminate(), Some(0));
        REDIAL.replay(&data).success();
    }
}

#[test]
fn after_kill_9_everything_acknowledged_is_there_and_goes_on() {
    let kills = std::env::var("REDIAL_KILLS").map_or(KILLS, |kills| kills.parse().expect("REDIAL_KILLS is a number"));
    let (mut kinds, mut acknowledged, mut recoveries) = (BTreeSet::new(), 0, 0);
    for first in (0..kills).step_by(KILLS_OF_ONE as usize) {
        let home = temp_dir();
        let mut victim = Victim::new(home.path());
        (first..kills.min(first + KILLS_OF_ONE)).for_each(|round| victim.kill(round));
        kinds.extend(victim.all.iter().map(std::mem::discriminant).map(|kind| format!("{kind:?}")));
        (acknowledged, recoveries) = (acknowledged + victim.all.len(), recoveries + victim.recoveries);
        victim.end();
        println!(
            "{} kills under load, {recoveries} of recoveries, {acknowledged} acknowledged",
            kills.min(first + KILLS_OF_ONE)
        );
    }
    assert!(kinds.len() == 5 || kills < KILLS, "only these kinds were acknowledged: {kinds:?}");
}
