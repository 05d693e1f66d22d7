//! A small golden journal, written by hand.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use redial_engine::CarrierEvent::{Answered, Busy, Failed, NoAnswer, Released, Voicemail};
use redial_engine::CrmReply::{ActivityFailed, ContactFailed};
use redial_engine::*;
use redial_replay::{JournalLine, Record, Timeline};

use crate::scripted::*;

/// A session in which every event happens once.
pub(crate) fn hand() -> ScriptedDialer {
    let config = Config { crm_attempts: 2, crm_answer_timeout_ms: 60_000, ..Config::default() };
    let mut stage = ScriptedDialer::new(config, header());
    stage
        .at(0, add("Ada Byron", "+14155550100"))
        .at(0, add("Grace Hopper", "+14155550101"))
        .at(0, add("Alan \"the Prof\" Turing", "ext. 102"))
        .at(0, add("A. Byron", "+14155550100"))
        .at(1, enrich(0))
        .at(2, enrich(0))
        .at(3, enrich(9))
        .at(4, carrier("0.0", Answered))
        .at(5, crm("0.0", 1, contact(7)))
        .at(10, start(&[], 2))
        .at(11, start(&[0, 1, 0], 2))
        .at(12, start(&[0], 11))
        .at(100, start(&[0, 1, 2], 2))
        .at(110, start(&[3, 1], 1))
        .at(120, stop(7))
        .at(130, retry("0.0"))
        .at(131, retry("0.9"))
        .at(140, crm("0.0", 1, contact(7)))
        .at(3_637, carrier("0.0", Voicemail))
        .at(3_700, crm("0.0", 1, contact(1)))
        .at(3_701, crm("0.0", 1, contact(1)))
        .at(3_702, crm("0.0", 1, ContactFailed))
        .at(3_800, crm("0.0", 1, activity(1)))
        .at(3_801, crm("0.0", 1, activity(1)))
        .at(5_000, carrier("0.2", Answered))
        .at(5_001, carrier("0.2", Answered))
        .at(5_030, carrier("0.1", Answered))
        .at(5_031, carrier("0.1", Answered))
        .at(5_090, carrier("0.1", Released))
        .at(6_000, crm("0.1", 1, ContactFailed))
        .at(7_000, Input::Tick)
        .at(7_100, crm("0.1", 2, ContactFailed))
        .at(8_000, retry("0.1"))
        .at(8_100, crm("0.1", 1, contact(2)))
        .at(8_200, crm("0.1", 1, ActivityFailed))
        .at(8_300, stop(0))
        .at(9_000, carrier("1.0", Failed))
        .at(9_010, start(&[0, 1], 1))
        .resume(700_000, config)
        .at(700_100, start(&[2, 0], 1))
        .at(703_000, carrier("3.0", NoAnswer))
        .at(705_000, Input::Tick)
        .at(706_000, carrier("3.1", Busy))
        .at(707_000, request_enrichment(2))
        .at(707_001, request_enrichment(2))
        .at(707_020, enrichment(2, EnrichmentReply::Failed))
        .at(707_030, enrichment(9, EnrichmentReply::Failed))
        .at(708_000, request_enrichment(2))
        .at(718_000, Input::Tick)
        .at(718_001, enrichment(2, EnrichmentReply::Failed))
        .at(719_000, request_enrichment(2))
        .at(719_020, enrichment(2, EnrichmentReply::Found(Arc::new(enrichment_data()))))
        .done()
}

fn path() -> PathBuf {
    redial_testing::journal("hand")
}

#[test]
fn the_golden_journal_is_written_again_byte_for_byte() {
    let journal = hand().journal;
    if std::env::var_os("REDIAL_BLESS").is_some() {
        std::fs::write(path(), &journal).unwrap();
    }
    let golden = std::fs::read(path()).expect("run the tests with REDIAL_BLESS=1 to write the golden journal");
    assert_eq!(String::from_utf8_lossy(&journal), String::from_utf8_lossy(&golden));
}

#[test]
fn the_golden_journal_tells_a_story() {
    let stage = hand();
    let mut reader = stage.reader();
    let (mut timeline, mut text) = (Timeline::new(), String::new());
    timeline.head(reader.header(), &mut text);
    while let Some(line) = reader.next().unwrap() {
        if let JournalLine::Record(record) = line {
            let Record { seq, at, input, transitions } = record.parse().unwrap();
            timeline.record(seq, at, &input, &transitions, &mut text);
        }
    }
    insta::assert_snapshot!(text);
}

/// Two kinds are missing: one takes ten thousand leads, the other four billion. Keys have a journal of their own.
#[test]
fn the_golden_journal_holds_every_kind_of_fact() {
    let told = hand().facts;
    let missing: BTreeSet<String> = every_kind().into_iter().filter(|kind| !told.contains(kind)).collect();
    let keys = ["key_used", "refused.key_unsound", "refused.key_used"];
    let rest = ["refused.full", "refused.too_many_leads"];
    assert_eq!(missing, keys.into_iter().chain(rest).map(str::to_owned).collect());
}
