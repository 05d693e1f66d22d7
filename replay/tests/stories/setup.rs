//! The dialer of every story: its leads, and its settings.

use redial_engine::Config;

use crate::scripted::*;

/// Four leads, of which one is listed twice with the same number, and a slow CRM.
pub(super) fn stage() -> ScriptedDialer {
    patient(Config { crm_answer_timeout_ms: 3_600_000, ..Config::default() })
}

pub(super) fn patient(config: Config) -> ScriptedDialer {
    let mut stage = ScriptedDialer::new(config, header());
    let people = [
        ("Ada Byron", "+14155550100"),
        ("Grace Hopper", "+14155550101"),
        ("Alan Turing", "+14155550102"),
        ("Hedy Lamarr", "ext. 103"),
        ("A. Byron", "+14155550100"),
    ];
    for (name, phone) in people {
        stage.at(0, add(name, phone));
    }
    stage.text.clear();
    stage
}
