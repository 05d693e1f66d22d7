//! The mock CRM's books, damaged: that is found, named, and not gone on with; and a salvage that finds no room.

#[expect(dead_code, reason = "these tests need only a part of it")]
mod server;
#[expect(dead_code, reason = "these tests need only a part of it")]
mod small;

use std::path::Path;
use std::process::Command;

use server::{Server, left};
use small::Small;

/// Returns the exit code, and what was said on the output and on the standard error.
fn redial(args: &[&str], paths: &[&Path]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_redial")).args(args).args(paths).output().expect("it was built");
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn damaged_books_are_named_by_their_line_and_salvage_says_so() {
    let home = tempfile::tempdir().expect("there is room");
    let [data, new] = ["data", "new"].map(|name| home.path().join(name));
    left(&data);
    let path = data.join("mock-crm.jsonl");
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
        let (code, _, told) = redial(&["serve", "--port", "0", "--data"], &[&data]);
        assert_eq!(code, Some(65), "{told}");
        let named = format!("the CRM log {} cannot be vouched for: line {line}: {said}", path.display());
        assert!(told.contains(&named) && told.contains("a sound copy of them has to take their place"), "{told}");

        let (code, out, told) = redial(&["log", "salvage"], &[&data, &new]);
        assert_eq!(code, Some(65), "{told}");
        assert!(out.contains(&format!("goes on in {}", new.display())), "{out}");
        let copy = new.join("mock-crm.jsonl");
        let named = format!("the CRM log {} cannot be vouched for: line {line}: {said}", copy.display());
        assert!(told.contains("no server goes on with it yet") && told.contains(&named), "{told}");
        std::fs::write(&copy, &sound).expect("there is room");
        Server::start(&new, &[]).kill();
        std::fs::remove_dir_all(&new).expect("it is ours");
    }
    std::fs::write(&path, &sound).expect("there is room");
    assert_eq!(redial(&["log", "salvage"], &[&data, &new]).0, Some(0));
}

#[test]
fn a_salvage_that_finds_no_room_names_the_new_directory_and_leaves_nothing_there() {
    let home = tempfile::tempdir().expect("there is room");
    let Some(disk) = Small::new(home.path().join("disk"), 1) else { return };
    let (data, new) = (home.path().join("data"), disk.0.join("new"));
    left(&data);
    disk.fill();
    let filler = std::fs::OpenOptions::new().write(true).open(disk.0.join("filler")).expect("it is there");
    let full = filler.metadata().expect("it is there").len();
    let mut refused = 0;
    // From no room at all on, a page more each time.
    for pages in 0.. {
        filler.set_len(full.saturating_sub(pages << 12)).expect("it can be shorter");
        let (code, out, told) = redial(&["log", "salvage"], &[&data, &new]);
        if code == Some(0) {
            assert!(out.contains("goes on in"), "{out}");
            break;
        }
        assert_eq!(code, Some(74), "{told}");
        assert!(told.contains(&format!("failed to use {}", new.display())), "{told}");
        assert!(!new.exists(), "it is in the way of another try");
        refused += 1;
    }
    assert!(refused > 2, "{refused}");
    Server::start(&new, &[]).kill();
}
