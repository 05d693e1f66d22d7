//! A damaged log of the mock CRM is found, named and refused. A salvage without room leaves nothing.

use std::path::Path;
use std::process::Command;

use redial_testing::{ProgramOutput, temp_dir};

use crate::REDIAL;
use crate::left::{BOOKS, left};
use crate::small_disk::SmallDisk;

#[test]
fn a_damaged_crm_log_is_named_by_its_line_by_a_start_and_by_salvage() {
    let home = temp_dir();
    let [data, new] = ["data", "new"].map(|name| home.path().join(name));
    left(&data);
    let path = data.join(BOOKS);
    let sound = std::fs::read_to_string(&path).expect("it is there");
    let line = |kind: &str| sound.lines().position(|line| line.starts_with(kind)).expect("there is one") + 1;
    let (contact, activity) = (line("{\"contact\""), line("{\"activity\""));
    // The last letter before a word, in the line of that number.
    let before = |line: usize, word: &str| {
        let start: usize = sound.lines().take(line - 1).map(|line| line.len() + 1).sum();
        start + sound[start..].find(word).expect("it is there") - 1
    };
    for (line, place, said) in [
        (contact, before(contact, "contact"), ""),
        (contact, before(contact, ",\"lead\""), "this is not the contact that lead"),
        (contact, before(contact, "\",\"email\""), "the contact is not as lead"),
        (activity, before(activity, ",\"call\""), "this is not the activity that call"),
        (activity, before(activity, ",\"outcome\""), "the activity names another contact than lead"),
    ] {
        let mut bytes = sound.clone().into_bytes();
        bytes[place] ^= 1;
        std::fs::write(&path, &bytes).expect("there is room");
        let refused = REDIAL.serve_to_its_end(&data);
        assert_eq!(refused.code, Some(65), "{refused:?}");
        let named = format!("the CRM log {} cannot be used: line {line}: {said}", path.display());
        assert!(refused.err.contains(&named), "{refused:?}");
        assert!(refused.err.contains("replace it with a sound copy"), "{refused:?}");

        let salvaged = REDIAL.run(&["journal", "salvage"], &[&data, &new]);
        assert_eq!(salvaged.code, Some(65), "{salvaged:?}");
        assert!(salvaged.out.contains(&format!("goes on in {}", new.display())), "{salvaged:?}");
        let copy = new.join(BOOKS);
        let named = format!("the CRM log {} cannot be used: line {line}: {said}", copy.display());
        assert!(salvaged.err.contains("no server can continue it yet"), "{salvaged:?}");
        assert!(salvaged.err.contains(&named), "{salvaged:?}");
        std::fs::write(&copy, &sound).expect("there is room");
        REDIAL.serve(&new, &[]).kill();
        std::fs::remove_dir_all(&new).expect("it is ours");
    }
    std::fs::write(&path, &sound).expect("there is room");
    REDIAL.run(&["journal", "salvage"], &[&data, &new]).success();
}

#[test]
#[ignore = "needs the right to mount"]
fn a_salvage_that_finds_no_room_names_the_new_directory_and_leaves_nothing_there() {
    let home = temp_dir();
    let disk = SmallDisk::mount(home.path().join("disk"), 1);
    let (data, new) = (home.path().join("data"), disk.path().join("new"));
    left(&data);
    disk.fill();
    let filler = std::fs::OpenOptions::new().write(true).open(disk.filler()).expect("it is there");
    let full = filler.metadata().expect("it is there").len();
    // From no room at all on, a page more each time.
    grow_until_salvaged(&new, |pages| {
        filler.set_len(full.saturating_sub(pages << 12)).expect("it can be shorter");
        REDIAL.run(&["journal", "salvage"], &[&data, &new])
    });
}

#[test]
fn a_salvage_that_may_not_write_so_much_names_the_new_directory_and_leaves_nothing_there() {
    let home = temp_dir();
    let [data, new] = ["data", "new"].map(|name| home.path().join(name));
    left(&data);
    // From files of no bytes on, a kibibyte more each time.
    grow_until_salvaged(&new, |kibibytes| {
        let script = r#"trap '' XFSZ; ulimit -f "$0"; exec "$@""#;
        let mut command = Command::new("bash");
        command.args(["-c", script, &kibibytes.to_string(), REDIAL.path(), "journal", "salvage"]).args([&data, &new]);
        ProgramOutput::of(&mut command)
    });
}

/// Salvages with more room each time until there is enough; each failure before that names the directory and leaves
/// nothing.
fn grow_until_salvaged(new: &Path, mut salvage: impl FnMut(u64) -> ProgramOutput) {
    let mut refused = 0;
    for room in 0.. {
        let salvaged = salvage(room);
        if salvaged.code == Some(0) {
            assert!(salvaged.out.contains("goes on in"), "{salvaged:?}");
            break;
        }
        assert_eq!(salvaged.code, Some(74), "{salvaged:?}");
        assert!(salvaged.err.contains(&format!("failed to use {}", new.display())), "{salvaged:?}");
        assert!(!new.exists(), "it is in the way of another try");
        refused += 1;
    }
    assert!(refused > 2, "{refused}");
    REDIAL.serve(new, &[]).kill();
}
