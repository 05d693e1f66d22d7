//! Blocks and parts of a study.

use std::sync::atomic::{AtomicBool, Ordering};

use redial_study::{Part, Shard};

use crate::{COVERED, PRECISE, plan, play, whole};

#[test]
fn a_run_that_does_not_end_is_given_up_and_named() {
    let mut plan = plan(COVERED);
    plan.records_max = 12;
    let stuck = plan.play(&mut plan.scratch(), 0, false).expect_err("four leads take more records");
    assert!(stuck.setting.starts_with("lines=1 take=4 ") && stuck.records == 12, "{stuck}");
    assert!(stuck.to_string().ends_with(" of seed 1 was given up after 12 records: it does not end"), "{stuck}");
    plan.records_max = 1_000;
    assert!(plan.play(&mut plan.scratch(), 0, false).is_ok());
}

#[test]
fn a_block_that_is_stopped_halfway_is_dropped() {
    let plan = plan(COVERED);
    let (mut scratch, stop) = (plan.scratch(), AtomicBool::new(true));
    assert_eq!(plan.play_unless(&mut scratch, 0, true, &stop), Ok(None));
    stop.store(false, Ordering::Relaxed);
    let played = plan.play_unless(&mut scratch, 0, true, &stop).expect("it ends").expect("it was not stopped");
    assert_eq!(played, plan.play(&mut plan.scratch(), 0, true).expect("it ends"));
}

/// Parts that were played separately, interrupted, saved and resumed make the same whole.
#[test]
fn parts_make_the_whole_to_the_last_bit() {
    for study in [COVERED.replace("500", "30_001"), PRECISE.to_owned()] {
        let plan = plan(&study);
        let whole = whole(&plan);
        for of in [1, 2, 5] {
            let parts: Vec<_> = (1..=of)
                .map(|place| {
                    let mut part = Part::begin(&plan, "this".to_owned(), Shard { place, of });
                    if let Some(first) = part.next_blocks(&plan, 1).next() {
                        part.take(&plan, &plan.play(&mut plan.scratch(), first, true).expect("it ends"));
                    }
                    let kept = serde_json::to_string(&part).expect("it is plain data");
                    let mut part: Part = serde_json::from_str(&kept).expect("it was written above");
                    assert!(part.fits(&plan));
                    play(&plan, &mut part);
                    part
                })
                .collect();
            let merged = Part::merge(&plan, &parts).expect("all are there");
            assert!(merged.outcome(&plan) == whole.outcome(&plan), "{of} parts");
        }
    }
}

#[test]
fn parts_that_do_not_fit_are_rejected_by_name() {
    let plan = plan(COVERED);
    let part = |place, of| {
        let mut part = Part::begin(&plan, "this".to_owned(), Shard { place, of });
        play(&plan, &mut part);
        part
    };
    let said = |parts: &[Part]| Part::merge(&plan, parts).expect_err("they do not fit").to_string();
    assert_eq!(said(&[part(1, 2)]), "part 2/2 is missing: name its folder with the others");
    assert_eq!(said(&[part(2, 2)]), "part 2/2 does not follow: part 1/2 is needed");
    assert_eq!(said(&[part(1, 3), part(3, 3)]), "part 3/3 does not follow: part 2/3 is needed");
    let mut other = part(2, 2);
    other.plan = "that".to_owned();
    assert_eq!(
        said(&[part(1, 2), other]),
        "part 2/2 is of another study, or was made by another version of the program"
    );
    let interrupted = |place, of| Part::begin(&plan, "this".to_owned(), Shard { place, of });
    assert_eq!(said(&[interrupted(1, 1)]), "part 1/1 is not finished; resume it with --resume");
    let unfinished = "part 2/2 is not finished; resume it with --resume --shard 2/2";
    assert_eq!(said(&[part(1, 2), interrupted(2, 2)]), unfinished);
}
